/** A `.stack` file as an outline, and the parts of it that fold. */
import type { Command, StackDocument } from '../nodes';
import { formatCommand } from '../print';
import type { Range } from '../text';

/** One line of the outline. */
export interface OutlineEntry extends Range {
  readonly kind:
    | 'host'
    | 'interface'
    | 'route'
    | 'policy'
    | 'rule'
    | 'capture'
    | 'expectation'
    | 'event'
    | 'setting';
  /** What the line is about: `em0`, `2001:db8:3::/64`. */
  readonly name: string;
  /** The rest of it. */
  readonly detail: string;
}

const kinds: Partial<Record<Command['kind'], OutlineEntry['kind']>> = {
  link: 'host',
  ifconfig: 'interface',
  route: 'route',
  ndp: 'route',
  arp: 'route',
  spdadd: 'policy',
  spddelete: 'policy',
  spdflush: 'policy',
  add: 'policy',
  get: 'policy',
  delete: 'policy',
  deleteall: 'policy',
  flush: 'policy',
  'ipfw-add': 'rule',
  'ipfw-delete': 'rule',
  'ipfw-zero': 'rule',
  'ipfw-show': 'rule',
  'ipfw-flush': 'rule',
  'ipfw-table': 'rule',
  'ipfw-set': 'rule',
  divert: 'rule',
  replay: 'capture',
  expect: 'expectation',
  at: 'event',
  fault: 'event',
  mld: 'event',
  rtsol: 'event',
  capture: 'event',
  listen: 'setting',
};

/** The hosts and commands of a file in the order of their places. */
export function outlineOf({ commands, hosts }: StackDocument): OutlineEntry[] {
  const entries: OutlineEntry[] = commands.map(command => {
    const { from, to } = command;
    const { name, detail } = namedParts(command);
    return { kind: kinds[command.kind] ?? 'setting', name, detail, from, to };
  });
  for (const { name, from, to } of hosts)
    entries.push({ kind: 'host', name: name.value, detail: 'host', from, to });
  return entries.sort((a, b) => a.from - b.from);
}

/** Interfaces and captures go by their own names, everything else by its command. */
function namedParts(command: Command): { name: string; detail: string } {
  const [first, ...rest] = formatCommand(command).split(' ');
  switch (command.kind) {
    case 'ifconfig':
      return { name: rest[0], detail: rest.slice(1).join(' ') };
    case 'replay':
      return { name: command.file.value || first, detail: 'replay' };
    case 'at':
      return { name: `${first} ${rest[0]}`, detail: rest.slice(1).join(' ') };
    default:
      return { name: first, detail: rest.join(' ') };
  }
}

/** Lines from 1, the last included, that fold into the first. */
export interface Fold {
  readonly first: number;
  readonly last: number;
  readonly comment: boolean;
}

/** Blocks of hosts, paragraphs, and comments and statements of several lines. */
export function foldsOf({ source, statements, comments, hosts }: StackDocument): Fold[] {
  const folds = new Map<string, Fold>();
  const lineOf = (offset: number) => source.position(offset).line;
  const add = (first: number, last: number, comment: boolean) => {
    const key = `${first}-${last}`;
    if (last > first && !folds.has(key)) folds.set(key, { first, last, comment });
  };
  let first = 0;
  let last = -1;
  for (const { from } of comments) {
    const line = lineOf(from);
    const alone = source.text.slice(source.lineStarts[line - 1], from).trim() === '';
    if (!alone) continue;
    if (line !== last + 1) {
      add(first, last, true);
      first = line;
    }
    last = line;
  }
  add(first, last, true);
  for (const { from, to } of hosts) add(lineOf(from), lineOf(to), false);
  for (const { from, to } of statements) add(lineOf(from), lineOf(to), false);
  let begun = 0;
  for (let line = 1; line <= source.lineStarts.length + 1; line++) {
    const blank = line > source.lineStarts.length || lineIsBlank(source.text, source.lineStarts, line);
    if (!blank) begun ||= line;
    else if (begun > 0) {
      add(begun, line - 1, false);
      begun = 0;
    }
  }
  return [...folds.values()];
}

const lineIsBlank = (text: string, starts: readonly number[], line: number) =>
  text.slice(starts[line - 1], starts[line]).trim() === '';
