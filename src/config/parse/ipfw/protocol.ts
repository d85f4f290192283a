/** The protocol of a rule: `ip`, `ip4`, `ip6`, or one of the upper layer by name or number. */
import type { ProtocolMatch } from '../../../stack/inet/ipfw/protocol';
import { protocolNames, protocolNumber } from '../../protocols';
import { shown, type Words } from '../../words';

const families: Readonly<Record<string, ProtocolMatch['family']>> = {
  ip: null,
  all: null,
  ip6: 'inet6',
  ipv6: 'inet6',
  ip4: 'inet',
  ipv4: 'inet',
};

export function readRuleProtocol(words: Words): ProtocolMatch | null {
  const token = words.need('a protocol: ip, ip6, tcp, udp, ipv6-icmp, or a number');
  if (token === null) return null;
  const word = token.text;
  if (Object.hasOwn(families, word)) return { kind: 'proto', word, proto: 0, family: families[word] };
  const proto = protocolNumber(word);
  if (proto !== null) return { kind: 'proto', word, proto, family: null };
  words.unknown(
    token,
    `\`${shown(word)}\` is no protocol.`,
    [...Object.keys(families), ...protocolNames],
    'ip, ip6, tcp, udp, ipv6-icmp, or a number from 0 to 255',
  );
  return null;
}
