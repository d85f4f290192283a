/** Sending a packet with options that its socket asks for (ip_insertoptions in netinet/ip_output.c). */
import { get16, put16 } from '../../wire/bytes';
import { IP_HDRLEN, IP_LEN, IP_MAXPACKET } from '../../wire/ipv4';
import type { Host } from '../host';
import { type Mbuf, m_setBytes } from '../net/mbuf';
import { ip_output } from './ipOutput';

/** Longest options of a header. */
const OPTIONS_MAX = 40;

/**
 * Puts options, null for none, behind the header and sends the packet: 0 or an error number. Options that
 * have no room are left out.
 */
export function ip_output_options(host: Host, m: Mbuf, options: Uint8Array | null, flags: number): number {
  if (options !== null && options.length > 0) ip_insertoptions(m, options);
  return ip_output(host, m, flags);
}

function ip_insertoptions(m: Mbuf, options: Uint8Array): void {
  const length = (options.length + 3) & ~3;
  const bare = m.len >= IP_HDRLEN && (m.data[m.off] & 0xf) === IP_HDRLEN >> 2;
  if (!bare || length > OPTIONS_MAX || m.len + length > IP_MAXPACKET) return;
  const bytes = new Uint8Array(m.len + length);
  bytes.set(m.data.subarray(m.off, m.off + IP_HDRLEN));
  bytes.set(options, IP_HDRLEN);
  bytes.set(m.data.subarray(m.off + IP_HDRLEN, m.off + m.len), IP_HDRLEN + length);
  bytes[0] = 0x40 | ((IP_HDRLEN + length) >> 2);
  put16(bytes, IP_LEN, get16(bytes, IP_LEN) + length);
  m_setBytes(m, bytes);
}
