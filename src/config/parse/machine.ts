/** Lines about the machine as a whole: `options`, `nooptions`, `hostname`, `seed`. */
import {
  type HostnameCommand,
  type KernelOption,
  kernelOptions,
  type OptionsCommand,
  type SeedCommand,
} from '../nodes';
import type { Ranged } from '../text';
import { at, readNumber } from '../values';
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
