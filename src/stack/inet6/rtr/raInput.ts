/** Router advertisements received (nd6_ra_input in netinet6/nd6_rtr.c; RFC 4861 6.1.2, 6.3.4). */

import { ND_ROUTER_ADVERT } from '../../../wire/icmp6';
import { IP6_DST, IP6_HLIM, IP6_SRC, IPV6_MMTU } from '../../../wire/ipv6';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import type { Mbuf } from '../../net/mbuf';
import { addressOperand, byteOperand, ifOperand } from '../../operands';
import { DELIVERED, DROPPED, decide, decision, enter, leave, settle } from '../../trace';
import { ND6_IFF_ACCEPT_RTADV } from '../in6Var';
import { ND_HLIM } from '../ip6Build';
import { nd6_cache_lladdr } from '../nd6Cache';
import { type NdOptions, nd6_options } from '../nd6Options';
import { IPV6_ADDR_SCOPE_LINKLOCAL, in6_addrscope, in6_setscope } from '../scope6';
import { defrtrlist_update } from './defrouter';
import { nd6_timer_schedule } from './expiry';
import { pfxlist_onlink_check } from './onlinkCheck';
import { prefixInput } from './prefixInput';
import { RA_HEADER, type RaHeader, raHeader, raMtu, raPrefixes } from './raMessage';
import { rtsol_stop } from './rtsol';

/** Milliseconds of reachability that a router may ask for at most (MAX_REACHABLE_TIME, RFC 4861 6.2.1). */
const MAX_REACHABLE_TIME = 3_600_000;

const accept = decision('nd6_ra_input.accept', {
  question: 'Does this machine learn from router advertisements on {rcvif}?',
  outcomes: {
    yes: 'Yes.',
    router: {
      answer: 'No: it is a router itself (net.inet6.ip6.forwarding is 1).',
      verdict: 'a router advertisement, of which a router takes nothing (net.inet6.ip6.forwarding is 1)',
    },
    off: {
      answer: 'No: net.inet6.ip6.accept_rtadv is 0.',
      verdict:
        'a router advertisement, of which this machine takes nothing (net.inet6.ip6.accept_rtadv is 0)',
    },
    'interface-off': {
      answer: 'No: {rcvif} has accept_rtadv off.',
      verdict: 'a router advertisement, of which {rcvif} takes nothing (it has accept_rtadv off)',
    },
  },
  reference: 'RFC 4861 6.2.7, 6.3.4; nd6_ra_input (netinet6/nd6_rtr.c)',
});

const advertisement = decision('nd6_ra_input.valid', {
  question: 'Is the router advertisement valid?',
  outcomes: {
    valid: { answer: 'Yes.', verdict: 'this machine learns from the router {ip6_src}' },
    'hop-limit': {
      malformed: true,
      answer: 'No: its hop limit is {ip6_hlim}, so it may come from another link.',
      verdict: 'the router advertisement has hop limit {ip6_hlim}, not 255, so it may come from another link',
    },
    'not-link-local': {
      malformed: true,
      answer: 'No: {ip6_src} is no link-local address.',
      verdict: 'the router advertisement comes from {ip6_src}, which is no link-local address',
    },
    options: {
      malformed: true,
      answer: 'No: its options are broken.',
      verdict: 'the options of the router advertisement are broken',
    },
  },
  reference: 'RFC 4861 6.1.2; nd6_ra_input (netinet6/nd6_rtr.c)',
});

const settings = decision('nd6_ra_input.settings', {
  question: 'Does it change the settings of the link?',
  outcomes: {
    changed: 'Yes: hop limit {chlim}, reachable for {basereachable} ms, solicitations every {retrans} ms.',
    same: 'No.',
  },
  reference: 'RFC 4861 6.3.4; nd6_ra_input (netinet6/nd6_rtr.c)',
});

const mtu = decision('nd6_ra_input.mtu', {
  question: 'Which MTU does the router tell?',
  outcomes: {
    none: 'None.',
    learned: '{mtu} bytes: packets on {rcvif} are no longer than that.',
    'too-small': '{mtu} bytes, less than IPv6 needs (1280): it is ignored.',
    'too-large': '{mtu} bytes, more than {rcvif} can carry ({most}): it is ignored.',
  },
  reference: 'RFC 4861 6.3.4; nd6_ra_input (netinet6/nd6_rtr.c)',
});

