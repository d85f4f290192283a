/** Encapsulating security payload, inbound (esp6_input in netinet6/esp_input.c; RFC 4303 3.4). */
import { equalBytes, get16, get32 } from '../../wire/bytes';
import { ESP_HDRLEN, ESP_TAILLEN } from '../../wire/esp';
import { IP6_PLEN, IPPROTO_ESP } from '../../wire/ipv6';
import type { Host } from '../host';
import { M_AUTHIPDGM, M_DECRYPTED, type Mbuf } from '../net/mbuf';
import { DROPPED, decide, decision, enter, leave, settle } from '../trace';
import type { Cipher } from './algorithms/cipher';
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
import { authenticates, describeSa, icvLength, type Secasvar } from './secasvar';
import { ipsec6_tunnel_validate } from './tunnelValidate';

const header = decision('esp6_input.header', {
  question: 'Can the ESP header be read?',
  outcomes: {
    whole: 'Yes.',
    'cut-off': {
      malformed: true,
      answer: 'No: {rest} bytes are left, and it has 8.',
      verdict: 'it ends within its ESP header',
    },
    jumbogram: {
      answer: 'No: ESP in a jumbogram is not supported.',
      verdict: 'it is a jumbogram, in which ESP is not supported',
    },
  },
  reference: 'RFC 4303 2; esp6_input (netinet6/esp_input.c)',
});

const replay = decision('esp6_input.replay', {
  question: 'Can a packet with this sequence number be accepted?',
  outcomes: {
    unchecked: 'It is not asked: nothing vouches for sequence numbers of this association.',
    ...replayWords('ESP'),
  },
  reference: 'RFC 4303 3.4.3; ipsec_chkreplay (netinet6/ipsec.c)',
});

const authentication = decision('esp6_input.authentication', {
  question: 'Is the packet what the owner of the key sent?',
  outcomes: {
    none: 'It is not asked: the association has no authentication.',
    valid: 'Yes: the {icvlen} bytes of its check value are right ({algorithm}).',
    wrong: {
      answer: 'No: the {icvlen} bytes of its check value are not those that {algorithm} gives.',
      verdict: 'its ESP check value is wrong for {sa} ({algorithm})',
    },
    'cut-off': {
      answer: 'No: {rest} bytes hold no ESP header, IV and check value of {icvlen} bytes.',
      verdict: 'it is too short for the check value of {sa}',
    },
  },
  reference: 'RFC 4303 3.4.4.1; esp_auth (netinet6/esp_core.c)',
});

const window = decision('esp6_input.window', {
  question: 'Is the sequence number noted?',
  outcomes: windowWords,
  reference: 'RFC 4303 3.4.3; ipsec_updatereplay (netinet6/ipsec.c)',
});

const decryption = decision('esp6_input.decryption', {
  question: 'Can the payload be decrypted?',
  outcomes: {
    decrypted: 'Yes: {length} bytes with {cipher}. The packet is marked as decrypted.',
    plain: 'It is not encrypted (RFC 2410), and counts as decrypted all the same.',
    'too-short': {
      answer: 'No: {length} bytes hold no trailer.',
      verdict: 'it is too short for what {sa} encrypts',
    },
    'not-blocks': {
      answer: 'No: {length} bytes are no whole blocks of {cipher}.',
      verdict: 'its ESP payload of {length} bytes is no whole number of blocks of {cipher}',
    },
  },
  reference: 'RFC 4303 3.4.4; esp6_input (netinet6/esp_input.c)',
});

const padding = decision('esp6_input.padding', {
  question: 'Does the trailer fit what was decrypted?',
  outcomes: {
    fits: 'Yes: {padlen} bytes of padding, next header {nxt}.',
    'too-long': {
      answer: 'No: it claims {padlen} bytes of padding, more than there are. The key may be another.',
      verdict: 'its decrypted trailer claims {padlen} bytes of padding, more than there are',
    },
  },
  reference: 'RFC 4303 2.4, 2.5; esp6_input (netinet6/esp_input.c)',
});

