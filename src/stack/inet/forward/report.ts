/**
 * What became of a forwarded packet, and what its sender is told (end of ip_forward in netinet/ip_input.c).
 */
import {
  ICMP_REDIRECT,
  ICMP_REDIRECT_HOST,
  ICMP_SOURCEQUENCH,
  ICMP_UNREACH,
  ICMP_UNREACH_HOST,
  ICMP_UNREACH_NEEDFRAG,
  ICMP_UNREACH_NET,
} from '../../../wire/icmp';
import { EACCES, EMSGSIZE, ENETUNREACH, ENOBUFS, errnoName } from '../../errno';
import type { Host } from '../../host';
import type { Mbuf } from '../../net/mbuf';
import type { Rtentry } from '../../net/route';
import { ifOperand, routeOperand } from '../../operands';
import { DROPPED, decide, decision, FORWARDED, settle } from '../../trace';
import { icmp_error } from '../icmp/error';
import { inOperands } from '../ipOperands';

const output = decision('ip_forward.output', {
  question: 'Did the output of IPv4 accept the packet?',
  outcomes: {
    accepted: {
      answer: 'Yes: it goes through {outif} to {nexthop}.',
      verdict: 'through {outif} to {nexthop}',
    },
    failed: {
      answer: 'No: {error}.',
      verdict: 'it could not be sent through {outif} to {nexthop} ({error})',
    },
  },
  reference: 'ip_forward (netinet/ip_input.c)',
});

/** Counts what ip_output answered. One that waits for its neighbour counts as forwarded. */
export function countOutput(host: Host, m: Mbuf, rt: Rtentry, nexthop: Uint8Array, error: number): void {
  const outcome = error === 0 ? output.accepted : output.failed;
  decide(
    host,
    output,
    outcome,
    RECORDING && {
      ...inOperands(m),
      outif: ifOperand(rt.rt_ifp),
      nexthop: nexthop.slice(),
      route: routeOperand(rt),
      error: errnoName(error),
    },
  );
  if (outcome === output.accepted) host.ipstat.ips_forward++;
  else host.ipstat.ips_cantforward++;
  settle(host, outcome === output.accepted ? FORWARDED : DROPPED);
}

const report = decision('ip_forward.error-report', {
  question: 'What is the sender told?',
  outcomes: {
    nothing: 'Nothing: the packet was sent.',
    redirect: 'The packet was sent, and there is a closer gateway.',
    'net-unreachable': 'Destination Unreachable, network unreachable, for {error}.',
    'host-unreachable': 'Destination Unreachable, host unreachable, for {error}.',
    'need-fragmentation': 'Destination Unreachable, fragmentation needed: {outif} carries {mtu} bytes.',
    'source-quench': 'Source Quench: {outif} has no room (net.inet.ip.sendsourcequench).',
    silent: 'Nothing: {error} is not reported.',
  },
  reference: 'RFC 1812 5.2.7, RFC 1191 4; ip_forward (netinet/ip_input.c)',
});

/**
 * Tells the sender of the packet, which is again as it came, how it went; `gateway` is a closer one, 0 for
 * none.
 */
export function tellSender(host: Host, m: Mbuf, rt: Rtentry, gateway: number, error: number): void {
  const { rt_ifp: ifp } = rt;
  const outcome = reportOf(host, gateway, error);
  decide(
    host,
    report,
    outcome,
    RECORDING && { error: errnoName(error), outif: ifOperand(ifp), mtu: ifp.mtu },
  );
  switch (outcome) {
    case report.redirect:
      host.ipstat.ips_redirectsent++;
      icmp_error(host, m, ICMP_REDIRECT, ICMP_REDIRECT_HOST, gateway, 0);
      return;
    case report.netUnreachable:
      icmp_error(host, m, ICMP_UNREACH, ICMP_UNREACH_NET, 0, 0);
      return;
    case report.hostUnreachable:
      icmp_error(host, m, ICMP_UNREACH, ICMP_UNREACH_HOST, 0, 0);
      return;
    case report.needFragmentation:
      icmp_error(host, m, ICMP_UNREACH, ICMP_UNREACH_NEEDFRAG, 0, ifp.mtu);
      return;
    case report.sourceQuench:
      icmp_error(host, m, ICMP_SOURCEQUENCH, 0, 0, 0);
  }
}

function reportOf(host: Host, gateway: number, error: number): number {
  switch (error) {
    case 0:
      return gateway === 0 ? report.nothing : report.redirect;
    case EMSGSIZE:
      return report.needFragmentation;
    case ENOBUFS:
      return host.sysctl4.sendsourcequench !== 0 ? report.sourceQuench : report.silent;
    case EACCES:
      return report.silent;
    case ENETUNREACH:
      return report.netUnreachable;
    default:
      return report.hostUnreachable;
  }
}
