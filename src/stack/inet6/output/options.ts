/** Steps 1 and 9 of ip6_output: the hop-by-hop header and the hop limit that the sender asks for. */
import { IP6_HDRLEN, IP6_HLIM, IP6_NXT, IPPROTO_HOPOPTS } from '../../../wire/ipv6';
import type { Mbuf } from '../../net/mbuf';
import type { MulticastOptions } from '../../surroundings';

/** Inserts the hop-by-hop header behind the IPv6 header, in a buffer of its own, and sets the hop limit. */
export function applyOptions(m: Mbuf, { hbh, hlim }: MulticastOptions): void {
  const data = new Uint8Array(m.len + hbh.length);
  data.set(m.data.subarray(m.off, m.off + IP6_HDRLEN));
  data.set(hbh, IP6_HDRLEN);
  data.set(m.data.subarray(m.off + IP6_HDRLEN, m.off + m.len), IP6_HDRLEN + hbh.length);
  data[IP6_HDRLEN] = data[IP6_NXT];
  data[IP6_NXT] = IPPROTO_HOPOPTS;
  data[IP6_HLIM] = hlim;
  m.data = data;
  m.off = 0;
  m.len = data.length;
  m.shared = false;
}
