/** Lines about the machine as a whole: `options`, `nooptions`, `hostname`, `seed`; and `mld`. */
import {
  type HostnameCommand,
  type KernelOption,
  kernelOptions,
  type MldCommand,
  type OptionsCommand,
  type SeedCommand,
} from '../nodes';
import type { Ranged } from '../text';
import { at, isMulticast, readAddress, readInterface, readNumber } from '../values';
import { oneOf, shown, type Words } from '../words';

export function parseOptions(words: Words, on: boolean): OptionsCommand | null {
  const options: Ranged<KernelOption>[] = [];
  if (words.peek() === null) words.missing(oneOf(kernelOptions));
  for (let token = words.next(); token !== null; token = words.next()) {
    const name = token.text.replace(/,$/, '');
    const option = kernelOptions.find(known => known === name);
    if (option === undefined)
      words.unknown(token, `\`${shown(name)}\` is no option of this kernel.`, kernelOptions);
    else options.push(at({ from: token.from, to: token.from + option.length }, option));
  }
  if (options.length === 0) return null;
  const range = { from: words.statement.from, to: words.statement.to };
  return { kind: 'options', ...range, origin: words.origin(range), options, on };
}

export function parseHostname(words: Words): HostnameCommand | null {
  const token = words.need('a name');
  if (token === null) return null;
  words.end();
  if (!/^[A-Za-z0-9][A-Za-z0-9.-]{0,254}$/.test(token.text)) {
    words.report('bad-value', token, `\`${shown(token.text)}\` is no host name.`, {
      expected: 'letters, digits, dots and hyphens',
    });
    return null;
  }
  const range = { from: words.statement.from, to: words.statement.to };
  return { kind: 'hostname', ...range, origin: words.origin(range), name: at(token, token.text) };
}

export function parseSeed(words: Words): SeedCommand | null {
  const token = words.need('a number');
  const seed = token === null ? null : readNumber(words, token, 'a seed', 0, 0xffffffff);
  words.end();
  if (seed === null) return null;
  const range = { from: words.statement.from, to: words.statement.to };
  return { kind: 'seed', ...range, origin: words.origin(range), seed };
}

const mldActions = ['join', 'leave', 'query', 'report'] as const;
/** Words of `mld`, for suggestions. */
export const mldWords: readonly string[] = [...mldActions, 'delay', 'maxdelay'];

export function parseMld(words: Words): MldCommand | null {
  const token = words.need(oneOf(mldActions));
  if (token === null) return null;
  const action = mldActions.find(known => known === token.text);
  if (action === undefined) {
    words.unknown(token, `mld has no command \`${shown(token.text)}\`.`, mldActions);
    return null;
  }
  const name = words.need('an interface such as em0');
  const interfaceName = name === null ? null : readInterface(words, name);
  let group = null;
  const next = words.peek();
  if (name !== null && (action !== 'query' || (next !== null && next.text !== 'maxdelay'))) {
    const address = words.need('a group such as ff02::db8');
    group = address === null ? null : readAddress(words, address, 'inet6', 'allowed');
    if (group !== null && !isMulticast(group.value)) {
      words.report('bad-value', group, 'This is no multicast address.', {
        expected: 'a group such as ff02::db8',
      });
      group = null;
    }
    if (group === null) {
      words.skip();
      return null;
    }
  }
  const keyword = action === 'join' ? 'delay' : action === 'query' ? 'maxdelay' : null;
  let delay: Ranged<number> | null = null;
  if (keyword !== null && words.take(keyword) !== null) {
    const value = words.need(keyword === 'delay' ? 'a number of ticks' : 'milliseconds');
    delay = value === null ? null : readNumber(words, value, 'a delay', 0, 0xffff);
  }
  words.end();
  if (interfaceName === null) return null;
  const range = { from: words.statement.from, to: words.statement.to };
  return {
    kind: 'mld',
    ...range,
    origin: words.origin(range),
    action,
    interface: interfaceName,
    group,
    delay,
  };
}
