/** What a Packet Too Big teaches about the path (icmp6_mtudisc_update in netinet6/icmp6.c, RFC 8201 4). */
import { get32 } from '../../wire/bytes';
import { ICMP6_HDRLEN, ICMP6_PARAM } from '../../wire/icmp6';
import { IP6_DST, IP6_HDRLEN, IPV6_MMTU } from '../../wire/ipv6';
import type { Host } from '../host';
import type { Ifnet } from '../net/if';
import type { Mbuf } from '../net/mbuf';
import { rtalloc1 } from '../net/route';
import { decide, decision, enter, leave } from '../trace';
import { tcp_hc_updatemtu } from './hostcache';
import { in6_linkmtu } from './linkMtu';
import { in6_setscope } from './scope6';

const learned = decision('icmp6_mtudisc_update.mtu', {
  question: 'Is the path to {dst} narrower than its first link?',
  outcomes: {
    narrower: 'Yes: packets to it have at most {mtu} bytes from now on (the first link carries {linkmtu}).',
    minimum:
      'Yes, it claims to carry {mtu} bytes only, fewer than any link may: packets to it get a fragment header from now on.',
    no: 'No: the first link carries {linkmtu} bytes, and the message says {mtu}.',
    'no-route': 'No route leads there, so nothing is learned.',
  },
  reference: 'RFC 8201 4, RFC 8200 5; icmp6_mtudisc_update (netinet6/icmp6.c)',
});

/** Learns from the Packet Too Big message at `off` of a packet of ours, which quotes an IPv6 header. */
export function icmp6_mtudisc_update(host: Host, m: Mbuf, off: number): void {
  enter(host, 'icmp6_mtudisc_update', m);
  const quoted = off + ICMP6_HDRLEN;
  const dst = m.data.slice(m.off + quoted + IP6_DST, m.off + quoted + IP6_HDRLEN);
  in6_setscope(dst, 0, m.rcvif as Ifnet);
  const mtu = get32(m.data, m.off + off + ICMP6_PARAM) >>> 0;
  const rt = rtalloc1(host.rt6, dst);
  const linkmtu = rt === null ? 0 : in6_linkmtu(rt.rt_ifp);
  const outcome = rt === null ? learned.noRoute : judge(mtu, linkmtu);
  decide(
    host,
    learned,
    outcome,
    RECORDING && {
      dst: { value: dst.slice(), at: { offset: quoted + IP6_DST, length: 16 } },
      mtu: { value: mtu, at: { offset: off + ICMP6_PARAM, length: 4 } },
      linkmtu,
    },
  );
  if (outcome === learned.narrower || outcome === learned.minimum) {
    tcp_hc_updatemtu(host, dst, mtu < IPV6_MMTU ? IPV6_MMTU - 8 : mtu);
    host.icmp6stat.icp6s_pmtuchg++;
  }
  leave(host);
}

/** What a path below the smallest MTU there may be is remembered as does not matter, but that it is below. */
function judge(mtu: number, linkmtu: number): number {
  if (mtu < IPV6_MMTU && IPV6_MMTU - 8 < linkmtu) return learned.minimum;
  return mtu < linkmtu ? learned.narrower : learned.no;
}
