/**
 * IPv4 options (ip_dooptions in netinet/ip_input.c, RFC 791 3.1): looked at by every machine that receives
 * the packet.
 */

import { ICMP_PARAMPROB, ICMP_UNREACH, ICMP_UNREACH_HOST, ICMP_UNREACH_SRCFAIL } from '../../wire/icmp';
import { IP_HDRLEN, IPOPT_EOL, IPOPT_LSRR, IPOPT_NOP, IPOPT_RR, IPOPT_SSRR, IPOPT_TS } from '../../wire/ipv4';
import type { Host } from '../host';
import { type Mbuf, m_unshare } from '../net/mbuf';
import { byteOperand } from '../operands';
import { DROPPED, decide, decision, enter, leave, settle } from '../trace';
import { icmp_error } from './icmp/error';
import { ip_forward } from './ipForward';
import { record } from './options/record';
import {
  FORWARD_BY_OPTION,
  OK,
  type OptionResult,
  UNREACHABLE_HOST,
  UNREACHABLE_ROUTE,
} from './options/result';
import { sourceRoute } from './options/sourceRoute';
import { stamp } from './options/timestamp';

/** Answers of ip_dooptions. */
const OPTIONS_DONE = 0;
export const OPTIONS_GONE = 1;

const option = decision('ip_dooptions.option', {
  question: 'Which option comes next?',
  outcomes: {
    end: 'None: that was the last.',
    skipped: 'Option {opt}, which is nothing to this machine.',
    'source-route': 'A source route: the packet names its own way.',
    'record-route': 'A record of the way, into which this machine writes itself.',
    timestamp: 'Timestamps, to which this machine adds its own.',
    'bad-length': {
      malformed: true,
      answer: 'Option {opt}, whose length is not possible.',
      verdict: 'the length of its option {opt} is not possible',
    },
  },
  reference: 'RFC 791 3.1; ip_dooptions (netinet/ip_input.c)',
});

/** Reads the options of a packet. OPTIONS_GONE when it was wrong, or goes where an option says. */
export function ip_dooptions(host: Host, m: Mbuf): number {
  enter(host, 'ip_dooptions', m);
  m_unshare(m);
  const answer = walk(host, m);
  leave(host);
  return answer;
}

function walk(host: Host, m: Mbuf): number {
  const hlen = (m.data[m.off] & 0xf) << 2;
  let forward = false;
  for (let at = IP_HDRLEN; ; ) {
    const outcome = next(m, at, hlen);
    const opt = at < hlen ? byteOperand(m, at) : null;
    decide(host, option, outcome, RECORDING && { opt });
    if (outcome === option.end) break;
    if (outcome === option.badLength) {
      settle(host, DROPPED);
      return bad(host, m, at + 1);
    }
    const result = act(host, m, at, outcome);
    if (result === FORWARD_BY_OPTION) forward = true;
    else if (result !== OK) return refuse(host, m, result);
    at += m.data[m.off + at] === IPOPT_NOP ? 1 : m.data[m.off + at + 1];
  }
  if (!forward || host.sysctl4.forwarding === 0) return OPTIONS_DONE;
  ip_forward(host, m, true);
  return OPTIONS_GONE;
}

function next(m: Mbuf, at: number, hlen: number): number {
  if (at >= hlen || m.data[m.off + at] === IPOPT_EOL) return option.end;
  const type = m.data[m.off + at];
  if (type === IPOPT_NOP) return option.skipped;
  const length = m.data[m.off + at + 1];
  if (at + 2 > hlen || length < 2 || at + length > hlen) return option.badLength;
  switch (type) {
    case IPOPT_LSRR:
    case IPOPT_SSRR:
      return option.sourceRoute;
    case IPOPT_RR:
      return option.recordRoute;
    case IPOPT_TS:
      return option.timestamp;
    default:
      return option.skipped;
  }
}

function act(host: Host, m: Mbuf, at: number, outcome: number): OptionResult {
  switch (outcome) {
    case option.sourceRoute:
      return sourceRoute(host, m, at);
    case option.recordRoute:
      return record(host, m, at);
    case option.timestamp:
      return stamp(host, m, at);
    default:
      return OK;
  }
}

/** The option was wrong, or cannot be followed: the decision before has settled that. */
function refuse(host: Host, m: Mbuf, result: OptionResult): number {
  if (result < 0) {
    if (result === UNREACHABLE_ROUTE) error(host, m, ICMP_UNREACH, ICMP_UNREACH_SRCFAIL);
    else if (result === UNREACHABLE_HOST) error(host, m, ICMP_UNREACH, ICMP_UNREACH_HOST);
    return OPTIONS_GONE;
  }
  return bad(host, m, result);
}

/** A parameter problem: the byte at `pointer` of the header is wrong. */
function bad(host: Host, m: Mbuf, pointer: number): number {
  error(host, m, ICMP_PARAMPROB, pointer);
  return OPTIONS_GONE;
}

function error(host: Host, m: Mbuf, type: number, code: number): void {
  host.ipstat.ips_badoptions++;
  icmp_error(host, m, type, code, 0, 0);
}
