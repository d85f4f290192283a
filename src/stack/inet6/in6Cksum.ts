/** The ICMPv6 checksum over packets that may carry zones in their addresses (in6_cksum). */

import { get16, put16 } from '../../wire/bytes';
import { foldChecksum, sumBytes, sumPseudo6 } from '../../wire/checksum';
import { ICMP6_CKSUM } from '../../wire/icmp6';
import { IP6_DST, IP6_SRC, IPPROTO_ICMPV6 } from '../../wire/ipv6';
import type { Mbuf } from '../net/mbuf';
import { hasEmbeddedZone } from './scope6';

/**
 * The checksum of `len` bytes of an upper protocol at `off` of the packet; 0 when the one it holds is right.
 */
export function in6_cksum(m: Mbuf, proto: number, off: number, len: number): number {
  const src = m.off + IP6_SRC;
  const sum = sumPseudo6(m.data, src, len, proto) - zoneAt(m.data, src) - zoneAt(m.data, m.off + IP6_DST);
  return foldChecksum(sumBytes(m.data, m.off + off, len, sum));
}

/** The zone within an address, which is not on the wire and so not in the sum. */
function zoneAt(data: Uint8Array, off: number): number {
  return hasEmbeddedZone(data, off) ? get16(data, off + 2) : 0;
}

/** Writes the checksum into the ICMPv6 message that begins at `off` and ends with the packet. */
export function icmp6_setcksum(m: Mbuf, off: number): void {
  put16(m.data, m.off + off + ICMP6_CKSUM, 0);
  put16(m.data, m.off + off + ICMP6_CKSUM, in6_cksum(m, IPPROTO_ICMPV6, off, m.len - off));
}
