/** Interfaces by name: where a line sets one up, and where others name it. */
import type { Statement, Token } from '../lexer';
import type { Range } from '../text';
import { commandTokens } from './place';

/** A place that names an interface. */
export interface InterfacePlace extends Range {
  readonly name: string;
  /** True in the place of the interface on an `ifconfig` line. */
  readonly sets: boolean;
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
const without: ReadonlySet<string> = new Set(['hostname', 'sysctl', 'fault', 'options', 'nooptions', 'seed']);

/** Every place that names an interface that some `ifconfig` line names, in order. */
export function interfacePlaces(statements: readonly Statement[]): InterfacePlace[] {
  const names = new Set(['lo0']);
  for (const statement of statements) {
    const [command, name] = commandTokens(statement);
    if (command.text === 'ifconfig' && name !== undefined) names.add(name.text);
  }
  return statements.flatMap(statement => placesIn(commandTokens(statement), names));
}

function placesIn(words: readonly Token[], names: ReadonlySet<string>): InterfacePlace[] {
  const command = words[0].text;
  if (without.has(command)) return [];
  const places: InterfacePlace[] = [];
  words.forEach((word, i) => {
    if (i === 0 || word.quoted || otherNames.has(words[i - 1].text)) return;
    if (command === 'replay' && (i === 1 || words[i + 1]?.text.startsWith('='))) return;
    for (const part of partsOf(word)) {
      if (names.has(part.name)) places.push({ ...part, sets: command === 'ifconfig' && i === 1 });
    }
  });
  return places;
}

/** Parts of a word that may be an interface: the whole, the zone of an address, the middle of a counter, the target of `lan=em0`. */
function partsOf({ text, from }: Token): (Range & { readonly name: string })[] {
  const pattern = text.startsWith('if.')
    ? /(?<=^if\.).+(?=\.)/g
    : /(?<=%)[A-Za-z][\w.]*|(?<=^|=)[A-Za-z][\w.-]*(?=$|[,)])/g;
  return [...text.matchAll(pattern)].map(({ 0: name, index }) => ({
    name,
    from: from + index,
    to: from + index + name.length,
  }));
}
