/** `ip4`, `ip6`, `tcp`, `udp` … (O_IP4, O_IP6, O_PROTO). */
import type { IpfwArgs } from './args';

export interface ProtocolMatch {
  readonly kind: 'proto';
  /** Number of the protocol of the upper layer, 0 for any. */
  readonly proto: number;
  /** The family it is of, or null for both. */
  readonly family: 'inet' | 'inet6' | null;
  /** As it was written. */
  readonly word: string;
}

export function matchProtocol({ proto, ipv6 }: IpfwArgs, match: ProtocolMatch): boolean {
  if (match.family !== null && (match.family === 'inet6') !== ipv6) return false;
  return match.proto === 0 || match.proto === proto;
}

export function protocolText({ word }: ProtocolMatch): string {
  return word;
}
