/**
 * What the rules of `ipfw` look at in a packet (struct ip_fw_args and the locals of ipfw_chk): read once,
 * before the first rule.
 */
import { get16 } from '../../../wire/bytes';
import { IP_DST, IP_OFF, IP_OFFMASK, IP_P, IP_SRC } from '../../../wire/ipv4';
import { IP6_DST, IP6_SRC, IPPROTO_ICMP, IPPROTO_TCP, IPPROTO_UDP } from '../../../wire/ipv6';
import type { Ifnet } from '../../net/if';
import type { Mbuf } from '../../net/mbuf';
import { PFIL_IN } from '../../surroundings';
import { walkHeaders } from './extensionHeaders';

export interface IpfwArgs {
  readonly m: Mbuf;
  /** The interface that it passes: where it came in, or goes out. */
  readonly ifp: Ifnet;
  readonly isIn: boolean;
  readonly ipv6: boolean;
  /** Protocol of the upper layer; for IPv6, of the last header. */
  readonly proto: number;
  /** Places in `m.data`: source and destination address, and the header of the upper layer. */
  readonly src: number;
  readonly dst: number;
  readonly ulp: number;
  /** Bytes there are of the upper layer. */
  readonly ulpLen: number;
  /**
   * True for a fragment of IPv4 other than the first, and for every fragment of IPv6: its upper layer is not
   * looked at.
   */
  readonly fragment: boolean;
  /** The packet ends within a header that must be looked at. */
  readonly cutShort: boolean;
  /** The extension headers of IPv6 there are, as bits of EXT_*. */
  readonly exthdrs: number;
  /** It comes back from a divert socket. */
  readonly diverted: boolean;
}

/** Bytes that there must be of the upper layer, by its protocol. */
const leastBytes: Readonly<Record<number, number>> = {
  [IPPROTO_TCP]: 20,
  [IPPROTO_UDP]: 8,
  [IPPROTO_ICMP]: 4,
};

/** Reads the packet. */
export function ipfwArgs(m: Mbuf, ifp: Ifnet, direction: number, diverted: boolean): IpfwArgs {
  const isIn = direction === PFIL_IN;
  return m.data[m.off] >> 4 === 6 ? readIpv6(m, ifp, isIn, diverted) : readIpv4(m, ifp, isIn, diverted);
}

function readIpv4(m: Mbuf, ifp: Ifnet, isIn: boolean, diverted: boolean): IpfwArgs {
  const { data, off, len } = m;
  const hlen = (data[off] & 0x0f) * 4;
  const proto = data[off + IP_P];
  const fragment = (get16(data, off + IP_OFF) & IP_OFFMASK) !== 0;
  return {
    m,
    ifp,
    isIn,
    ipv6: false,
    proto,
    src: off + IP_SRC,
    dst: off + IP_DST,
    ulp: off + hlen,
    ulpLen: len - hlen,
    fragment,
    cutShort: !fragment && len - hlen < (leastBytes[proto] ?? 0),
    exthdrs: 0,
    diverted,
  };
}

function readIpv6(m: Mbuf, ifp: Ifnet, isIn: boolean, diverted: boolean): IpfwArgs {
  const { proto, at, fragment, cutShort, exthdrs } = walkHeaders(m);
  return {
    m,
    ifp,
    isIn,
    ipv6: true,
    proto,
    src: m.off + IP6_SRC,
    dst: m.off + IP6_DST,
    ulp: m.off + at,
    ulpLen: m.len - at,
    fragment,
    cutShort,
    exthdrs,
    diverted,
  };
}
