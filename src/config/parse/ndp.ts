/** `ndp` and `arp`: neighbours given by hand (FreeBSD ndp(8), arp(8)). */
import type { Token } from '../lexer';
import {
  type ArpCommand,
  type NdFlag,
  type NdpCommand,
  type NdVariable,
  ndFlags,
  ndVariables,
  type RtsolCommand,
} from '../nodes';
import type { Ranged } from '../text';
import { readAddress, readInterface, readMac, readNumber } from '../values';
import { oneOf, shown, type Words } from '../words';

/** Options of `ndp`, for suggestions. */
export const ndpWords: readonly string[] = ['-s', '-d', '-c', '-i', '-I', '-P', '-R'];
/** Options of `arp`, for suggestions. */
export const arpWords: readonly string[] = ['-s', '-d', '-S'];

export function parseNdp(words: Words): NdpCommand | null {
  const range = { from: words.statement.from, to: words.statement.to };
  const base = { kind: 'ndp' as const, ...range, origin: words.origin(range) };
  while (words.take('-n', '-t', '-nt', '-tn') !== null);
  const option = words.need(oneOf(ndpWords));
  switch (option?.text) {
    case undefined:
      return null;
    case '-s': {
      const host = words.need('a neighbour such as fe80::2%em0');
      const node = host === null ? null : readAddress(words, host, 'inet6');
      const link = host === null ? null : words.need('its link address such as 02:00:00:00:00:02');
      const lladdr = link === null ? null : readMac(words, link);
      const flags = readFlags(words, ['temp', 'proxy']);
      if (node === null || lladdr === null) return null;
      return { ...base, action: 'set', node, lladdr, temp: flags.has('temp'), proxy: flags.has('proxy') };
    }
    case '-d': {
      const host = words.need('a neighbour such as fe80::2%em0');
      const node = host === null ? null : readAddress(words, host, 'inet6');
      words.end();
      return node === null ? null : { ...base, action: 'delete', node };
    }
    case '-c':
      words.end();
      return { ...base, action: 'clear' };
    case '-P':
    case '-R':
      words.end();
      return { ...base, action: option?.text === '-P' ? 'flush-prefixes' : 'flush-routers' };
    case '-I': {
      const token = words.need('an interface such as em0, or delete');
      const name = token === null || token.text === 'delete' ? null : readInterface(words, token);
      words.end();
      if (token === null || (name === null && token.text !== 'delete')) return null;
      return { ...base, action: 'default-interface', interface: name };
    }
    case '-i':
      return parseInterface(words, base);
    default:
      refuse(words, option!, 'ndp', ['-a', '-p', '-r', '-A', '-H'], ndpWords);
      return null;
  }
}

function parseInterface(
  words: Words,
  base: Pick<NdpCommand, 'kind' | 'from' | 'to' | 'origin'>,
): NdpCommand | null {
  const token = words.need('an interface such as em0');
  const name = token === null ? null : readInterface(words, token);
  const flags: { flag: NdFlag; on: boolean; from: number; to: number }[] = [];
  const variables: { name: NdVariable; value: Ranged<number> }[] = [];
  const known = [
    ...ndFlags,
    ...ndFlags.map(flag => `-${flag}`),
    ...ndVariables.map(variable => `${variable}=`),
  ];
  for (let word = words.next(); word !== null; word = words.next()) {
    const equals = word.text.indexOf('=');
    const bare = word.text.replace(/^-/, '');
    if (equals > 0 && (ndVariables as readonly string[]).includes(word.text.slice(0, equals))) {
      const part = { ...word, text: word.text.slice(equals + 1), from: word.from + equals + 1 };
      const value = readNumber(words, part, 'a value', 0, 0xffffffff);
      if (value !== null) variables.push({ name: word.text.slice(0, equals) as NdVariable, value });
    } else if ((ndFlags as readonly string[]).includes(bare)) {
      flags.push({ flag: bare as NdFlag, on: bare === word.text, from: word.from, to: word.to });
    } else {
      words.unknown(word, `\`ndp -i\` has no word \`${shown(word.text)}\`.`, known);
    }
  }
  return name === null
    ? null
    : { ...base, kind: 'ndp', action: 'interface', interface: name, flags, variables };
}

export function parseRtsol(words: Words): RtsolCommand | null {
  const range = { from: words.statement.from, to: words.statement.to };
  const token = words.need('an interface such as em0');
  const name = token === null ? null : readInterface(words, token);
  words.end();
  return name === null ? null : { kind: 'rtsol', ...range, origin: words.origin(range), interface: name };
}

export function parseArp(words: Words): ArpCommand | null {
  const range = { from: words.statement.from, to: words.statement.to };
  const base = { kind: 'arp' as const, ...range, origin: words.origin(range) };
  const option = words.need('-s or -d');
  switch (option?.text) {
    case undefined:
      return null;
    case '-s':
    case '-S': {
      const node = words.need('an IPv4 address such as 192.0.2.2');
      const host = node === null ? null : readAddress(words, node, 'inet');
      const link = node === null ? null : words.need('its link address such as 02:00:00:00:00:02');
      const lladdr = link === null ? null : readMac(words, link);
      const flags = readFlags(words, ['temp', 'permanent', 'pub', 'only']);
      if (host === null || lladdr === null) return null;
      const has = (flag: string) => flags.has(flag);
      return { ...base, action: 'set', host, lladdr, temp: has('temp'), pub: has('pub'), only: has('only') };
    }
    case '-d': {
      if (words.take('-a') !== null) {
        words.end();
        return { ...base, action: 'clear' };
      }
      const node = words.need('an IPv4 address such as 192.0.2.2');
      const host = node === null ? null : readAddress(words, node, 'inet');
      const flags = readFlags(words, ['pub']);
      return host === null ? null : { ...base, action: 'delete', host, pub: flags.has('pub') };
    }
    default:
      refuse(words, option!, 'arp', ['-a', '-n', '-an', '-i'], arpWords);
      return null;
  }
}

/** Words that stand alone, in any order. */
function readFlags(words: Words, known: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (let token = words.next(); token !== null; token = words.next()) {
    if (known.includes(token.text)) found.add(token.text);
    else words.unknown(token, `\`${shown(token.text)}\` is not known here.`, known);
  }
  return found;
}

function refuse(
  words: Words,
  option: Token,
  command: string,
  prints: readonly string[],
  known: readonly string[],
): void {
  if (option.text === '-f') {
    words.report('names-file', option, 'A .stack file names no file of commands.', {
      expected: `the ${command} lines themselves`,
    });
  } else if (prints.includes(option.text)) {
    words.report('only-prints', option, `\`${command} ${option.text}\` sets nothing here.`, {
      expected: oneOf(known),
    });
  } else words.unknown(option, `${command} has no option \`${shown(option.text)}\`.`, known);
}
