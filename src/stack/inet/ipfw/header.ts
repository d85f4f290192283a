/** Fields of the IPv4 header: `iplen`, `ipid`, `ipttl` (O_IPLEN, O_IPID, O_IPTTL). No IPv6 packet has them. */
import { get16 } from '../../../wire/bytes';
import { IP_ID, IP_LEN, IP_TTL } from '../../../wire/ipv4';
import type { IpfwArgs } from './args';
import { isInRanges, type NumberRange, rangesText } from './numbers';

export interface HeaderMatch {
  readonly kind: 'iplen' | 'ipid' | 'ipttl';
  readonly values: readonly NumberRange[];
}

export function matchHeader({ ipv6, m }: IpfwArgs, { kind, values }: HeaderMatch): boolean {
  if (ipv6) return false;
  const { data, off } = m;
  if (kind === 'ipttl') return isInRanges(values, data[off + IP_TTL]);
  return isInRanges(values, get16(data, off + (kind === 'iplen' ? IP_LEN : IP_ID)));
}

export function headerText({ kind, values }: HeaderMatch): string {
  return `${kind} ${rangesText(values)}`;
}
