/** Options of multipath TCP (RFC 6824, RFC 8684). */
import { get16 } from '../../wire/bytes';
import { add8, add16, add32, addBytes } from '../append';
import type { Dissection } from '../dissection';
import { TCP } from './fields';

const CAPABLE = 0;
const JOIN = 1;
const DATA_SEQUENCE = 2;
const ADD_ADDRESS = 3;
const REMOVE_ADDRESS = 4;
const PRIORITY = 5;
const FAIL = 6;
const FAST_CLOSE = 7;
const RESET = 8;

/** The option of `length` bytes at `at`. */
export function dissectMultipath(
  d: Dissection,
  at: number,
  length: number,
  end: number,
  reported: number,
): void {
  d.add(TCP.optionKind, at, 1, d.bytes[at]);
  d.add(TCP.optionLen, at + 1, 1, length);
  d.need(at + 2, Math.min(Math.max(length, 3), 4) - 2, end, reported);
  const subtype = d.bytes[at + 2] >>> 4;
  d.add(TCP.optionsMptcpSubtype, at + 2, 1, subtype);
  switch (subtype) {
    case CAPABLE:
      dissectCapable(d, at, length, end, reported);
      break;
    case JOIN:
      dissectJoin(d, at, length, end, reported);
      break;
    case DATA_SEQUENCE:
      dissectDataSequence(d, at, end, reported);
      break;
    case ADD_ADDRESS:
      dissectAddAddress(d, at, length, end, reported);
      break;
    case REMOVE_ADDRESS:
      for (let i = 3; i < length; i++) add8(d, TCP.optionsMptcpAddrid, at + i, end, reported);
      break;
    case PRIORITY:
      addBackup(d, at + 2);
      if (length > 3) d.add(TCP.optionsMptcpAddrid, at + 3, 1, d.bytes[at + 3]);
      break;
    case FAIL:
      if (length !== 12) break;
      d.add(TCP.optionsMptcpReserved, at + 2, 2, get16(d.bytes, at + 2) & 0xfff);
      addBytes(d, TCP.optionsMptcpRawdataseqno, at + 4, 8, end, reported);
      break;
    case FAST_CLOSE:
      if (length !== 12) break;
      d.add(TCP.optionsMptcpReserved, at + 2, 2, get16(d.bytes, at + 2) & 0xfff);
      addBytes(d, TCP.optionsMptcpRecvkey, at + 4, 8, end, reported);
      break;
    case RESET:
      dissectReset(d, at);
      break;
  }
}

function addBackup(d: Dissection, at: number): void {
  const under = d.open(TCP.optionsMptcpFlags, at, 1, d.bytes[at]);
  d.add(TCP.optionsMptcpBackupFlag, at, 1, d.bytes[at] & 1);
  d.close(under);
}

function dissectCapable(d: Dissection, at: number, length: number, end: number, reported: number): void {
  const version = d.bytes[at + 2] & 0xf;
  d.add(TCP.optionsMptcpVersion, at + 2, 1, version);
  const flags = d.bytes[at + 3];
  const under = d.open(TCP.optionsMptcpFlags, at + 3, 1, flags);
  d.add(TCP.optionsMptcpChecksumreqFlags, at + 3, 1, flags >>> 7);
  d.add(TCP.optionsMptcpExtensibilityFlag, at + 3, 1, (flags >>> 6) & 1);
  if (version === 1) {
    d.add(TCP.optionsMptcpNomoresubflowsFlag, at + 3, 1, (flags >>> 5) & 1);
    d.add(TCP.optionsMptcpSha256Flag, at + 3, 1, flags & 1);
    d.add(TCP.optionsMptcpReservedFlag, at + 3, 1, (flags >>> 1) & 0xf);
  } else {
    d.add(TCP.optionsMptcpSha1Flag, at + 3, 1, flags & 1);
    d.add(TCP.optionsMptcpReservedFlag, at + 3, 1, (flags >>> 1) & 0x1f);
  }
  d.close(under);
  if (length >= 12) addBytes(d, TCP.optionsMptcpSendkey, at + 4, 8, end, reported);
  if (length >= 20) addBytes(d, TCP.optionsMptcpRecvkey, at + 12, 8, end, reported);
  if (length >= 22) add16(d, TCP.optionsMptcpDatalvllen, at + 20, end, reported);
}

const JOIN_REQUEST = 12;
const JOIN_ANSWER = 16;
const JOIN_END = 24;

