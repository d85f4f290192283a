/** Scope zones: a packet may leave neither the zone of its source nor that of its destination. */
import { formatIpv6 } from '../../../wire/address';
import { ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_BEYONDSCOPE } from '../../../wire/icmp6';
import { IP6_DST, IP6_NXT, IP6_SRC } from '../../../wire/ipv6';
import { time_second } from '../../clock';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import type { Mbuf } from '../../net/mbuf';
import { addressOperand, ifOperand } from '../../operands';
import { branch, branchAfter, DROPPED, decide, decision, leaked, log, settle } from '../../trace';
import { in6_addrscope, in6_zone } from '../scope6';
import { lines } from './source';

const scopeWords: Readonly<Record<number, string>> = { 1: 'interface', 2: 'link', 5: 'site', 14: 'global' };

function scopeName(m: Mbuf, offset: number): string {
  return scopeWords[in6_addrscope(m.data, m.off + offset)];
}

/** Drops the packet without a word to anyone; the copy kept for errors is lost. */
function refuseSilently(host: Host, mcopy: Mbuf | null): void {
  settle(host, DROPPED);
  host.ip6stat.ip6s_cantforward++;
  host.ip6stat.ip6s_badscope++;
  if (mcopy !== null) leaked(host, 'mcopy');
}

/** True when the source stays in its zone on the way from `rcvif` to `ifp`; else the packet ended here. */
export function staysInSourceZone(
  host: Host,
  m: Mbuf,
  mcopy: Mbuf | null,
  rcvif: Ifnet,
  ifp: Ifnet,
  ipsecrt: boolean,
): boolean {
  const outzone = sourceZoneOut(host, m, mcopy, ifp);
  if (outzone < 0) return false;
  const inzone = sourceZoneIn(host, m, mcopy, rcvif);
  if (inzone < 0) return false;
  return isWithinSourceScope(host, m, mcopy, rcvif, ifp, ipsecrt, inzone, outzone);
}

const sourceZoneOutgoing = decision('ip6_forward.source-zone-out', {
  question: 'Does the source address have a zone on the outgoing interface?',
  outcomes: {
    none: {
      answer: 'No: {ip6_src} exists on loopback interfaces only, and {outif} is none.',
      verdict: 'its source {ip6_src} has no zone on {outif}, where it would leave',
    },
    known: 'Yes: zone {outzone} on {outif}.',
  },
  kernel: lines(419, 426),
  reference: 'RFC 4007 9',
});

function sourceZoneOut(host: Host, m: Mbuf, mcopy: Mbuf | null, ifp: Ifnet): number {
  const outzone = in6_zone(m.data, m.off + IP6_SRC, ifp);
  const none = branch(host, 420, outzone < 0);
  const outcome = decide(
    host,
    sourceZoneOutgoing,
    none ? sourceZoneOutgoing.none : sourceZoneOutgoing.known,
    RECORDING && { ip6_src: addressOperand(m, IP6_SRC), outif: ifOperand(ifp), outzone },
  );
  if (outcome === sourceZoneOutgoing.none) refuseSilently(host, mcopy);
  return outzone;
}

const sourceZoneIncoming = decision('ip6_forward.source-zone-in', {
  question: 'Does the source address have a zone on the receiving interface?',
  outcomes: {
    none: {
      answer: 'No: {ip6_src} exists on loopback interfaces only, and {rcvif} is none.',
      verdict: 'its source {ip6_src} has no zone on {rcvif}, where it came in',
    },
    known: 'Yes: zone {inzone} on {rcvif}.',
  },
  kernel: lines(427, 432),
  reference: 'RFC 4007 9',
});

function sourceZoneIn(host: Host, m: Mbuf, mcopy: Mbuf | null, rcvif: Ifnet): number {
  const inzone = in6_zone(m.data, m.off + IP6_SRC, rcvif);
  const none = branch(host, 427, inzone < 0);
  const outcome = decide(
    host,
    sourceZoneIncoming,
    none ? sourceZoneIncoming.none : sourceZoneIncoming.known,
    RECORDING && { ip6_src: addressOperand(m, IP6_SRC), rcvif: ifOperand(rcvif), inzone },
  );
  if (outcome === sourceZoneIncoming.none) refuseSilently(host, mcopy);
  return inzone;
}

const sourceScope = decision('ip6_forward.source-scope', {
  question: 'Would the packet leave the zone of its source address?',
  outcomes: {
    'same-zone': 'No: {rcvif} and {outif} are in the same zone for it, or the packet is tunnelled.',
    'beyond-scope': {
      answer: 'Yes: {scope} zone {inzone} on {rcvif}, {scope} zone {outzone} on {outif}.',
      verdict:
        "the packet would leave the zone of its source address ({rcvif}'s {scope} zone {inzone} -> {outif}'s {scope} zone {outzone})",
    },
  },
  kernel: lines(433, 457),
  reference: 'RFC 4443 3.1 code 2; RFC 4007 9',
});

