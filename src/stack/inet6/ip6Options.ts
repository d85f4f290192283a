/**
 * Options of hop-by-hop and destination headers (ip6_hopopts_input, ip6_unknown_opt, dest6_input in netinet6;
 * RFC 8200 4.2).
 */
import { get16, get32 } from '../../wire/bytes';
import { ICMP6_PARAM_PROB, ICMP6_PARAMPROB_HEADER, ICMP6_PARAMPROB_OPTION } from '../../wire/icmp6';
import { IP6_DST, IP6_HDRLEN, IP6_PLEN } from '../../wire/ipv6';
import type { Host } from '../host';
import type { Ifnet } from '../net/if';
import { M_BCAST, M_MCAST, type Mbuf } from '../net/mbuf';
import { DROPPED, decide, decision, enter, leave, settle } from '../trace';

export const IP6OPT_PAD1 = 0x00;
export const IP6OPT_PADN = 0x01;
export const IP6OPT_ROUTER_ALERT = 0x05;
const IP6OPT_JUMBO = 0xc2;

/**
 * Bytes behind the first two of options that have but one length: one that says another is told so, if there
 * is room for the right one.
 */
const fixedLength: Readonly<Record<number, number>> = { [IP6OPT_ROUTER_ALERT]: 2, [IP6OPT_JUMBO]: 4 };

/** What the hop-by-hop options said, as bits; HOPOPTS_GONE when the packet is gone. */
export const HOPOPTS_GONE = -1;
export const HOPOPTS_ROUTER_ALERT = 1;
export const HOPOPTS_JUMBO = 2;

const hopopts = decision('ip6_hopopts_input.header', {
  question: 'Is the hop-by-hop header there as a whole?',
  outcomes: {
    whole: 'Yes.',
    'cut-off': {
      malformed: true,
      answer: 'No: the packet ends within it.',
      verdict: 'the packet ends within its hop-by-hop header',
    },
  },
  reference: 'RFC 8200 4.3; ip6_hopopts_input (netinet6/ip6_input.c)',
});

const hopOption = decision('ip6_process_hopopts.option', {
  question: 'What does the next hop-by-hop option ask for?',
  outcomes: {
    padding: 'Nothing: it is padding.',
    'router-alert': 'That routers look at the packet.',
    jumbo: 'A payload length of {jumbo}.',
    unknown: 'Option type {type} is not known here.',
    'cut-off': {
      malformed: true,
      answer: 'The header ends within it.',
      verdict: 'a hop-by-hop option runs past the end of its header',
    },
    'alert-length': {
      malformed: true,
      answer: 'A router alert whose length is {length}, not 2.',
      verdict: 'its router alert option has length {length}, not 2',
    },
    'jumbo-length': {
      malformed: true,
      answer: 'A jumbo payload option whose length is {length}, not 4.',
      verdict: 'its jumbo payload option has length {length}, not 4',
    },
    'jumbo-twice': {
      malformed: true,
      answer: 'A jumbo payload, though the packet has a payload length already.',
      verdict: 'it has a jumbo payload option and a payload length as well',
    },
    'jumbo-again': {
      malformed: true,
      answer: 'A second jumbo payload.',
      verdict: 'it has two jumbo payload options',
    },
    'jumbo-small': {
      malformed: true,
      answer: 'A jumbo payload length of {jumbo}, which needs no jumbo payload.',
      verdict: 'its jumbo payload length is {jumbo}, which an ordinary packet can have',
    },
  },
  reference: 'RFC 8200 4.3, RFC 2675, RFC 2711; ip6_process_hopopts (netinet6/ip6_input.c)',
});

const unknownOption = decision('ip6_unknown_opt.action', {
  question: 'What do the two highest bits of the unknown option type ask for?',
  outcomes: {
    skip: 'To skip the option.',
    discard: {
      answer: 'To drop the packet silently.',
      verdict: 'option type {type} is not known here, and asks that the packet be dropped',
    },
    report: {
      answer: 'To drop the packet and to say so.',
      verdict: 'option type {type} is not known here, and asks that its sender be told',
    },
    'no-report': {
      answer: 'To drop the packet and to say so unless it is for a group, as this one is.',
      verdict: 'option type {type} is not known here, and the packet is for a group',
    },
  },
  reference: 'RFC 8200 4.2; ip6_unknown_opt (netinet6/ip6_input.c)',
});