/** Receives the advertisement at `off` of the packet. */
export function nd6_ra_input(host: Host, m: Mbuf, off: number): void {
  enter(host, 'nd6_ra_input', m);
  const ifp = m.rcvif as Ifnet;
  if (isAccepted(host, ifp)) {
    const options = nd6_options(m, off + RA_HEADER);
    if (isValid(host, m, options)) learn(host, m, off, ifp, options as NdOptions);
  }
  leave(host);
}

function isAccepted(host: Host, ifp: Ifnet): boolean {
  const outcome =
    host.sysctl.forwarding !== 0
      ? accept.router
      : host.sysctl.accept_rtadv === 0
        ? accept.off
        : (ifp.nd.flags & ND6_IFF_ACCEPT_RTADV) === 0
          ? accept.interfaceOff
          : accept.yes;
  decide(host, accept, outcome, RECORDING && { rcvif: ifOperand(ifp) });
  if (outcome !== accept.yes) settle(host, DELIVERED);
  return outcome === accept.yes;
}

function isValid(host: Host, m: Mbuf, options: NdOptions | null): boolean {
  const outcome = judge(m, options);
  decide(
    host,
    advertisement,
    outcome,
    RECORDING && { ip6_src: addressOperand(m, IP6_SRC), ip6_hlim: byteOperand(m, IP6_HLIM) },
  );
  const valid = outcome === advertisement.valid;
  if (!valid) host.icmp6stat.icp6s_badra++;
  settle(host, valid ? DELIVERED : DROPPED);
  return valid;
}

function judge(m: Mbuf, options: NdOptions | null): number {
  if (m.data[m.off + IP6_HLIM] !== ND_HLIM) return advertisement.hopLimit;
  const src = m.off + IP6_SRC;
  if (m.data[src] !== 0xfe || in6_addrscope(m.data, src) !== IPV6_ADDR_SCOPE_LINKLOCAL) {
    return advertisement.notLinkLocal;
  }
  return options === null ? advertisement.options : advertisement.valid;
}

function learn(host: Host, m: Mbuf, off: number, ifp: Ifnet, options: NdOptions): void {
  const src = m.data.slice(m.off + IP6_SRC, m.off + IP6_DST);
  in6_setscope(src, 0, ifp);
  rtsol_stop(host, ifp);
  const header = raHeader(m, off);
  learnSettings(host, ifp, header);
  const router = defrtrlist_update(host, ifp, src, header.flags, header.lifetime);
  for (const info of raPrefixes(m, off)) prefixInput(host, ifp, info, router, m.frame);
  learnMtu(host, ifp, raMtu(m, off));
  nd6_cache_lladdr(host, ifp, src, options.source, ND_ROUTER_ADVERT, m.frame);
  pfxlist_onlink_check(host, m.frame);
  nd6_timer_schedule(host, m.frame);
}

/** A router that says 0 says nothing. */
function learnSettings(host: Host, ifp: Ifnet, header: RaHeader): void {
  const { nd } = ifp;
  const basereachable =
    header.reachable === 0 || header.reachable > MAX_REACHABLE_TIME ? nd.basereachable : header.reachable;
  const retrans = header.retransmit === 0 ? nd.retrans : header.retransmit;
  const chlim = header.curhoplimit === 0 ? nd.chlim : header.curhoplimit;
  const same = basereachable === nd.basereachable && retrans === nd.retrans && chlim === nd.chlim;
  decide(
    host,
    settings,
    same ? settings.same : settings.changed,
    RECORDING && { chlim, basereachable, retrans },
  );
  nd.basereachable = basereachable;
  nd.retrans = retrans;
  nd.chlim = chlim;
}

function learnMtu(host: Host, ifp: Ifnet, told: number | null): void {
  const { maxmtu } = ifp.nd;
  const most = maxmtu !== 0 && maxmtu < ifp.mtu ? maxmtu : ifp.mtu;
  const outcome =
    told === null ? mtu.none : told < IPV6_MMTU ? mtu.tooSmall : told > most ? mtu.tooLarge : mtu.learned;
  decide(host, mtu, outcome, RECORDING && { mtu: told, most, rcvif: ifOperand(ifp) });
  if (outcome === mtu.learned) ifp.nd.linkmtu = told as number;
}
