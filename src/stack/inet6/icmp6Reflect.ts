/** Sending an ICMPv6 message back to where a packet came from (icmp6_reflect in netinet6/icmp6.c). */
import {
  ICMP6_CODE,
  ICMP6_DST_UNREACH,
  ICMP6_DST_UNREACH_ADMIN,
  ICMP6_ECHO_REPLY,
  ICMP6_ECHO_REQUEST,
  ICMP6_PACKET_TOO_BIG,
  ICMP6_PARAM_PROB,
  ICMP6_TIME_EXCEEDED,
  ICMP6_TYPE,
  ND_REDIRECT,
} from '../../wire/icmp6';
import { IP6_DST, IP6_HDRLEN, IP6_HLIM, IP6_SRC } from '../../wire/ipv6';
import type { Host } from '../host';
import type { Ifnet } from '../net/if';
import { M_BCAST, M_MCAST, type Mbuf } from '../net/mbuf';
import { rtalloc1 } from '../net/route';
import { decide, decision, enter, leave, used } from '../trace';
import { in6_ifawithaddr, isUsable } from './in6';
import { icmp6_setcksum } from './in6Cksum';
import { in6_selectsrc } from './in6Src';
import type { Icmp6Ifstat } from './in6Var';
import { ip6_output, type OutputInterface } from './ip6Output';

const replySource = decision('icmp6_reflect.source', {
  question: 'From which address does the answer come?',
  outcomes: {
    addressed: 'From {src}, which the packet was sent to.',
    selected: 'From {src}, the best towards {dst}.',
    'no-route': 'From none: no route leads back to {dst}, and nothing is sent.',
    none: 'From none: no address of ours fits, and nothing is sent.',
  },
  reference: 'RFC 4443 2.2; icmp6_reflect (netinet6/icmp6.c)',
});

/**
 * Swaps the addresses of `m` (zones embedded), finds the source, and sends. The message begins at `off`; its
 * type is in place.
 */
export function icmp6_reflect(host: Host, m: Mbuf, off: number): void {
  enter(host, 'icmp6_reflect', m);
  const dst = m.data.slice(m.off + IP6_SRC, m.off + IP6_DST);
  const odst = m.data.slice(m.off + IP6_DST, m.off + IP6_HDRLEN);
  const src = chooseSource(host, dst, odst);
  if (src !== null) {
    m.data.set(src, m.off + IP6_SRC);
    m.data.set(dst, m.off + IP6_DST);
    const outif = rtalloc1(host.rt6, dst)?.rt_ifp ?? m.rcvif;
    m.data[m.off + IP6_HLIM] = outif?.nd.chlim ?? host.sysctl.hlim;
    m.flags &= ~(M_BCAST | M_MCAST);
    icmp6_setcksum(m, off);
    const out: OutputInterface = { ifp: null };
    const type = m.data[m.off + off + ICMP6_TYPE];
    const code = m.data[m.off + off + ICMP6_CODE];
    ip6_output(host, m, 0, null, out);
    if (out.ifp !== null) icmp6_ifoutstat_inc(out.ifp, type, code);
  }
  leave(host);
}

/** The address the packet was sent to when it is ours and one machine's, else the best towards the sender. */
function chooseSource(host: Host, dst: Uint8Array, odst: Uint8Array): Uint8Array | null {
  const ia = in6_ifawithaddr(host, odst, 0);
  const addressed = ia !== null && isUsable(ia);
  const rt = addressed ? null : rtalloc1(host.rt6, dst);
  const src = addressed ? odst : rt === null ? null : in6_selectsrc(host, dst, rt.rt_ifp);
  const outcome = addressed
    ? replySource.addressed
    : rt === null
      ? replySource.noRoute
      : src === null
        ? replySource.none
        : replySource.selected;
  if (ia !== null && addressed) used(host, ia.origin);
  decide(
    host,
    replySource,
    outcome,
    RECORDING && { src: src === null ? 'none' : src.slice(), dst: dst.slice() },
  );
  return src;
}

type Counter = keyof Icmp6Ifstat;

/** Counts a message sent by an interface (icmp6_ifoutstat_inc). */
export function icmp6_ifoutstat_inc(ifp: Ifnet, type: number, code: number): void {
  const stat = ifp.icmp6_ifstat;
  stat.ifs6_out_msg++;
  if (type < ICMP6_ECHO_REQUEST) stat.ifs6_out_error++;
  const counter = counterOf(type);
  if (counter !== null) stat[counter]++;
  if (type === ICMP6_DST_UNREACH && code === ICMP6_DST_UNREACH_ADMIN) stat.ifs6_out_adminprohib++;
}

function counterOf(type: number): Counter | null {
  switch (type) {
    case ICMP6_DST_UNREACH:
      return 'ifs6_out_dstunreach';
    case ICMP6_PACKET_TOO_BIG:
      return 'ifs6_out_pkttoobig';
    case ICMP6_TIME_EXCEEDED:
      return 'ifs6_out_timeexceed';
    case ICMP6_PARAM_PROB:
      return 'ifs6_out_paramprob';
    case ICMP6_ECHO_REQUEST:
      return 'ifs6_out_echo';
    case ICMP6_ECHO_REPLY:
      return 'ifs6_out_echoreply';
    case ND_REDIRECT:
      return 'ifs6_out_redirect';
    default:
      return null;
  }
}
