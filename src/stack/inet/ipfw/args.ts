/** What the rules of `ipfw` look at in a packet (struct ip_fw_args and the locals of ipfw_chk): read once, before the first rule. */
import { get16 } from '../../../wire/bytes';
import { IP_DST, IP_OFF, IP_OFFMASK, IP_P, IP_SRC } from '../../../wire/ipv4';
import { IP6_DST, IP6_HDRLEN, IP6_SRC, IPPROTO_FRAGMENT } from '../../../wire/ipv6';
import { ip6_lasthdr, lasthdrOffset, lasthdrProto } from '../../inet6/ip6Lasthdr';
import type { Ifnet } from '../../net/if';
import type { Mbuf } from '../../net/mbuf';
import { PFIL_IN } from '../../surroundings';

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
  /** True for a fragment other than the first: it has no header of the upper layer. */
  readonly laterFragment: boolean;
  /** It comes back from a divert socket. */
  readonly diverted: boolean;
}

/** Reads the packet. */
export function ipfwArgs(m: Mbuf, ifp: Ifnet, direction: number, diverted: boolean): IpfwArgs {
  const isIn = direction === PFIL_IN;
  return m.data[m.off] >> 4 === 6 ? readIpv6(m, ifp, isIn, diverted) : readIpv4(m, ifp, isIn, diverted);
}

function readIpv4(m: Mbuf, ifp: Ifnet, isIn: boolean, diverted: boolean): IpfwArgs {
  const { data, off, len } = m;
  const hlen = (data[off] & 0x0f) * 4;
  return {
    m,
    ifp,
    isIn,
    ipv6: false,
    proto: data[off + IP_P],
    src: off + IP_SRC,
    dst: off + IP_DST,
    ulp: off + hlen,
    ulpLen: len - hlen,
    laterFragment: (get16(data, off + IP_OFF) & IP_OFFMASK) !== 0,
    diverted,
  };
}

function readIpv6(m: Mbuf, ifp: Ifnet, isIn: boolean, diverted: boolean): IpfwArgs {
  const { data, off, len } = m;
  const last = ip6_lasthdr(data, off, len);
  const at = lasthdrOffset(last);
  const proto = lasthdrProto(last);
  // The walk stops at the header of a fragment other than the first.
  const laterFragment = proto === IPPROTO_FRAGMENT && at >= IP6_HDRLEN && len - at >= 8;
  return {
    m,
    ifp,
    isIn,
    ipv6: true,
    proto: laterFragment ? data[off + at] : proto,
    src: off + IP6_SRC,
    dst: off + IP6_DST,
    ulp: off + at,
    ulpLen: len - at,
    laterFragment,
    diverted,
  };
}
