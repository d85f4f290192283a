/**
 * The checksum of TCP and UDP that was left to the network card (in_delayed_cksum of netinet/ip_output.c).
 */
import { put16 } from '../../wire/bytes';
import { foldChecksum, sumBytes } from '../../wire/checksum';
import { IP_LEN } from '../../wire/ipv4';
import { CSUM_UDP, type Mbuf, m_unshare } from '../net/mbuf';

/**
 * Finishes the checksum. Its field, `csum_data` bytes into the transport header, holds the folded sum of the
 * pseudo-header. A UDP sum of 0 is sent as 0xffff, for 0 would say that there is none (RFC 768).
 */
export function in_delayed_cksum(m: Mbuf): void {
  m_unshare(m);
  const { data, off, len } = m;
  const hlen = (data[off] & 0x0f) * 4;
  const total = Math.min((data[off + IP_LEN] << 8) | data[off + IP_LEN + 1], len);
  const sum = foldChecksum(sumBytes(data, off + hlen, Math.max(total - hlen, 0)));
  const at = hlen + m.csum_data;
  if (at + 2 > len) return;
  put16(data, off + at, sum === 0 && (m.csum_flags & CSUM_UDP) !== 0 ? 0xffff : sum);
}
