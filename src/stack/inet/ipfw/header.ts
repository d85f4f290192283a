/**
 * Fields of the IPv4 header: `iplen`, `ipid`, `ipttl`, `ipprecedence`, `ipversion` (O_IPLEN, O_IPID, O_IPTTL,
 * O_IPPRECEDENCE, O_IPVER). The kernel asks no IPv6 packet.
 */
import { get16 } from '../../../wire/bytes';
import { IP_ID, IP_LEN, IP_TOS, IP_TTL, IP_VHL } from '../../../wire/ipv4';
import type { Mbuf } from '../../net/mbuf';
import type { IpfwArgs } from './args';
import { isInRanges, type NumberRange, rangesText } from './numbers';

export interface HeaderMatch {
  readonly kind: 'iplen' | 'ipid' | 'ipttl' | 'ipprecedence' | 'ipversion';
  readonly values: readonly NumberRange[];
}

export function matchHeader({ ipv6, m }: IpfwArgs, { kind, values }: HeaderMatch): boolean {
  if (ipv6) return false;
  return isInRanges(values, fieldOf(m, kind));
}

function fieldOf({ data, off }: Mbuf, kind: HeaderMatch['kind']): number {
  switch (kind) {
    case 'iplen':
      return get16(data, off + IP_LEN);
    case 'ipid':
      return get16(data, off + IP_ID);
    case 'ipttl':
      return data[off + IP_TTL];
    case 'ipprecedence':
      return data[off + IP_TOS] >> 5;
    case 'ipversion':
      return data[off + IP_VHL] >> 4;
  }
}

export function headerText({ kind, values }: HeaderMatch): string {
  return `${kind} ${rangesText(values)}`;
}
