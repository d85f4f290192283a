/** What every word of the `.stack` language means: the one source of hovers, completions and tables. */
import { sysctls } from '#stack/running';
import { captureReference } from './capture';
import { divertReference } from './divert';
import { ifconfigReference } from './ifconfig';
import { ipfwReference } from './ipfw';
import { listenReference } from './listen';
import { machineReference } from './machine';
import { mldReference } from './mld';
import { ndpReference } from './ndp';
import { routeReference } from './route';
import { scenarioReference } from './scenario';
import { setkeyReference } from './setkey';
import type { ReferenceTable } from './table';

/** One word in the context of a command. */
export interface ReferenceEntry {
  /** The word as typed. */
  readonly word: string;
  /** The command it belongs to; the same as `word` for commands themselves. */
  readonly command: string;
  /** How it is written: `[…]` may be left out, CAPITALS stand for values, `a|b` is a choice. */
  readonly syntax: string;
  /** One paragraph. */
  readonly meaning: string;
  /** A whole line that uses it, and that parses. */
  readonly example: string;
  /** The manual page it comes from, or null for words of our own. */
  readonly manual: string | null;
}

/** In the order in which the commands are listed. */
const table: ReferenceTable = {
  ...ifconfigReference,
  ...routeReference,
  ...ndpReference,
  ...machineReference,
  ...setkeyReference,
  ...ipfwReference,
  ...divertReference,
  ...mldReference,
  ...listenReference,
  ...captureReference,
  ...scenarioReference,
};

/** Every word of the language, commands first among their own. */
export const reference: readonly ReferenceEntry[] = Object.entries(table).flatMap(
  ([command, { manual, rows }]) =>
    rows.map(([word, syntax, meaning, example]) => ({ word, command, syntax, meaning, example, manual })),
);

const settings: readonly ReferenceEntry[] = Object.entries(sysctls).map(([name, setting]) => ({
  word: name,
  command: 'sysctl',
  syntax: `${name}=VALUE`,
  meaning: `${setting.description} ${setting.default} unless set.`,
  example: `sysctl ${name}=${setting.default}`,
  manual: 'sysctl(8)',
}));

/** Commands that share the words of another. */
const shared: Readonly<Record<string, string>> = {
  flush: 'setkey',
  spdadd: 'setkey',
  spddelete: 'setkey',
  spdflush: 'setkey',
  add: 'setkey',
  get: 'setkey',
  delete: 'setkey',
  deleteall: 'setkey',
  nooptions: 'options',
};

/**
 * What a word means on a line that begins with `command`, or undefined. Settings of sysctl are found by name.
 */
export function referenceOf(command: string, word: string): ReferenceEntry | undefined {
  const owner = Object.hasOwn(shared, command) && word !== 'nooptions' ? shared[command] : command;
  // A value, or the length of a check value (`hmac-sha2-256/16`), is no part of the word.
  const bare = word.replace(/=.*$|\/\d+$/, '');
  const entries = owner === 'sysctl' ? [...reference, ...settings] : reference;
  return (
    entries.find(entry => entry.command === owner && entry.word === word) ??
    entries.find(entry => entry.command === owner && entry.word === bare)
  );
}

/** Every word that may be of use on a line that begins with `command`: for completions. */
export function wordsOf(command: string): readonly ReferenceEntry[] {
  const owner = Object.hasOwn(shared, command) ? shared[command] : command;
  const entries = owner === 'sysctl' ? settings : reference;
  return entries.filter(entry => entry.command === owner && entry.word !== owner);
}

/** The commands themselves: for completions at the beginning of a line. */
export const commandEntries: readonly ReferenceEntry[] = reference.filter(
  entry =>
    entry.word === entry.command ||
    (entry.command === 'setkey' && /^(spd|add$|get$|delete|flush$)/.test(entry.word)),
);

/** The commands as a table in Markdown. */
export function referenceTable(entries: readonly ReferenceEntry[] = commandEntries): string {
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const rows = entries.map(
    entry => `| \`${cell(entry.syntax)}\` | ${cell(entry.meaning)} | ${entry.manual ?? 'ours'} |`,
  );
  return ['| line | meaning | manual |', '|---|---|---|', ...rows].join('\n');
}
