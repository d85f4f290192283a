/** Encapsulating security payload, outbound (esp6_output in netinet6/esp_output.c; RFC 4303). */
import { put32 } from '../../wire/bytes';
import { ESP_HDRLEN, ESP_TAILLEN } from '../../wire/esp';
import { IPPROTO_ESP } from '../../wire/ipv6';
import { EINVAL, errnoName } from '../errno';
import type { Host } from '../host';
import { fault } from '../net/fault';
import { type Mbuf, m_setBytes } from '../net/mbuf';
import { random } from '../random';
import { decide, decision, enter, leave } from '../trace';
import type { Cipher } from './algorithms/cipher';
import { icvLength, type Secasvar } from './secasvar';
import { key_sa_recordxfer, nextSequence, sequenceOperands, sequenceWords } from './sequence';

const sequence = decision('esp6_output.sequence', {
  question: 'Which sequence number does the packet get?',
  outcomes: sequenceWords,
  reference: 'RFC 4303 3.3.3; esp_output (netinet6/esp_output.c)',
});

const encryption = decision('esp6_output.encryption', {
  question: 'Is the payload encrypted?',
  outcomes: {
    encrypted: 'Yes: {plen} bytes and {padlen} of padding, with {cipher} and an IV of {ivlen} bytes.',
    plain: 'No, as the association wants it (RFC 2410): {plen} bytes and {padlen} of padding.',
    failed: 'No: the cipher failed ({error}).',
  },
  reference: 'RFC 4303 3.3.2; esp_output (netinet6/esp_output.c)',
});

const authentication = decision('esp6_output.authentication', {
  question: 'Is a check value put behind it?',
  outcomes: {
    added: 'Yes: {icvlen} bytes of {mac}, over all from the SPI to the next header.',
    cipher: 'Yes: {icvlen} bytes that {cipher} makes, over SPI, sequence number and payload.',
    none: 'No: the association has no authentication.',
  },
  reference: 'RFC 4303 3.3.2; esp_auth (netinet6/esp_core.c)',
});

/**
 * Puts ESP in front of what begins at `off`; the number of that protocol stands at `pointer` and becomes
 * ESP's. 0, or an error number when the packet is gone. The payload length is left to the caller.
 */
export function esp6_output(host: Host, m: Mbuf, pointer: number, off: number, sav: Secasvar): number {
  enter(host, 'esp6_output', m);
  const error = output(host, m, pointer, off, sav);
  leave(host);
  return error;
}

function output(host: Host, m: Mbuf, pointer: number, off: number, sav: Secasvar): number {
  const seq = nextSequence(sav);
  const numbered = seq < 0 ? sequence.usedUp : sequence.next;
  decide(host, sequence, numbered, RECORDING && sequenceOperands(sav, seq));
  if (numbered === sequence.usedUp) {
    host.ipsec6stat.out_inval++;
    return EINVAL;
  }
  const error = encrypt(host, m, pointer, off, sav, seq);
  if (error !== 0) return error;
  authenticate(host, m, off, sav);
  host.ipsec6stat.out_success++;
  key_sa_recordxfer(sav, m.len);
  return 0;
}

function encrypt(host: Host, m: Mbuf, pointer: number, off: number, sav: Secasvar, seq: number): number {
  const cipher = sav.enc as Cipher;
  const plen = m.len - off;
  const extendsiz = trailerLength(plen, cipher.padbound);
  const error = fault(host, 'esp6_output', m);
  if (error === 0) {
    const nxt = m.data[m.off + pointer];
    const plain = new Uint8Array(plen + extendsiz);
    plain.set(m.data.subarray(m.off + off, m.off + m.len));
    fillPadding(host, sav, plain, plen);
    plain[plain.length - 2] = extendsiz - ESP_TAILLEN;
    plain[plain.length - 1] = nxt;
    m_setBytes(m, enclose(host, m, off, sav, seq, plain));
    m.data[pointer] = IPPROTO_ESP;
  }
  const outcome =
    error !== 0 ? encryption.failed : cipher.name === 'null' ? encryption.plain : encryption.encrypted;
  decide(
    host,
    encryption,
    outcome,
    RECORDING && {
      cipher: cipher.name,
      plen,
      padlen: extendsiz - ESP_TAILLEN,
      ivlen: cipher.ivlen,
      error: errnoName(error),
    },
  );
  if (outcome === encryption.failed) host.ipsec6stat.out_inval++;
  return error;
}

/** Headers, ESP header, IV, ciphertext, and room for the check value of a code. */
function enclose(
  host: Host,
  m: Mbuf,
  off: number,
  sav: Secasvar,
  seq: number,
  plain: Uint8Array,
): Uint8Array {
  const cipher = sav.enc as Cipher;
  const esphlen = ESP_HDRLEN + cipher.ivlen;
  const bytes = new Uint8Array(off + esphlen + plain.length + icvLength(sav));
  bytes.set(m.data.subarray(m.off, m.off + off));
  put32(bytes, off, sav.spi);
  put32(bytes, off + 4, seq);
  const iv = bytes.subarray(off + ESP_HDRLEN, off + esphlen);
  randomFill(host, iv);
  bytes.set(cipher.encrypt(iv, plain, bytes.subarray(off, off + ESP_HDRLEN)), off + esphlen);
  return bytes;
}

/**
 * Bytes of padding and trailer that bring the length to a multiple of the cipher's block, and of 4 at least.
 */
function trailerLength(plen: number, padbound: number): number {
  const bound = Math.max(4, padbound);
  const rest = bound - (plen % bound);
  return rest === 1 ? bound + 1 : rest;
}

function fillPadding(host: Host, sav: Secasvar, plain: Uint8Array, plen: number): void {
  if (sav.padding === 'zero-pad') return;
  if (sav.padding === 'random-pad') randomFill(host, plain.subarray(plen));
  else for (let i = plen; i < plain.length; i++) plain[i] = i - plen + 1;
}

/** Fills bytes from the host's random numbers (key_randomfill in netkey/key.c). */
function randomFill(host: Host, bytes: Uint8Array): void {
  let word = 0;
  for (let i = 0; i < bytes.length; i++) {
    word = (i & 3) === 0 ? random(host) : word >>> 8;
    bytes[i] = word & 0xff;
  }
}

function authenticate(host: Host, m: Mbuf, off: number, sav: Secasvar): void {
  const cipher = sav.enc as Cipher;
  const icvlen = icvLength(sav);
  const byCode = sav.auth !== null && sav.auth.icvlen > 0;
  const outcome = byCode ? authentication.added : icvlen > 0 ? authentication.cipher : authentication.none;
  if (sav.auth !== null && byCode) {
    const from = m.off + off;
    const end = m.off + m.len - sav.auth.icvlen;
    m.data.set(sav.auth.icv(m.data.subarray(from, end)), end);
  }
  decide(
    host,
    authentication,
    outcome,
    RECORDING && { icvlen, mac: sav.auth?.name ?? null, cipher: cipher.name },
  );
}
