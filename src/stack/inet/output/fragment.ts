/** Cutting a packet into fragments (ip_fragment in netinet/ip_output.c, RFC 791 3.2). */
import { get16, put16 } from '../../../wire/bytes';
import { IP_HDRLEN, IP_LEN, IP_MF, IP_OFF, IP_OFFMASK } from '../../../wire/ipv4';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import { type Mbuf, m_get } from '../../net/mbuf';
import type { Rtentry } from '../../net/route';
import { ether_resolve } from '../arp/resolve';
import { ip_setcksum } from '../inCksum';
import { copyOptions } from '../optionCopy';

/**
 * Sends a packet in pieces that fit `ifp`: the first bears all of its options, the others those that ask for
 * it. 0 or the first error number.
 */
export function ip_fragment(
  host: Host,
  m: Mbuf,
  hlen: number,
  ifp: Ifnet,
  rt: Rtentry,
  nexthop: Uint8Array,
): number {
  const field = get16(m.data, m.off + IP_OFF);
  const options = copyOptions(m, hlen, false);
  const room = (ifp.mtu - hlen) & ~7;
  let error = 0;
  for (let at = hlen; at < m.len; at += room) {
    const length = Math.min(room, m.len - at);
    const first = at === hlen;
    const header = first ? hlen : IP_HDRLEN + options.length;
    const data = new Uint8Array(header + length);
    data.set(m.data.subarray(m.off, m.off + (first ? hlen : IP_HDRLEN)));
    if (!first) {
      data.set(options, IP_HDRLEN);
      data[0] = 0x40 | (header >> 2);
    }
    data.set(m.data.subarray(m.off + at, m.off + at + length), header);
    const more = at + length < m.len ? IP_MF : field & IP_MF;
    put16(data, IP_LEN, data.length);
    put16(data, IP_OFF, ((field & IP_OFFMASK) + ((at - hlen) >> 3)) | more);
    const piece = m_get(host, data, 0, data.length);
    piece.kind = m.kind;
    piece.frame = m.frame;
    piece.flags = m.flags;
    piece.rcvif = m.rcvif;
    ip_setcksum(piece, header);
    host.ipstat.ips_ofragments++;
    const sent = ether_resolve(host, ifp, ifp, piece, nexthop, rt);
    if (error === 0) error = sent;
  }
  if (error === 0) host.ipstat.ips_fragmented++;
  return error;
}