const destOptions = decision('dest6_input.options', {
  question: 'Can the destination options be read to their end?',
  outcomes: {
    read: 'Yes.',
    'cut-off': {
      malformed: true,
      answer: 'No: the packet or the header ends within them.',
      verdict: 'its destination options run past the end of their header or of the packet',
    },
    refused: {
      answer: 'No: an option is not known here and must not be skipped.',
      verdict: 'a destination option is not known here and must not be skipped',
    },
  },
  reference: 'RFC 8200 4.6; dest6_input (netinet6/dest6.c)',
});

/** Processes the hop-by-hop header that follows the IPv6 header: HOPOPTS_* bits, or HOPOPTS_GONE. */
export function ip6_hopopts_input(host: Host, m: Mbuf): number {
  enter(host, 'ip6_hopopts_input', m);
  const found = hopoptsInput(host, m);
  leave(host);
  return found;
}

function hopoptsInput(host: Host, m: Mbuf): number {
  const whole = headerEnd(m, IP6_HDRLEN) > 0 ? hopopts.whole : hopopts.cutOff;
  if (decide(host, hopopts, whole, RECORDING && { len: m.len }) === hopopts.cutOff) {
    host.ip6stat.ip6s_tooshort++;
    (m.rcvif as Ifnet).in6_ifstat.ifs6_in_truncated++;
    settle(host, DROPPED);
    return HOPOPTS_GONE;
  }
  return ip6_process_hopopts(host, m, IP6_HDRLEN + 2, headerEnd(m, IP6_HDRLEN));
}

/**
 * Where the jumbo payload length stands, from the start of a packet whose options are HOPOPTS_JUMBO (RFC 2675
 * 2).
 */
export function jumboLengthAt(m: Mbuf): number {
  let at = IP6_HDRLEN + 2;
  while (m.data[m.off + at] !== IP6OPT_JUMBO) {
    at += m.data[m.off + at] === IP6OPT_PAD1 ? 1 : 2 + m.data[m.off + at + 1];
  }
  return at + 2;
}

/** Where the options header at `off` ends, from the start of the packet; 0 when the packet ends before. */
function headerEnd(m: Mbuf, off: number): number {
  if (m.len < off + 8) return 0;
  const end = off + (m.data[m.off + off + 1] + 1) * 8;
  return end > m.len ? 0 : end;
}

function ip6_process_hopopts(host: Host, m: Mbuf, from: number, end: number): number {
  let bits = 0;
  let at = from;
  while (at < end) {
    const outcome = judgeHopOption(m, at, end, bits);
    decide(
      host,
      hopOption,
      outcome,
      RECORDING && {
        type: { value: m.data[m.off + at], at: { offset: at, length: 1 } },
        length: m.data[m.off + at + 1],
        jumbo: at + 6 <= end ? get32(m.data, m.off + at + 2) : 0,
      },
    );
    if (outcome === hopOption.unknown) {
      const size = ip6_unknown_opt(host, m, at);
      if (size < 0) return HOPOPTS_GONE;
      at += size;
      continue;
    }
    if (outcome === hopOption.routerAlert) bits |= HOPOPTS_ROUTER_ALERT;
    else if (outcome === hopOption.jumbo) bits |= HOPOPTS_JUMBO;
    else if (outcome !== hopOption.padding) return refuseHopOption(host, m, at, outcome);
    at += m.data[m.off + at] === IP6OPT_PAD1 ? 1 : 2 + m.data[m.off + at + 1];
  }
  return bits;
}

function judgeHopOption(m: Mbuf, at: number, end: number, bits: number): number {
  const type = m.data[m.off + at];
  if (type === IP6OPT_PAD1) return hopOption.padding;
  if (at + 2 > end) return hopOption.cutOff;
  const length = m.data[m.off + at + 1];
  if (at + 2 + (fixedLength[type] ?? length) > end) return hopOption.cutOff;
  if (type === IP6OPT_PADN) return hopOption.padding;
  if (type === IP6OPT_ROUTER_ALERT) {
    return length === fixedLength[type] ? hopOption.routerAlert : hopOption.alertLength;
  }
  return type === IP6OPT_JUMBO ? judgeJumbo(m, at, length, bits) : hopOption.unknown;
}

