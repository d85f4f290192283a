/** Files as text: written anew, or with what is to change in them. */
import type { HostBlock, StackDocument } from './nodes';
import { formatCommand } from './print';
import type { Range } from './text';

/** The commands of a file, one a line; comments are not kept. */
export function printStack(document: StackDocument): string {
  const { commands, hosts } = document;
  let text = '';
  let at = 0;
  const until = (to: number, indent: string) => {
    for (; at < commands.length && commands[at].from < to; at++)
      text += `${indent}${formatCommand(commands[at])}\n`;
  };
  for (const block of hosts) {
    until(block.from, '');
    text += `${hostHead(block)}\n`;
    until(block.to, '  ');
    text += '}\n';
  }
  until(Number.POSITIVE_INFINITY, '');
  return text;
}

const hostHead = (block: HostBlock): string => `host ${block.name.value} {`;

/** A replacement of one range of the text. */
export interface Edit extends Range {
  readonly text: string;
}

/**
 * What to change so that every line reads as `formatCommand` writes it; comments and blank lines stay. Lines
 * with a mistake and those that go on over several are left alone.
 */
export function formatEdits(document: StackDocument): Edit[] {
  const { source, problems } = document;
  const edits: Edit[] = [];
  let next = 0;
  for (const { from, to, text } of writtenLines(document)) {
    while (next < problems.length && problems[next].to < from) next++;
    const wrong = next < problems.length && problems[next].from <= to;
    const before = source.text.slice(from, to);
    if (wrong || /[\r\n]/.test(before)) continue;
    if (text !== before) edits.push({ from, to, text });
  }
  return edits;
}

/** The lines as they are to be written, in the order of their places; a bracket alone is written as it is. */
function writtenLines({ commands, hosts }: StackDocument): Edit[] {
  const lines = commands.map(command => ({
    from: command.from,
    to: command.to,
    text: formatCommand(command),
  }));
  if (hosts.length === 0) return lines;
  const heads = hosts.map(block => ({ from: block.head.from, to: block.head.to, text: hostHead(block) }));
  return [...lines, ...heads].sort((a, b) => a.from - b.from);
}
