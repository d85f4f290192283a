/** Control messages of the routing protocol for low-power networks (RFC 6550 6, RFC 6997). */
import { get16 } from '../../wire/bytes';
import { add8, add16, add32, addBytes } from '../append';
import type { Dissection } from '../dissection';
import { warn } from './experts';
import { ICMPV6 } from './fields';
import { dissectRplOptions } from './rplOptions';

const SOLICITATION = 0;
const INFORMATION_OBJECT = 1;
const ADVERTISEMENT_OBJECT = 2;
const ADVERTISEMENT_ACKNOWLEDGEMENT = 3;
const DISCOVERY_REPLY = 4;
const DISCOVERY_REPLY_ACKNOWLEDGEMENT = 5;
const CONSISTENCY_CHECK = 0x8a;
const SECURE = 0x80;

export function dissectRoutingProtocol(
  d: Dissection,
  at: number,
  end: number,
  reported: number,
  _type: number,
  code: number,
): number {
  const kind = code & ~SECURE;
  if (code === CONSISTENCY_CHECK) {
    return dissectConsistencyCheck(d, dissectSecurity(d, at, end, reported), end, reported);
  }
  const body = (code & SECURE) !== 0 ? dissectSecurity(d, at, end, reported) : at;
  if (kind > DISCOVERY_REPLY_ACKNOWLEDGEMENT) return body;
  const isReply = kind === DISCOVERY_REPLY;
  return dissectRplOptions(d, dissectMessage(d, kind, body, end, reported), end, reported, isReply);
}

function dissectMessage(d: Dissection, kind: number, at: number, end: number, reported: number): number {
  switch (kind) {
    case SOLICITATION:
      add8(d, ICMPV6.rplDisFlags, at, end, reported);
      return addBytes(d, ICMPV6.reserved, at + 1, 1, end, reported);
    case INFORMATION_OBJECT:
      return dissectInformationObject(d, at, end, reported);
    case ADVERTISEMENT_OBJECT:
      return dissectAdvertisementObject(d, at, end, reported);
    case ADVERTISEMENT_ACKNOWLEDGEMENT:
      return dissectAcknowledgement(d, at, end, reported);
    default:
      return dissectDiscoveryReply(d, kind, at, end, reported);
  }
}

function dissectInformationObject(d: Dissection, at: number, end: number, reported: number): number {
  add8(d, ICMPV6.rplDioInstance, at, end, reported);
  add8(d, ICMPV6.rplDioVersion, at + 1, end, reported);
  add16(d, ICMPV6.rplDioRank, at + 2, end, reported);
  d.need(at + 4, 1, end, reported);
  const flags = d.bytes[at + 4];
  const under = d.open(ICMPV6.rplDioFlag, at + 4, 1, flags);
  d.add(ICMPV6.rplDioFlagG, at + 4, 1, flags >>> 7);
  d.add(ICMPV6.rplDioFlag0, at + 4, 1, (flags >>> 6) & 1);
  d.add(ICMPV6.rplDioFlagMop, at + 4, 1, (flags >>> 3) & 7);
  d.add(ICMPV6.rplDioFlagPreference, at + 4, 1, flags & 7);
  d.close(under);
  add8(d, ICMPV6.rplDioDtsn, at + 5, end, reported);
  add8(d, ICMPV6.rplDioFlag, at + 6, end, reported);
  const next = addBytes(d, ICMPV6.reserved, at + 7, 1, end, reported);
  return addBytes(d, ICMPV6.rplDioDagid, next, 16, end, reported);
}

function dissectAdvertisementObject(d: Dissection, at: number, end: number, reported: number): number {
  add8(d, ICMPV6.rplDaoInstance, at, end, reported);
  d.need(at + 1, 1, end, reported);
  const flags = d.bytes[at + 1];
  const under = d.open(ICMPV6.rplDaoFlag, at + 1, 1, flags);
  d.add(ICMPV6.rplDaoFlagK, at + 1, 1, flags >>> 7);
  d.add(ICMPV6.rplDaoFlagD, at + 1, 1, (flags >>> 6) & 1);
  d.add(ICMPV6.rplDaoFlagRsv, at + 1, 1, flags & 0x3f);
  d.close(under);
  addBytes(d, ICMPV6.reserved, at + 2, 1, end, reported);
  add8(d, ICMPV6.rplDaoSequence, at + 3, end, reported);
  return (flags & 0x40) !== 0 ? addBytes(d, ICMPV6.rplDaoDodagid, at + 4, 16, end, reported) : at + 4;
}