function judgeJumbo(m: Mbuf, at: number, length: number, bits: number): number {
  if (length !== fixedLength[IP6OPT_JUMBO]) return hopOption.jumboLength;
  if (get16(m.data, m.off + IP6_PLEN) !== 0) return hopOption.jumboTwice;
  if ((bits & HOPOPTS_JUMBO) !== 0) return hopOption.jumboAgain;
  return get32(m.data, m.off + at + 2) <= 0xffff ? hopOption.jumboSmall : hopOption.jumbo;
}

/** A broken option drops the packet; where the sender made it so, it is told which byte is wrong. */
function refuseHopOption(host: Host, m: Mbuf, at: number, outcome: number): number {
  settle(host, DROPPED);
  if (outcome === hopOption.cutOff) {
    host.ip6stat.ip6s_toosmall++;
    return HOPOPTS_GONE;
  }
  const wrongLength = outcome === hopOption.alertLength || outcome === hopOption.jumboLength;
  if (!wrongLength) host.ip6stat.ip6s_badoptions++;
  const pointer = wrongLength ? at + 1 : outcome === hopOption.jumboTwice ? at : at + 2;
  host.surroundings.icmp6_error(host, m, ICMP6_PARAM_PROB, ICMP6_PARAMPROB_HEADER, pointer);
  return HOPOPTS_GONE;
}

/**
 * What an option of unknown type at `at` asks for: its size when it is to be skipped, -1 when the packet is
 * gone.
 */
function ip6_unknown_opt(host: Host, m: Mbuf, at: number): number {
  const type = m.data[m.off + at];
  const outcome = unknownOutcome(m, type);
  decide(host, unknownOption, outcome, RECORDING && { type: { value: type, at: { offset: at, length: 1 } } });
  if (outcome === unknownOption.skip) return 2 + m.data[m.off + at + 1];
  settle(host, DROPPED);
  if (outcome === unknownOption.discard) return -1;
  host.ip6stat.ip6s_badoptions++;
  if (outcome === unknownOption.report) {
    host.surroundings.icmp6_error(host, m, ICMP6_PARAM_PROB, ICMP6_PARAMPROB_OPTION, at);
  }
  return -1;
}

function unknownOutcome(m: Mbuf, type: number): number {
  switch (type & 0xc0) {
    case 0x00:
      return unknownOption.skip;
    case 0x40:
      return unknownOption.discard;
    case 0x80:
      return unknownOption.report;
    default: {
      const group = m.data[m.off + IP6_DST] === 0xff || (m.flags & (M_BCAST | M_MCAST)) !== 0;
      return group ? unknownOption.noReport : unknownOption.report;
    }
  }
}

/**
 * Processes a destination options header at `off`: where the next header begins, -1 when the packet is gone.
 */
export function dest6_input(host: Host, m: Mbuf, off: number): number {
  enter(host, 'dest6_input', m);
  const end = headerEnd(m, off);
  const stopped = end === 0 ? destOptions.cutOff : walkDestOptions(host, m, off + 2, end);
  decide(host, destOptions, stopped, RECORDING && { offset: off });
  if (stopped === destOptions.cutOff) {
    if (end === 0) {
      host.ip6stat.ip6s_tooshort++;
      (m.rcvif as Ifnet).in6_ifstat.ifs6_in_truncated++;
    } else {
      host.ip6stat.ip6s_toosmall++;
    }
    settle(host, DROPPED);
  }
  leave(host);
  return stopped === destOptions.read ? end : -1;
}

function walkDestOptions(host: Host, m: Mbuf, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const type = m.data[m.off + at];
    if (type === IP6OPT_PAD1) {
      at++;
      continue;
    }
    if (at + 2 > end || at + 2 + m.data[m.off + at + 1] > end) return destOptions.cutOff;
    if (type === IP6OPT_PADN) {
      at += 2 + m.data[m.off + at + 1];
      continue;
    }
    const size = ip6_unknown_opt(host, m, at);
    if (size < 0) return destOptions.refused;
    at += size;
  }
  return destOptions.read;
}
