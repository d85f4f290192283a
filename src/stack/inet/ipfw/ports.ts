/**
 * Ports of TCP and UDP (O_IP_SRCPORT, O_IP_DSTPORT). A fragment other than the first has none, nor the first
 * of IPv6.
 */
import { get16 } from '../../../wire/bytes';
import { IPPROTO_TCP, IPPROTO_UDP } from '../../../wire/ipv6';
import type { IpfwArgs } from './args';
import { isInRanges, type NumberRange, rangesText } from './numbers';

export interface PortMatch {
  readonly kind: 'sport' | 'dport';
  readonly ports: readonly NumberRange[];
}

export function matchPort(args: IpfwArgs, { kind, ports }: PortMatch): boolean {
  const { proto, fragment, ulp, ulpLen, m } = args;
  if (fragment || ulpLen < 4 || (proto !== IPPROTO_TCP && proto !== IPPROTO_UDP)) return false;
  return isInRanges(ports, get16(m.data, kind === 'sport' ? ulp : ulp + 2));
}

export function portText({ ports }: PortMatch): string {
  return rangesText(ports);
}
