/** The rows of the field tree that are not folded away. */

import type { FieldLine } from '../../protocol/packet';
import { ancestors, endOfBranch } from '../packet/fieldLines';
import type { TreeRow } from '../tree/treeKeys';
import type { Folding } from './folding';

export interface FieldRow extends TreeRow {
  /** Index among the packet's fields. */
  readonly index: number;
  readonly line: FieldLine;
  /** Place among the lines under the same parent, from 1, and how many they are. */
  readonly place: number;
  readonly siblings: number;
}

/** @param revealed index of a line whose branches are open whatever is remembered of them, -1 for none */
export function fieldRows(fields: readonly FieldLine[], folding: Folding, revealed: number): FieldRow[] {
  const around = new Set(revealed < 0 ? [] : ancestors(fields, revealed));
  const rows: FieldRow[] = [];
  addBranch(0, fields.length);
  return rows;

  function addBranch(from: number, to: number): void {
    const starts: number[] = [];
    for (let i = from; i < to; i = endOfBranch(fields, i)) starts.push(i);
    for (const [k, index] of starts.entries()) {
      const line = fields[index];
      const open = line.branch ? around.has(index) || folding.isOpen(line) : null;
      rows.push({ index, line, open, level: line.depth + 1, place: k + 1, siblings: starts.length });
      if (open) addBranch(index + 1, endOfBranch(fields, index));
    }
  }
}

/** A layer's name and what follows it: `Ethernet II`, `Src: …, Dst: …`. */
export function layerText(label: string): { name: string; summary: string } {
  const end = /[,:] /.exec(label)?.index ?? label.length;
  return { name: label.slice(0, end), summary: label.slice(end + 2) };
}

/** What is wrong with a field, in pieces: the word "bad" first, and what it should be last, as a value. */
export function badText(note: string): { text: string; value: string } {
  const said = note === '' ? 'bad' : note.startsWith('bad') ? note : `bad: ${note}`;
  const value = /0x[0-9a-f]+$/.exec(said)?.[0] ?? '';
  return { text: said.slice(0, said.length - value.length), value };
}
