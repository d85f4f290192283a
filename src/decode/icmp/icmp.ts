/** ICMP (RFC 792, 950, 1191, 1256, 4884, 5944, 8335). */
import { get16, get32 } from '../../wire/bytes';
import {
  ICMP_ECHO,
  ICMP_MASKREPLY,
  ICMP_MASKREQ,
  ICMP_PARAMPROB,
  ICMP_REDIRECT,
  ICMP_ROUTERADVERT,
  ICMP_ROUTERADVERT_NOROUTE_COMMON,
  ICMP_SOURCEQUENCH,
  ICMP_TIMXCEED,
  ICMP_TSTAMP,
  ICMP_TSTAMPREPLY,
  ICMP_UNREACH,
} from '../../wire/icmp';
import { IPPROTO_ICMP } from '../../wire/ipv6';
import { add8, add16, add32, addBytes } from '../append';
import { addChecksum, type ChecksumFields, checksumSum } from '../checksum';
import { dissectData } from '../data';
import { type Dissection, GENERATED } from '../dissection';
import { addAnswered, rememberRequest } from '../echo';
import { SEVERITY } from '../expert';
import { dissectQuoted } from '../quoted';
import { type Handle, ipProtocols } from '../tables';
import { addEchoTime } from './echoTime';
import { dissectStructure } from './extensions';
import { ICMP } from './fields';
import { dissectMobileExtensions } from './mobileIp';

const CHECKSUM: ChecksumFields = {
  checksum: ICMP.checksum,
  status: ICMP.checksumStatus,
  bad: ICMP.checksumBad,
  badSeverity: SEVERITY.warn,
};

/** Quoted packets are at least this long when extensions follow (RFC 4884 4). */
const QUOTE_LENGTH = 128;

const INFORMATION_REQUEST = 15;
const INFORMATION_REPLY = 16;
const EXTENDED_ECHO_REQUEST = 42;
const EXTENDED_ECHO_REPLY = 43;

function dissectIcmp(d: Dissection, at: number, end: number, reported: number): number {
  // The length of a quote is looked at before anything is shown.
  d.need(at, 6, end, reported);
  const outer = d.openLayer(ICMP.self, at, end - at);
  const type = add8(d, ICMP.type, at, end, reported);
  const code = add8(d, ICMP.code, at + 1, end, reported);
  if (d.wantsAny(ICMP.checksum, ICMP.checksumStatus, ICMP.checksumBad)) {
    // A quoted message is hardly ever whole.
    addChecksum(d, CHECKSUM, at + 2, d.quoted ? -1 : checksumSum(d, at, reported - at, end, 0));
  }
  dissectBody(d, at + 4, end, reported, type, code);
  d.close(outer);
  return reported;
}

function dissectBody(
  d: Dissection,
  at: number,
  end: number,
  reported: number,
  type: number,
  code: number,
): void {
  switch (type) {
    case 0:
    case ICMP_ECHO:
      addIdentifier(d, at, end, reported, true);
      if (d.wants(ICMP.respTo) || d.wants(ICMP.resptime)) matchEcho(d, at, type);
      // What the capture cut off does not count here.
      dissectData(d, addEchoTime(d, at + 4, end), end, end);
      break;
    case ICMP_UNREACH:
    case ICMP_TIMXCEED:
    case ICMP_PARAMPROB:
      dissectError(d, at, end, reported, type, code);
      break;
    case ICMP_SOURCEQUENCH:
      addQuote(d, at + 4, end, reported);
      break;
    case ICMP_REDIRECT:
      addBytes(d, ICMP.redirGw, at, 4, end, reported);
      addRedirectQuote(d, at + 4, end, reported);
      break;
    case ICMP_ROUTERADVERT:
      dissectRouterAdvertisement(d, at, end, reported, code);
      break;
    case ICMP_TSTAMP:
    case ICMP_TSTAMPREPLY:
      addIdentifier(d, at, end, reported, true);
      add32(d, ICMP.originateTimestamp, at + 4, end, reported);
      add32(d, ICMP.receiveTimestamp, at + 8, end, reported);
      add32(d, ICMP.transmitTimestamp, at + 12, end, reported);
      break;
    case INFORMATION_REQUEST:
    case INFORMATION_REPLY:
      addIdentifier(d, at, end, reported, true);
      break;
    case ICMP_MASKREQ:
    case ICMP_MASKREPLY:
      addIdentifier(d, at, end, reported, true);
      addBytes(d, ICMP.addressMask, at + 4, 4, end, reported);
      break;
    case EXTENDED_ECHO_REQUEST:
      addExtendedEcho(d, at, end, reported);
      d.add(ICMP.extEchoReqRes, at + 3, 1, d.bytes[at + 3] >>> 1);
      d.add(ICMP.extEchoReqLocal, at + 3, 1, d.bytes[at + 3] & 1);
      if (reported > at + 4) dissectStructure(d, at + 4, end, reported);
      break;
    case EXTENDED_ECHO_REPLY:
      addExtendedEcho(d, at, end, reported);
      d.add(ICMP.extEchoRspState, at + 3, 1, d.bytes[at + 3] >>> 5);
      d.add(ICMP.extEchoRspRes, at + 3, 1, (d.bytes[at + 3] >>> 3) & 3);
      d.add(ICMP.extEchoRspActive, at + 3, 1, (d.bytes[at + 3] >>> 2) & 1);
      d.add(ICMP.extEchoRspIpv4, at + 3, 1, (d.bytes[at + 3] >>> 1) & 1);
      d.add(ICMP.extEchoRspIpv6, at + 3, 1, d.bytes[at + 3] & 1);
      break;
  }
}

