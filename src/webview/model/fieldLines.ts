/** A dissection as lines of the field tree, with what stands beside a value. */
import {
  type Dissection,
  EXPERT,
  type FieldInfo,
  fieldInfo,
  fieldText,
  type LayerNode,
  layers,
  SEVERITY,
} from '../../decode';
import { compileFilter } from '../../decode/filter';
import { toHex } from '../../wire/bytes';
import type { ByteSpan, FieldLine } from '../protocol/packet';
import { notes } from './words';

/** Longest value for which a filter is offered, in characters. */
const FILTER_MAX = 400;
/** Lines of one tree at most. */
const LINES_MAX = 20_000;

/** The lines of a dissection whose bytes begin at 0. */
export function fieldLines(d: Dissection): FieldLine[] {
  const lines: FieldLine[] = [];
  for (const root of layers(d)) add(d, root, 0, lines);
  return lines;
}

function add(d: Dissection, node: LayerNode, depth: number, lines: FieldLine[]): void {
  if (lines.length >= LINES_MAX) return;
  const wrong = node.children.filter(child => isWrong(d, child));
  const children = node.children.filter(child => !wrong.includes(child));
  const { entry: k } = node;
  const isExpert = (d.flags[k] & EXPERT) !== 0;
  const bad = wrong.length > 0 || isWrong(d, node);
  lines.push({
    depth,
    name: node.name,
    label: node.label,
    value: isExpert ? '' : node.text,
    note: wrong.map(child => badNote(child.label)).join('; '),
    bad,
    generated: node.generated,
    span: spanOf(d, k),
    branch: children.length > 0,
    filter: filterOf(d, k),
  });
  for (const child of children) add(d, child, depth + 1, lines);
}

/** True for expert information that says that something is wrong. */
function isWrong(d: Dissection, { entry: k }: LayerNode): boolean {
  return (d.flags[k] & EXPERT) !== 0 && d.nanos[k] >= SEVERITY.warn;
}

function badNote(message: string): string {
  const right = /should be (0x[0-9a-f]+)/.exec(message);
  return right === null ? message : notes.badChecksum(right[1]);
}

function spanOf(d: Dissection, k: number): ByteSpan {
  return d.source[k] === 0 ? { offset: d.offset[k], length: d.length[k] } : { offset: 0, length: 0 };
}

/** A filter that selects packets with this value; empty when there is none. */
function filterOf(d: Dissection, k: number): string {
  const info = fieldInfo(d.field[k]);
  const isExpert = (d.flags[k] & EXPERT) !== 0;
  if (info.type === 'protocol' || info.type === 'none' || isExpert) return checked(info.name);
  const value = literal(d, k, info);
  return value === '' || value.length > FILTER_MAX ? '' : checked(`${info.name} == ${value}`);
}

function literal(d: Dissection, k: number, info: FieldInfo): string {
  switch (info.type) {
    case 'string':
    case 'stringz':
    case 'abstime':
      return JSON.stringify(fieldText(d, k));
    case 'bytes': {
      const at = d.valueAt(k);
      return toHex(d.valueBytes(k), at, at + Math.min(d.valueLength(k), FILTER_MAX), ':');
    }
    default:
      return fieldText(d, k);
  }
}

function checked(filter: string): string {
  return compileFilter(filter).ok ? filter : '';
}