const mode = decision('esp6_input.mode', {
  question: 'What becomes of the plaintext?',
  outcomes: modeWords('ESP header'),
  reference: 'RFC 4301 5.2; esp6_input (netinet6/esp_input.c)',
});

/**
 * Takes ESP off a packet of ours: `off` is where its header begins, `pointer` where the number of its
 * protocol stands. The protocol of what follows at `off` then, or a negative number when the packet ends
 * here.
 */
export function esp6_input(host: Host, m: Mbuf, off: number, pointer: number): number {
  enter(host, 'esp6_input', m);
  const nxt = input(host, m, off, pointer);
  if (nxt === IPSEC_DROPPED) settle(host, DROPPED);
  leave(host);
  return nxt;
}

function input(host: Host, m: Mbuf, off: number, pointer: number): number {
  if (!isReadable(host, m, off)) return IPSEC_DROPPED;
  const sav = key_allocsa(host, m, IPPROTO_ESP, get32(m.data, m.off + off) >>> 0, off);
  if (sav === null) {
    host.ipsec6stat.in_nosa++;
    return IPSEC_DROPPED;
  }
  const seq = get32(m.data, m.off + off + 4) >>> 0;
  if (!isFresh(host, sav, seq, off)) return IPSEC_DROPPED;
  const plain = open(host, m, off, sav, seq);
  if (plain === null) return IPSEC_DROPPED;
  const payload = trim(host, plain);
  if (payload === null) return IPSEC_DROPPED;
  const nxt = plain[plain.length - 1];
  const inside = ipsec6_tunnel_validate(host, m, payload, nxt, sav);
  decide(
    host,
    mode,
    inside ? mode.tunnel : mode.transport,
    RECORDING && { sa: { value: describeSa(sav), origin: sav.origin }, nxt },
  );
  return deliver(host, m, pointer, off, payload, nxt, sav, inside);
}

function isReadable(host: Host, m: Mbuf, off: number): boolean {
  const rest = m.len - off;
  const jumbogram = get16(m.data, m.off + IP6_PLEN) === 0;
  const outcome = rest < ESP_HDRLEN ? header.cutOff : jumbogram ? header.jumbogram : header.whole;
  decide(host, header, outcome, RECORDING && { rest });
  if (outcome === header.whole) return true;
  host.ipsec6stat.in_inval++;
  return false;
}

/** Asked before the packet is authenticated, for it costs less. */
function isFresh(host: Host, sav: Secasvar, seq: number, off: number): boolean {
  const outcome = authenticates(sav) ? replayOutcome(replay, ipsec_chkreplay(sav, seq)) : replay.unchecked;
  decide(host, replay, outcome, RECORDING && replayOperands(sav, seq, off + 4));
  if (isFreshOutcome(replay, outcome)) return true;
  host.ipsec6stat.in_espreplay++;
  return false;
}

/** Where the parts of the packet lie in its buffer. */
interface Layout {
  /** The ESP header. */
  readonly from: number;
  /** What is encrypted, behind the IV. */
  readonly data: number;
  /** The check value of a code, up to the packet's end. */
  readonly end: number;
  /** Bytes of plaintext: below 0 when the packet is too short. */
  readonly length: number;
}

function layoutOf(m: Mbuf, off: number, sav: Secasvar, cipher: Cipher): Layout {
  const from = m.off + off;
  const data = from + ESP_HDRLEN + cipher.ivlen;
  const end = m.off + m.len - (sav.auth?.icvlen ?? 0);
  return { from, data, end, length: end - cipher.icvlen - data };
}

