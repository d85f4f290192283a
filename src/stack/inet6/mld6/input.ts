/** Queries and reports that arrive (mld_input). RFC 2710 5. */
import {
  ICMP6_TYPE,
  MLD_ADDR,
  MLD_HDRLEN,
  MLD_LISTENER_QUERY,
  MLD_LISTENER_REPORT,
} from '../../../wire/icmp6';
import { IP6_SRC } from '../../../wire/ipv6';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import type { Mbuf } from '../../net/mbuf';
import { addressOperand, ifOperand } from '../../operands';
import {
  branch,
  DELIVERED,
  DROPPED,
  decide,
  decision,
  enter,
  leaked,
  leave,
  settle,
  switched,
} from '../../trace';
import { isLinkLocal } from '../scope6';
import { queryInput } from './query';
import { reportInput } from './report';
import { setscope } from './setscope';
import { lines } from './source';

const header = decision('mld_input.header', {
  question: 'Is the MLD message there as a whole?',
  outcomes: {
    whole: 'Yes.',
    'too-short': {
      malformed: true,
      answer: 'No: there are {length} bytes of {needed}.',
      verdict: 'its MLD message has {length} bytes, fewer than {needed}',
    },
  },
  kernel: lines(335, 339),
  reference: 'RFC 2710 3',
});

const source = decision('mld_input.source', {
  // Neither a hop limit of 1 nor the router alert is asked for.
  question: 'Does the message come from a link-local address?',
  outcomes: {
    'link-local': 'Yes: {ip6_src}.',
    other: {
      answer: 'No: {ip6_src}.',
      verdict: 'an MLD message from {ip6_src}, which is no link-local address',
    },
  },
  kernel: lines(343, 370),
  reference: 'RFC 2710 3; RFC 3590 4',
});

const zone = decision('mld_input.zone', {
  question: 'Has the group {group} a zone on {rcvif}?',
  outcomes: {
    known: 'Yes.',
    none: {
      answer: 'No.',
      verdict: 'an MLD message about {group}, which has no zone on {rcvif}',
    },
  },
  kernel: lines(376, 380),
  reference: 'RFC 4007 6; mld_input (netinet6/mld6.c)',
});

const type = decision('mld_input.type', {
  question: 'Which MLD message is it?',
  outcomes: {
    query: {
      answer: 'A query about {group}.',
      verdict: 'a multicast listener query about {group}',
    },
    report: {
      answer: 'A report of {group}.',
      verdict: 'a multicast listener report of {group}',
    },
    other: {
      answer: 'Another (type {type}), which is ignored.',
      verdict: 'a multicast listener message of type {type}, which is ignored',
    },
  },
  kernel: lines(394, 488),
  reference: 'RFC 2710 3',
});

/**
 * Takes the message at `off` of a packet, as icmp6_input hands it over: checksum and length are verified
 * there.
 */
export function mld_input(host: Host, m: Mbuf, off: number): void {
  enter(host, 'mld_input', m);
  input(host, m, off, m.rcvif as Ifnet);
  leave(host);
}

function input(host: Host, m: Mbuf, off: number, ifp: Ifnet): void {
  if (!isWhole(host, m, off) || !isFromLink(host, m)) return;
  const group = groupOf(host, m, off, ifp);
  if (group === null) return;
  const messageType = m.data[m.off + off + ICMP6_TYPE];
  switched(host, 394, messageType);
  const outcome = decide(
    host,
    type,
    typeOutcome(messageType),
    RECORDING && {
      type: { value: messageType, at: { offset: off, length: 1 } },
      group: addressOperand(m, off + MLD_ADDR),
      ip6_src: addressOperand(m, IP6_SRC),
    },
  );
  settle(host, DELIVERED);
  if (outcome === type.query) queryInput(host, m, off, ifp, group);
  else if (outcome === type.report) reportInput(host, m, off, ifp, group);
}

function isWhole(host: Host, m: Mbuf, off: number): boolean {
  const length = m.len - off;
  const short = branch(host, 336, length < MLD_HDRLEN);
  const outcome = decide(
    host,
    header,
    short ? header.tooShort : header.whole,
    RECORDING && { length, needed: MLD_HDRLEN },
  );
  if (outcome === header.whole) return true;
  host.icmp6stat.icp6s_tooshort++;
  settle(host, DROPPED);
  return false;
}

function isFromLink(host: Host, m: Mbuf): boolean {
  const other = branch(host, 343, !isLinkLocal(m.data, m.off + IP6_SRC));
  const outcome = decide(
    host,
    source,
    other ? source.other : source.linkLocal,
    RECORDING && { ip6_src: addressOperand(m, IP6_SRC) },
  );
  if (outcome === source.linkLocal) return true;
  settle(host, DROPPED);
  return false;
}

/** The group of the message with the zone of the interface, or null. */
function groupOf(host: Host, m: Mbuf, off: number, ifp: Ifnet): Uint8Array | null {
  const at = m.off + off + MLD_ADDR;
  const group = m.data.slice(at, at + 16);
  const none = branch(host, 376, !setscope(host, group, ifp, m));
  const outcome = decide(
    host,
    zone,
    none ? zone.none : zone.known,
    RECORDING && { group: addressOperand(m, off + MLD_ADDR), rcvif: ifOperand(ifp) },
  );
  if (outcome === zone.known) return group;
  settle(host, DROPPED);
  // Only the first buffer of the packet is freed here.
  if (m.firstLen < m.len) leaked(host, 'packet');
  return null;
}

function typeOutcome(messageType: number): number {
  if (messageType === MLD_LISTENER_QUERY) return type.query;
  return messageType === MLD_LISTENER_REPORT ? type.report : type.other;
}
