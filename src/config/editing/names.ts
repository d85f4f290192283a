/** Names that a text has and that may be used again: interfaces, captures, addresses, prefixes, counters. */
import { formatIpv4, formatIpv6 } from '../../wire/address';
import { Checker } from '../check/checker';
import { lex } from '../lexer';
import type { StackDocument } from '../nodes';
import { parseStack } from '../parse/stack';
import { addressOf } from '../values';

export interface DocumentNames {
  readonly interfaces: readonly string[];
  /**
   * The interfaces as lines outside the blocks of hosts name them: with their host where there are several.
   */
  readonly placed: readonly string[];
  readonly captures: readonly string[];
  readonly addresses: readonly string[];
  readonly prefixes: readonly string[];
  /** Of every interface too. */
  readonly counters: readonly string[];
}

/** Most addresses, and most prefixes, that are offered. */
const OFFERED = 500;

export function namesIn(text: string): DocumentNames {
  const document = parseStack(text, '');
  const checker = new Checker(document);
  const interfaces = [...checker.names];
  return {
    interfaces,
    placed: document.hosts.length === 0 ? interfaces : placedInterfaces(document),
    captures: [...checker.captures],
    ...addressesIn(text),
    counters: [...checker.hostCounters, ...interfaces.flatMap(name => checker.interfaceCounters(name))],
  };
}

function placedInterfaces({ hosts }: StackDocument): string[] {
  const names = hosts.flatMap(({ name, commands }) =>
    commands.flatMap(command =>
      command.kind === 'ifconfig' ? [`${name.value}.${command.interface.value}`] : [],
    ),
  );
  return [...new Set(names)];
}

function addressesIn(text: string): Pick<DocumentNames, 'addresses' | 'prefixes'> {
  const addresses = new Set<string>();
  const prefixes = new Set<string>();
  for (const { text: word } of lex(text).statements.flatMap(statement => statement.tokens)) {
    const [bare, length] = word.split('/');
    const address = addresses.size < OFFERED ? addressOf(bare) : null;
    if (address === null) continue;
    const isNetwork = length !== undefined && bare.endsWith('::');
    if (!isNetwork) addresses.add(bare);
    if (/^\d{1,3}$/.test(length ?? '')) prefixes.add(networkText(address.bytes, Number(length)));
  }
  return { addresses: [...addresses], prefixes: [...prefixes] };
}

/** The network of the first `prefixlen` bits. */
function networkText(bytes: Uint8Array, prefixlen: number): string {
  const network = bytes.map((byte, i) => byte & (0xff00 >> Math.min(Math.max(prefixlen - 8 * i, 0), 8)));
  return `${network.length === 4 ? formatIpv4(network) : formatIpv6(network)}/${prefixlen}`;
}