function dissectJoin(d: Dissection, at: number, length: number, end: number, reported: number): void {
  if (length === JOIN_END) {
    d.add(TCP.optionsMptcpReserved, at + 2, 2, get16(d.bytes, at + 2) & 0xfff);
    addBytes(d, TCP.optionsMptcpSendhmac, at + 4, 20, end, reported);
    return;
  }
  if (length !== JOIN_REQUEST && length !== JOIN_ANSWER) return;
  addBackup(d, at + 2);
  d.add(TCP.optionsMptcpAddrid, at + 3, 1, d.bytes[at + 3]);
  if (length === JOIN_REQUEST) add32(d, TCP.optionsMptcpRecvtok, at + 4, end, reported);
  else addBytes(d, TCP.optionsMptcpSendtrunchmac, at + 4, 8, end, reported);
  add32(d, TCP.optionsMptcpSendrand, at + length - 4, end, reported);
}

function dissectDataSequence(d: Dissection, at: number, end: number, reported: number): void {
  d.need(at + 3, 1, end, reported);
  const flags = d.bytes[at + 3];
  const under = d.open(TCP.optionsMptcpFlags, at + 3, 1, flags);
  d.add(TCP.optionsMptcpDatafinFlag, at + 3, 1, (flags >>> 4) & 1);
  d.add(TCP.optionsMptcpDseqn8Flag, at + 3, 1, (flags >>> 3) & 1);
  d.add(TCP.optionsMptcpDseqnpresentFlag, at + 3, 1, (flags >>> 2) & 1);
  d.add(TCP.optionsMptcpDataack8Flag, at + 3, 1, (flags >>> 1) & 1);
  d.add(TCP.optionsMptcpDataackpresentFlag, at + 3, 1, flags & 1);
  d.close(under);
  let next = at + 4;
  if ((flags & 1) !== 0) {
    next = addBytes(d, TCP.optionsMptcpRawdataack, next, (flags & 2) !== 0 ? 8 : 4, end, reported);
  }
  if ((flags & 4) !== 0) {
    next = addBytes(d, TCP.optionsMptcpRawdataseqno, next, (flags & 8) !== 0 ? 8 : 4, end, reported);
    add32(d, TCP.optionsMptcpSubflowseqno, next, end, reported);
    add16(d, TCP.optionsMptcpDatalvllen, next + 4, end, reported);
  }
}

const IPV4_LENGTH = 4;
const IPV6_LENGTH = 16;
const PORT_LENGTH = 2;
const HMAC_LENGTH = 8;

/** Version 0 says the address's version, version 1 only the option's length does. */
function dissectAddAddress(d: Dissection, at: number, length: number, end: number, reported: number): void {
  const low = d.bytes[at + 2] & 0xf;
  const isVersion0 = low === 4 || low === 6;
  if (isVersion0) d.add(TCP.optionsMptcpIpver, at + 2, 1, low);
  else d.add(TCP.optionsMptcpEcho, at + 2, 1, low & 1);
  d.add(TCP.optionsMptcpAddrid, at + 3, 1, d.bytes[at + 3]);
  const rest = length - 4;
  const isIpv6 = isVersion0 ? low === 6 : rest >= IPV6_LENGTH;
  let next = isIpv6
    ? addBytes(d, TCP.optionsMptcpIpv6, at + 4, IPV6_LENGTH, end, reported)
    : addBytes(d, TCP.optionsMptcpIpv4, at + 4, IPV4_LENGTH, end, reported);
  const after = at + length - next;
  if (after === PORT_LENGTH || after === PORT_LENGTH + HMAC_LENGTH) {
    add16(d, TCP.optionsMptcpPort, next, end, reported);
    next += 2;
  }
  if (after >= HMAC_LENGTH) addBytes(d, TCP.optionsMptcpAddaddrtrunchmac, next, 8, end, reported);
}

function dissectReset(d: Dissection, at: number): void {
  const flags = d.bytes[at + 2] & 0xf;
  const under = d.open(TCP.optionsMptcpFlags, at + 2, 1, d.bytes[at + 2]);
  d.add(TCP.optionsMptcpFlagUFlag, at + 2, 1, flags >>> 3);
  d.add(TCP.optionsMptcpFlagVFlag, at + 2, 1, (flags >>> 2) & 1);
  d.add(TCP.optionsMptcpFlagWFlag, at + 2, 1, (flags >>> 1) & 1);
  d.add(TCP.optionsMptcpFlagTFlag, at + 2, 1, flags & 1);
  d.close(under);
  d.add(TCP.optionsMptcpRstReason, at + 3, 1, d.bytes[at + 3]);
}