function dissectAcknowledgement(d: Dissection, at: number, end: number, reported: number): number {
  add8(d, ICMPV6.rplDaoackInstance, at, end, reported);
  d.need(at + 1, 1, end, reported);
  const flags = d.bytes[at + 1];
  const under = d.open(ICMPV6.rplDaoackFlag, at + 1, 1, flags);
  d.add(ICMPV6.rplDaoackFlagD, at + 1, 1, flags >>> 7);
  d.add(ICMPV6.rplDaoackFlagRsv, at + 1, 1, flags & 0x7f);
  d.close(under);
  add8(d, ICMPV6.rplDaoackSequence, at + 2, end, reported);
  add8(d, ICMPV6.rplDaoackStatus, at + 3, end, reported);
  return (flags & 0x80) !== 0 ? addBytes(d, ICMPV6.rplDaoackDodagid, at + 4, 16, end, reported) : at + 4;
}

function dissectDiscoveryReply(
  d: Dissection,
  kind: number,
  at: number,
  end: number,
  reported: number,
): number {
  add8(d, ICMPV6.rplP2pDroInstance, at, end, reported);
  d.need(at + 1, 1, end, reported);
  const version = d.bytes[at + 1];
  const note = d.open(ICMPV6.rplP2pDroVersion, at + 1, 1, version);
  if (version !== 0) warn(d, ICMPV6.rplP2pDroZero, at + 1);
  d.close(note);
  d.need(at + 2, 2, end, reported);
  const flags = get16(d.bytes, at + 2);
  if (kind === DISCOVERY_REPLY) {
    const under = d.open(ICMPV6.rplP2pDroFlag, at + 2, 2, flags);
    d.add(ICMPV6.rplP2pDroFlagStop, at + 2, 2, flags >>> 15);
    d.add(ICMPV6.rplP2pDroFlagAck, at + 2, 2, (flags >>> 14) & 1);
    d.add(ICMPV6.rplP2pDroFlagSeq, at + 2, 2, (flags >>> 12) & 3);
    d.add(ICMPV6.rplP2pDroFlagReserved, at + 2, 2, flags & 0xfff);
    d.close(under);
  } else {
    const under = d.open(ICMPV6.rplP2pDroackFlag, at + 2, 2, flags);
    d.add(ICMPV6.rplP2pDroackFlagSeq, at + 2, 2, flags >>> 14);
    d.add(ICMPV6.rplP2pDroackFlagReserved, at + 2, 2, flags & 0x3fff);
    d.close(under);
  }
  return addBytes(d, ICMPV6.rplP2pDroDagid, at + 4, 16, end, reported);
}

function dissectConsistencyCheck(d: Dissection, at: number, end: number, reported: number): number {
  add8(d, ICMPV6.rplCcInstance, at, end, reported);
  d.need(at + 1, 1, end, reported);
  const flags = d.bytes[at + 1];
  const under = d.open(ICMPV6.rplCcFlag, at + 1, 1, flags);
  d.add(ICMPV6.rplCcFlagR, at + 1, 1, flags >>> 7);
  d.add(ICMPV6.rplCcFlagRsv, at + 1, 1, flags & 0x7f);
  d.close(under);
  add16(d, ICMPV6.rplCcNonce, at + 2, end, reported);
  const next = addBytes(d, ICMPV6.rplCcDodagid, at + 4, 16, end, reported);
  add32(d, ICMPV6.rplCcDestinationCounter, next, end, reported);
  return dissectRplOptions(d, next + 4, end, reported, false);
}

/**
 * Which of key source and key index the security level brings, as tshark reads it: bit 0 the source, bit 1
 * the index.
 */
const KEY_PARTS = [2, 0, 3, 3, 2, 0, 3, 0];

/** The security section of a secure message (RFC 6550 6.1). */
function dissectSecurity(d: Dissection, at: number, end: number, reported: number): number {
  d.need(at, 1, end, reported);
  const flags = d.bytes[at];
  const first = d.open(ICMPV6.rplSecureFlag, at, 1, flags);
  d.add(ICMPV6.rplSecureFlagT, at, 1, flags >>> 7);
  d.add(ICMPV6.rplSecureFlagRsv, at, 1, flags & 0x7f);
  d.close(first);
  add8(d, ICMPV6.rplSecureAlgorithm, at + 1, end, reported);
  d.need(at + 2, 1, end, reported);
  const key = d.bytes[at + 2];
  const second = d.open(ICMPV6.rplSecureFlag, at + 2, 1, key);
  d.add(ICMPV6.rplSecureKim, at + 2, 1, key >>> 6);
  d.add(ICMPV6.rplSecureLvl, at + 2, 1, key & 7);
  d.add(ICMPV6.rplSecureRsv, at + 2, 1, (key >>> 3) & 7);
  d.close(second);
  add8(d, ICMPV6.rplSecureFlag, at + 3, end, reported);
  add32(d, ICMPV6.rplSecureCounter, at + 4, end, reported);
  let next = at + 8;
  const parts = KEY_PARTS[key & 7];
  if ((parts & 1) !== 0) next = addBytes(d, ICMPV6.rplSecureKeySource, next, 8, end, reported);
  if ((parts & 2) !== 0) {
    add8(d, ICMPV6.rplSecureKeyIndex, next, end, reported);
    next++;
  }
  return next;
}
