/** Authentication header, inbound (ah6_input in netinet6/ah_input.c; RFC 4302 3.4). */
import { equalBytes, get16, get32 } from '../../wire/bytes';
import { IP6_PLEN, IPPROTO_AH } from '../../wire/ipv6';
import type { Host } from '../host';
import { M_AUTHIPDGM, M_AUTHIPHDR, type Mbuf } from '../net/mbuf';
import { DROPPED, decide, decision, enter, leave, settle } from '../trace';
import { AH_HDRLEN, ah6_calccksum, ahLength } from './ahCalccksum';
import type { Mac } from './algorithms/mac';
import { key_allocsa } from './allocsa';
import { deliver, IPSEC_DROPPED } from './decapsulate';
import { modeWords, replayWords, windowWords } from './inputWords';
import {
  ipsec_chkreplay,
  ipsec_updatereplay,
  isFreshOutcome,
  replayOperands,
  replayOutcome,
} from './replayWindow';
import { describeSa, type Secasvar } from './secasvar';
import { ipsec6_tunnel_validate } from './tunnelValidate';

const header = decision('ah6_input.header', {
  question: 'Can the authentication header be read?',
  outcomes: {
    whole: 'Yes.',
    'cut-off': {
      malformed: true,
      answer: 'No: {rest} bytes are left, and it has 12 before its check value.',
      verdict: 'it ends within its authentication header',
    },
    jumbogram: {
      answer: 'No: AH in a jumbogram is not supported.',
      verdict: 'it is a jumbogram, in which AH is not supported',
    },
  },
  reference: 'RFC 4302 2; ah6_input (netinet6/ah_input.c)',
});

const length = decision('ah6_input.length', {
  question: 'Is the header as long as the check value of the association wants it?',
  outcomes: {
    right: 'Yes: {length} bytes.',
    wrong: {
      answer: 'No: it says {length} bytes, and {mac} wants {wanted}.',
      verdict: 'its authentication header is {length} bytes long, and {mac} of {sa} wants {wanted}',
    },
    'cut-off': {
      malformed: true,
      answer: 'It says so, but only {rest} bytes are left.',
      verdict: 'it ends within the check value of its authentication header',
    },
  },
  reference: 'RFC 4302 2.2, 2.6; ah6_input (netinet6/ah_input.c)',
});

const replay = decision('ah6_input.replay', {
  question: 'Can a packet with this sequence number be accepted?',
  outcomes: replayWords('AH'),
  reference: 'RFC 4302 3.4.3; ipsec_chkreplay (netinet6/ipsec.c)',
});

const authentication = decision('ah6_input.authentication', {
  question: 'Is the packet what the owner of the key sent?',
  outcomes: {
    valid: 'Yes: the {icvlen} bytes of its check value are right ({mac}).',
    wrong: {
      answer: 'No: the {icvlen} bytes of its check value are not those that {mac} gives.',
      verdict: 'its AH check value is wrong for {sa} ({mac})',
    },
    unreadable: {
      malformed: true,
      answer: 'It cannot be told: an option of a header before it runs past the end of that header.',
      unreachable: 'a packet with such an option is dropped before its authentication header is looked at',
    },
  },
  reference: 'RFC 4302 3.4.4; ah6_calccksum (netinet6/ah_core.c)',
});

const window = decision('ah6_input.window', {
  question: 'Is the sequence number noted?',
  outcomes: windowWords,
  reference: 'RFC 4302 3.4.3; ipsec_updatereplay (netinet6/ipsec.c)',
});

const mode = decision('ah6_input.mode', {
  question: 'What becomes of what was authenticated?',
  outcomes: modeWords('authentication header'),
  reference: 'RFC 4301 5.2; ah6_input (netinet6/ah_input.c)',
});

/** As esp6_input, for an authentication header. */
export function ah6_input(host: Host, m: Mbuf, off: number, pointer: number): number {
  enter(host, 'ah6_input', m);
  const nxt = input(host, m, off, pointer);
  if (nxt === IPSEC_DROPPED) settle(host, DROPPED);
  leave(host);
  return nxt;
}