/** Identifier and sequence number, each in both byte orders: not every host sends network order. */
function addIdentifier(
  d: Dissection,
  at: number,
  end: number,
  reported: number,
  withSequence: boolean,
): void {
  const identifier = add16(d, ICMP.ident, at, end, reported);
  d.add(ICMP.identLe, at, 2, swapped(identifier));
  if (!withSequence) return;
  const sequence = add16(d, ICMP.seq, at + 2, end, reported);
  d.add(ICMP.seqLe, at + 2, 2, swapped(sequence));
}

function matchEcho(d: Dissection, at: number, type: number): void {
  const identifier = get16(d.bytes, at);
  const sequence = get16(d.bytes, at + 2);
  const checksum = get16(d.bytes, at - 2);
  if (type === ICMP_ECHO) rememberRequest(d, identifier, sequence, checksum);
  else addAnswered(d, identifier, sequence, checksum + 0xffff - 0x0800, at - 4, ICMP.respTo, ICMP.resptime);
}

function swapped(value: number): number {
  return ((value & 0xff) << 8) | (value >>> 8);
}

function addExtendedEcho(d: Dissection, at: number, end: number, reported: number): void {
  addIdentifier(d, at, end, reported, false);
  add8(d, ICMP.extEchoSeq, at + 2, end, reported);
  d.need(at + 3, 1, end, reported);
}

/** The packet at `at` that an error quotes. */
function addQuote(d: Dissection, at: number, end: number, reported: number): void {
  if (reported > at) dissectQuoted(d, 4, at, end, reported);
}

/** A redirect quotes the header and 8 bytes after it (RFC 792); what follows is not looked at. */
function addRedirectQuote(d: Dissection, at: number, end: number, reported: number): void {
  d.need(at, 1, end, reported);
  const quoteEnd = Math.min(reported, at + 4 * (d.bytes[at] & 0xf) + 8);
  addQuote(d, at, Math.min(end, quoteEnd), quoteEnd);
}

/** Errors whose second byte may tell how long the quote is, in 4 bytes. */
function dissectError(
  d: Dissection,
  at: number,
  end: number,
  reported: number,
  type: number,
  code: number,
): void {
  const words = d.bytes[at + 1];
  const isMtu = type === ICMP_UNREACH && code === 4;
  if (type === ICMP_PARAMPROB) d.add(ICMP.pointer, at, 1, d.bytes[at]);
  else if (words !== 0) d.add(ICMP.unused, at, 1);
  if (words !== 0) {
    d.add(ICMP.length, at + 1, 1, words);
    d.add(ICMP.lengthOriginalDatagram, at + 1, 1, 4 * words, GENERATED);
  }
  if (isMtu) {
    if (words === 0) d.add(ICMP.unused, at, 2);
    add16(d, ICMP.mtu, at + 2, end, reported);
  } else if (words !== 0) addBytes(d, ICMP.unused, at + 2, 2, end, reported);
  else if (type === ICMP_PARAMPROB) addBytes(d, ICMP.unused, at + 1, 3, end, reported);
  else addBytes(d, ICMP.unused, at, 4, end, reported);
  dissectQuoteAndExtensions(d, at + 4, 4 * words, end, reported);
}

/** `quoteLength` is 0 where the error does not tell. */
function dissectQuoteAndExtensions(
  d: Dissection,
  at: number,
  quoteLength: number,
  end: number,
  reported: number,
): void {
  if (quoteLength !== 0) d.need(at, 2, end, reported);
  // tshark counts the quoted header twice.
  const header = end > at ? 4 * (d.bytes[at] & 0xf) : 0;
  const quoteEnd = quoteLength === 0 ? reported : Math.min(reported, at + header + quoteLength);
  addQuote(d, at, Math.min(end, quoteEnd), quoteEnd);
  // A longer packet may simply be quoted in full (RFC 4884 5.5).
  if (reported - at <= QUOTE_LENGTH) return;
  d.need(at, 4, end, reported);
  if (get16(d.bytes, at + 2) > QUOTE_LENGTH) return;
  const extensions = at + (quoteLength === 0 ? QUOTE_LENGTH : quoteLength);
  d.need(extensions, 1, end, reported);
  dissectStructure(d, extensions, end, reported);
}

/** 32-bit words of an entry. */
const ENTRY_WORDS = 2;

function dissectRouterAdvertisement(
  d: Dissection,
  at: number,
  end: number,
  reported: number,
  code: number,
): void {
  const entries = add8(d, ICMP.numAddrs, at, end, reported);
  const words = add8(d, ICMP.addrEntrySize, at + 1, end, reported);
  add16(d, ICMP.lifetime, at + 2, end, reported);
  let next = at + 4;
  if (words !== ENTRY_WORDS) {
    dissectData(d, next, end, reported);
    return;
  }
  for (let i = 0; i < entries; i++) {
    addBytes(d, ICMP.routerAddress, next, 4, end, reported);
    d.need(next + 4, 4, end, reported);
    d.add(ICMP.prefLevel, next + 4, 4, get32(d.bytes, next + 4) | 0);
    next += 8;
  }
  if (code === 0 || code === ICMP_ROUTERADVERT_NOROUTE_COMMON)
    dissectMobileExtensions(d, next, end, reported);
}

const icmp: Handle = { protocol: ICMP.self, dissect: dissectIcmp, leaf: false };
ipProtocols.register(icmp, IPPROTO_ICMP);