function isWithinSourceScope(
  host: Host,
  m: Mbuf,
  mcopy: Mbuf | null,
  rcvif: Ifnet,
  ifp: Ifnet,
  ipsecrt: boolean,
  inzone: number,
  outzone: number,
): boolean {
  // The outer source of a tunnel is our own address: it may be of any zone.
  const beyond = branch(host, 433, inzone !== outzone && !ipsecrt);
  const outcome = decide(
    host,
    sourceScope,
    beyond ? sourceScope.beyondScope : sourceScope.sameZone,
    RECORDING && {
      ip6_src: addressOperand(m, IP6_SRC),
      scope: scopeName(m, IP6_SRC),
      rcvif: ifOperand(rcvif),
      outif: ifOperand(ifp),
      inzone,
      outzone,
      ipsecrt,
    },
  );
  if (outcome === sourceScope.sameZone) return true;
  settle(host, DROPPED);
  host.ip6stat.ip6s_cantforward++;
  host.ip6stat.ip6s_badscope++;
  // An "in" counter, yet of the interface by which the packet would have left.
  ifp.in6_ifstat.ifs6_in_discard++;
  logBeyondScope(host, m, rcvif, ifp);
  branchAfter(host, 452, mcopy !== null);
  if (mcopy !== null)
    host.surroundings.icmp6_error(host, mcopy, ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_BEYONDSCOPE, 0);
  return false;
}

const scopeLog = decision('ip6_forward.scope-log', {
  question: 'Has more than the log interval passed since the last log line of the forwarder?',
  outcomes: {
    logged: 'Yes: one line is logged.',
    quiet: 'No: nothing is logged.',
  },
  kernel: lines(442, 451),
  reference: 'ip6_forward (netinet6/ip6_forward.c); rate limit of log lines',
});

function logBeyondScope(host: Host, m: Mbuf, rcvif: Ifnet, ifp: Ifnet): void {
  const second = time_second(host);
  const due = branch(host, 442, host.ip6_log_time + host.sysctl.log_interval < second);
  const outcome = decide(
    host,
    scopeLog,
    due ? scopeLog.logged : scopeLog.quiet,
    RECORDING && {
      ip6_log_time: host.ip6_log_time,
      ip6_log_interval: host.sysctl.log_interval,
      time_second: second,
    },
  );
  if (outcome === scopeLog.quiet) return;
  host.ip6_log_time = second;
  const source = formatIpv6(m.data, m.off + IP6_SRC);
  const destination = formatIpv6(m.data, m.off + IP6_DST);
  const nxt = m.data[m.off + IP6_NXT];
  log(
    host,
    444,
    `cannot forward src ${source}, dst ${destination}, nxt ${nxt}, rcvif ${rcvif.name}, outif ${ifp.name}`,
  );
}

const destinationScope = decision('ip6_forward.destination-scope', {
  question: 'Would the packet leave the zone of its destination address?',
  outcomes: {
    'same-zone': 'No: {rcvif} and {outif} are in the same zone for it.',
    'no-zone': {
      answer: 'Yes: {ip6_dst} exists on loopback interfaces only.',
      verdict: 'its destination {ip6_dst} has no zone on {rcvif} or {outif}',
    },
    'beyond-scope': {
      answer: 'Yes: {scope} zone {inzone} on {rcvif}, {scope} zone {outzone} on {outif}.',
      verdict:
        "the packet would leave the zone of its destination address ({rcvif}'s {scope} zone {inzone} -> {outif}'s {scope} zone {outzone})",
    },
  },
  kernel: lines(466, 474),
  reference: 'RFC 4007 9',
});

/**
 * True when the destination stays in its zone; else the packet ended here, silently. A tunnel is not
 * exempted.
 */
export function staysInDestinationZone(
  host: Host,
  m: Mbuf,
  mcopy: Mbuf | null,
  rcvif: Ifnet,
  ifp: Ifnet,
): boolean {
  const inzone = in6_zone(m.data, m.off + IP6_DST, rcvif);
  const outzone = in6_zone(m.data, m.off + IP6_DST, ifp);
  const state = zonesAgree(inzone, outzone);
  branch(host, 467, state !== destinationScope.sameZone);
  const outcome = decide(
    host,
    destinationScope,
    state,
    RECORDING && {
      ip6_dst: addressOperand(m, IP6_DST),
      scope: scopeName(m, IP6_DST),
      rcvif: ifOperand(rcvif),
      outif: ifOperand(ifp),
      inzone,
      outzone,
    },
  );
  if (outcome === destinationScope.sameZone) return true;
  refuseSilently(host, mcopy);
  return false;
}

function zonesAgree(inzone: number, outzone: number): number {
  if (inzone < 0 || outzone < 0) return destinationScope.noZone;
  return inzone === outzone ? destinationScope.sameZone : destinationScope.beyondScope;
}