/** Authenticates, notes the sequence number and decrypts: plaintext with padding and trailer, or null. */
function open(host: Host, m: Mbuf, off: number, sav: Secasvar, seq: number): Uint8Array | null {
  const cipher = sav.enc as Cipher;
  const layout = layoutOf(m, off, sav, cipher);
  // A cipher with a check value of its own says only by decrypting whether it is right.
  const opened = cipher.icvlen > 0 && layout.length >= 0 ? decrypt(m, layout, cipher) : null;
  if (!isAuthentic(host, m, sav, layout, opened)) return null;
  if (authenticates(sav) && !noteSequence(host, sav, seq)) return null;
  if (!isDecryptable(host, sav, layout.length)) return null;
  m.flags |= M_DECRYPTED;
  return opened ?? decrypt(m, layout, cipher);
}

function decrypt(m: Mbuf, { from, data, end }: Layout, cipher: Cipher): Uint8Array | null {
  const iv = m.data.subarray(from + ESP_HDRLEN, data);
  return cipher.decrypt(iv, m.data.subarray(data, end), m.data.subarray(from, from + ESP_HDRLEN));
}

function isAuthentic(host: Host, m: Mbuf, sav: Secasvar, layout: Layout, opened: Uint8Array | null): boolean {
  const outcome = authenticity(m, sav, layout, opened);
  decide(
    host,
    authentication,
    outcome,
    RECORDING && {
      icvlen: icvLength(sav),
      algorithm: sav.auth?.name ?? sav.enc?.name ?? null,
      rest: m.off + m.len - layout.from,
      sa: { value: describeSa(sav), origin: sav.origin },
    },
  );
  if (outcome === authentication.none) return true;
  if (outcome === authentication.cutOff) host.ipsec6stat.in_inval++;
  else if (outcome === authentication.wrong) host.ipsec6stat.in_espauthfail++;
  else {
    m.flags |= M_AUTHIPDGM;
    host.ipsec6stat.in_espauthsucc++;
  }
  return outcome === authentication.valid;
}

function authenticity(
  m: Mbuf,
  sav: Secasvar,
  { from, end, length }: Layout,
  opened: Uint8Array | null,
): number {
  if (!authenticates(sav)) return authentication.none;
  if (length < 0) return authentication.cutOff;
  const right =
    sav.auth !== null && sav.auth.icvlen > 0
      ? equalBytes(sav.auth.icv(m.data.subarray(from, end)), 0, m.data, end, sav.auth.icvlen)
      : opened !== null;
  return right ? authentication.valid : authentication.wrong;
}

function noteSequence(host: Host, sav: Secasvar, seq: number): boolean {
  const outcome = ipsec_updatereplay(sav, seq) ? window.noted : window.usedUp;
  decide(host, window, outcome, RECORDING && { seq, lastseq: sav.lastseq });
  if (outcome === window.noted) return true;
  host.ipsec6stat.in_espreplay++;
  return false;
}

function isDecryptable(host: Host, sav: Secasvar, length: number): boolean {
  const { name, padbound } = sav.enc as Cipher;
  const outcome = decryptability(name, padbound, length);
  decide(
    host,
    decryption,
    outcome,
    RECORDING && { cipher: name, length, sa: { value: describeSa(sav), origin: sav.origin } },
  );
  if (outcome === decryption.decrypted || outcome === decryption.plain) return true;
  host.ipsec6stat.in_inval++;
  return false;
}

function decryptability(name: string, padbound: number, length: number): number {
  if (length < ESP_TAILLEN) return decryption.tooShort;
  if (length % padbound !== 0) return decryption.notBlocks;
  return name === 'null' ? decryption.plain : decryption.decrypted;
}

/** The payload without padding and trailer; null when the trailer cannot be true. */
function trim(host: Host, plain: Uint8Array): Uint8Array | null {
  const padlen = plain[plain.length - 2];
  const length = plain.length - ESP_TAILLEN - padlen;
  const outcome = length < 0 ? padding.tooLong : padding.fits;
  decide(host, padding, outcome, RECORDING && { padlen, nxt: plain[plain.length - 1] });
  if (outcome === padding.fits) return plain.subarray(0, length);
  host.ipsec6stat.in_inval++;
  return null;
}
