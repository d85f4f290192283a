/** Interfaces by name: where a line sets one up, and where others name it. */
import type { Statement, Token } from '../lexer';
import type { StackDocument } from '../nodes';
import type { Range } from '../text';
import { placedInterface } from '../values';
import { commandTokens } from './place';

/** A place that names an interface; the range is that of its name, without the host before it. */
export interface InterfacePlace extends Range {
  /** The host it belongs to; empty in a file that describes one machine. */
  readonly host: string;
  readonly name: string;
  /** True in the place of the interface on an `ifconfig` line. */
  readonly sets: boolean;
}

/** A part of a word that may be an interface. */
type Part = Omit<InterfacePlace, 'sets'>;

/** A statement with the host in whose block it stands; null outside the blocks of a file that has some. */
interface HostStatement {
  readonly host: string | null;
  readonly words: readonly Token[];
}

/** Words after which a name is not that of an interface. */
const otherNames: ReadonlySet<string> = new Set([
  'group',
  '-group',
  'media',
  'mediaopt',
  'in',
  'at',
  'through',
]);
/** Commands whose lines name no interface, or hide it in a filter. */
const without: ReadonlySet<string> = new Set([
  'hostname',
  'sysctl',
  'fault',
  'options',
  'nooptions',
  'seed',
  'host',
]);

/** Every place that names an interface that some `ifconfig` line of its host names, in order. */
export function interfacePlaces(document: StackDocument): InterfacePlace[] {
  const statements = hostStatements(document);
  const names = new Map<string, Set<string>>();
  for (const { host, words } of statements) {
    if (host === null) continue;
    const own = names.get(host) ?? new Set(['lo0']);
    names.set(host, own);
    if (words[0].text === 'ifconfig' && words.length > 1) own.add(words[1].text);
  }
  return statements.flatMap(statement =>
    placesIn(statement).filter(({ host, name }) => names.get(host)?.has(name) === true),
  );
}

/** Every place of the interface that the offset is in; none where no interface is named. */
export function placesOfInterfaceAt(document: StackDocument, offset: number): InterfacePlace[] {
  const all = interfacePlaces(document);
  const here = all.find(({ from, to }) => from <= offset && offset <= to);
  return all.filter(({ host, name }) => host === here?.host && name === here.name);
}

/** Blocks and statements both stand in the order of their places: one walk over both. */
function hostStatements({ statements, hosts }: StackDocument): HostStatement[] {
  let k = 0;
  const hostOf = ({ from }: Statement): string | null => {
    if (hosts.length === 0) return '';
    while (k < hosts.length && hosts[k].to <= from) k++;
    return k < hosts.length && hosts[k].from <= from ? hosts[k].name.value : null;
  };
  return statements.map(statement => ({ host: hostOf(statement), words: commandTokens(statement) }));
}

function placesIn({ host, words }: HostStatement): InterfacePlace[] {
  const command = words[0].text;
  if (without.has(command)) return [];
  return words.flatMap((word, i) => {
    if (i === 0 || word.quoted || otherNames.has(words[i - 1].text)) return [];
    if (command === 'replay' && (i === 1 || words[i + 1]?.text.startsWith('='))) return [];
    const parts = host === null ? placedParts(word) : partsOf(word, host);
    return parts.map(part => ({ ...part, sets: command === 'ifconfig' && i === 1 }));
  });
}

/**
 * Parts of a word of one machine: the whole, the zone of an address, the middle of a counter, the target of
 * `lan=em0`.
 */
function partsOf({ text, from }: Token, host: string): Part[] {
  const pattern = text.startsWith('if.')
    ? /(?<=^if\.).+(?=\.)/g
    : /(?<=%)[A-Za-z][\w.]*|(?<=^|=)[A-Za-z][\w.-]*(?=$|[,)])/g;
  return [...text.matchAll(pattern)].map(({ 0: name, index }) => ({
    host,
    name,
    from: from + index,
    to: from + index + name.length,
  }));
}

/**
 * Parts of a word outside the blocks, where the host stands before the first dot: `A.em0`, `lan=A.em0`,
 * `A.if.em0.ifs6_in_discard`.
 */
function placedParts(word: Token): Part[] {
  return partsOf(word, '').flatMap(({ name: placed, to }) => {
    const { host, name } = placedInterface(placed);
    return partsOf({ text: name, from: to - name.length, to, quoted: false }, host);
  });
}