function input(host: Host, m: Mbuf, off: number, pointer: number): number {
  if (!isReadable(host, m, off)) return IPSEC_DROPPED;
  const sav = key_allocsa(host, m, IPPROTO_AH, get32(m.data, m.off + off + 4) >>> 0, off + 4);
  if (sav === null) {
    host.ipsec6stat.in_nosa++;
    return IPSEC_DROPPED;
  }
  if (!hasLength(host, m, off, sav)) return IPSEC_DROPPED;
  const seq = get32(m.data, m.off + off + 8) >>> 0;
  if (!isFresh(host, sav, seq, off) || !isAuthentic(host, m, off, sav)) return IPSEC_DROPPED;
  if (!noteSequence(host, sav, seq)) return IPSEC_DROPPED;
  return accept(host, m, off, pointer, sav);
}

function isReadable(host: Host, m: Mbuf, off: number): boolean {
  const rest = m.len - off;
  const jumbogram = get16(m.data, m.off + IP6_PLEN) === 0;
  const outcome = rest < AH_HDRLEN ? header.cutOff : jumbogram ? header.jumbogram : header.whole;
  decide(host, header, outcome, RECORDING && { rest });
  if (outcome === header.whole) return true;
  host.ipsec6stat.in_inval++;
  return false;
}

function hasLength(host: Host, m: Mbuf, off: number, sav: Secasvar): boolean {
  const { name, icvlen } = sav.auth as Mac;
  const given = 4 * (m.data[m.off + off + 1] + 2);
  const wanted = ahLength(icvlen);
  const rest = m.len - off;
  const outcome = given !== wanted ? length.wrong : rest < wanted ? length.cutOff : length.right;
  decide(
    host,
    length,
    outcome,
    RECORDING && {
      length: { value: given, at: { offset: off + 1, length: 1 } },
      wanted,
      rest,
      mac: name,
      sa: { value: describeSa(sav), origin: sav.origin },
    },
  );
  if (outcome === length.right) return true;
  host.ipsec6stat.in_inval++;
  return false;
}

function isFresh(host: Host, sav: Secasvar, seq: number, off: number): boolean {
  const outcome = replayOutcome(replay, ipsec_chkreplay(sav, seq));
  decide(host, replay, outcome, RECORDING && replayOperands(sav, seq, off + 8));
  if (isFreshOutcome(replay, outcome)) return true;
  host.ipsec6stat.in_ahreplay++;
  return false;
}

function isAuthentic(host: Host, m: Mbuf, off: number, sav: Secasvar): boolean {
  const mac = sav.auth as Mac;
  const icv = ah6_calccksum(m, off, mac);
  const right = icv !== null && equalBytes(icv, 0, m.data, m.off + off + AH_HDRLEN, mac.icvlen);
  const outcome =
    icv === null ? authentication.unreadable : right ? authentication.valid : authentication.wrong;
  decide(
    host,
    authentication,
    outcome,
    RECORDING && {
      icvlen: mac.icvlen,
      mac: mac.name,
      sa: { value: describeSa(sav), origin: sav.origin },
    },
  );
  if (outcome === authentication.unreadable) host.ipsec6stat.in_inval++;
  else if (outcome === authentication.wrong) host.ipsec6stat.in_ahauthfail++;
  else {
    m.flags |= M_AUTHIPHDR | M_AUTHIPDGM;
    host.ipsec6stat.in_ahauthsucc++;
  }
  return outcome === authentication.valid;
}

function noteSequence(host: Host, sav: Secasvar, seq: number): boolean {
  const outcome = ipsec_updatereplay(sav, seq) ? window.noted : window.usedUp;
  decide(host, window, outcome, RECORDING && { seq, lastseq: sav.lastseq });
  if (outcome === window.noted) return true;
  host.ipsec6stat.in_ahreplay++;
  return false;
}

function accept(host: Host, m: Mbuf, off: number, pointer: number, sav: Secasvar): number {
  const nxt = m.data[m.off + off];
  const from = m.off + off + ahLength((sav.auth as Mac).icvlen);
  const payload = m.data.subarray(from, m.off + m.len);
  const inside = ipsec6_tunnel_validate(host, m, payload, nxt, sav);
  decide(
    host,
    mode,
    inside ? mode.tunnel : mode.transport,
    RECORDING && { sa: { value: describeSa(sav), origin: sav.origin }, nxt },
  );
  return deliver(host, m, pointer, off, payload, nxt, sav, inside);
}
