/** IGMP, versions 0 to 3 (RFC 988, 1112, 2236, 3376). */
import { get16 } from '../../wire/bytes';
import { IPPROTO_IGMP } from '../../wire/ipv6';
import { add8, add16, add32, addBytes } from '../append';
import { addChecksum, type ChecksumFields, checksumSum } from '../checksum';
import { dissectData } from '../data';
import { type Dissection, GENERATED } from '../dissection';
import { SEVERITY } from '../expert';
import { dispatch, type Handle, ipProtocols } from '../tables';
import { IGMP } from './fields';
import { dissectTraceroute } from './traceroute';
import {
  CREATE_GROUP_REQUEST,
  DVMRP,
  LAST_OF_VERSION_0,
  LEAVE,
  PIM,
  QUERY,
  REPORT_1,
  REPORT_2,
  REPORT_3,
  TRACEROUTE_QUERY,
  TRACEROUTE_RESPONSE,
} from './types';

const CHECKSUM: ChecksumFields = {
  checksum: IGMP.checksum,
  status: IGMP.checksumStatus,
  bad: IGMP.badChecksum,
  badSeverity: SEVERITY.error,
};

/** Length of messages of versions 1 and 2, and of version 0; what follows is not theirs. */
const SHORT_LENGTH = 8;
const VERSION_0_LENGTH = 20;
/** Least length of a query of version 3 (RFC 3376 7.1). */
const QUERY_3_LENGTH = 12;

function dissectIgmp(d: Dissection, at: number, end: number, reported: number): number {
  d.need(at, 1, end, reported);
  const type = d.bytes[at];
  // Other protocols that share the protocol number.
  if (type === DVMRP || type === PIM) return dissectData(d, at, end, reported);
  if (isVersioned(type)) return dispatch(d, versioned, at, end, reported);
  const outer = d.openLayer(IGMP.self, at, end - at);
  d.add(IGMP.type, at, 1, type);
  d.need(at + 1, 1, end, reported);
  d.add(IGMP.data, at + 1, end - at - 1);
  d.close(outer);
  return reported;
}

function isVersioned(type: number): boolean {
  return (
    type <= LAST_OF_VERSION_0 ||
    type === QUERY ||
    type === REPORT_1 ||
    type === REPORT_2 ||
    type === LEAVE ||
    type === REPORT_3 ||
    type === TRACEROUTE_QUERY ||
    type === TRACEROUTE_RESPONSE
  );
}

function dissectVersioned(d: Dissection, at: number, end: number, reported: number): number {
  const outer = d.openLayer(IGMP.self, at, end - at);
  const type = d.bytes[at];
  switch (type) {
    case QUERY:
      dissectQuery(d, at, end, reported);
      break;
    case REPORT_1:
      addHead(d, 1, at);
      addBytes(d, IGMP.reserved, at + 1, 1, end, reported);
      addIgmpChecksum(d, at, end, reported, SHORT_LENGTH);
      addBytes(d, IGMP.maddr, at + 4, 4, end, reported);
      break;
    case REPORT_2:
    case LEAVE:
      addHead(d, 2, at);
      add8(d, IGMP.maxResp, at + 1, end, reported);
      addIgmpChecksum(d, at, end, reported, SHORT_LENGTH);
      addBytes(d, IGMP.maddr, at + 4, 4, end, reported);
      break;
    case REPORT_3:
      dissectReport3(d, at, end, reported);
      break;
    case TRACEROUTE_QUERY:
    case TRACEROUTE_RESPONSE:
      d.add(IGMP.type, at, 1, type);
      add8(d, IGMP.mtraceMaxHops, at + 1, end, reported);
      addIgmpChecksum(d, at, end, reported);
      dissectTraceroute(d, at + 4, end, reported);
      break;
    default:
      dissectVersion0(d, at, end, reported, type);
  }
  d.close(outer);
  return reported;
}

function addHead(d: Dissection, version: number, at: number): void {
  d.add(IGMP.version, at, 0, version, GENERATED);
  d.add(IGMP.type, at, 1, d.bytes[at]);
}

function addIgmpChecksum(
  d: Dissection,
  at: number,
  end: number,
  reported: number,
  length = reported - at,
): void {
  d.need(at + 2, 2, end, reported);
  if (d.wantsAny(IGMP.checksum, IGMP.checksumStatus, IGMP.badChecksum)) {
    addChecksum(d, CHECKSUM, at + 2, checksumSum(d, at, length, end, 0));
  }
}

function dissectQuery(d: Dissection, at: number, end: number, reported: number): void {
  const isLong = reported - at >= QUERY_3_LENGTH;
  if (isLong) {
    addHead(d, 3, at);
    d.need(at, QUERY_3_LENGTH, end, reported);
  }
  d.need(at + 1, 1, end, reported);
  const code = d.bytes[at + 1];
  const version = isLong ? 3 : code === 0 ? 1 : 2;
  if (!isLong) addHead(d, version, at);
  if (version === 1) d.add(IGMP.reserved, at + 1, 1);
  else addResponseTime(d, at + 1, code, version);
  addIgmpChecksum(d, at, end, reported, version === 3 ? reported - at : SHORT_LENGTH);
  addBytes(d, IGMP.maddr, at + 4, 4, end, reported);
  if (version !== 3) return;
  d.need(at + 8, 1, end, reported);
  d.add(IGMP.s, at + 8, 1, (d.bytes[at + 8] >>> 3) & 1);
  d.add(IGMP.qrv, at + 8, 1, d.bytes[at + 8] & 7);
  add8(d, IGMP.qqic, at + 9, end, reported);
  const sources = add16(d, IGMP.numSrc, at + 10, end, reported);
  let next = at + 12;
  for (let i = 0; i < sources; i++) next = addBytes(d, IGMP.saddr, next, 4, end, reported);
}

/** Tenths of a second; from 128 on, version 3 has exponent and mantissa (RFC 3376 4.1.1). */
function addResponseTime(d: Dissection, at: number, code: number, version: number): void {
  if (version !== 3 || code < 0x80) {
    d.add(IGMP.maxResp, at, 1, code);
    return;
  }
  const exponent = (code >>> 4) & 7;
  const mantissa = code & 0xf;
  const under = d.open(IGMP.maxResp, at, 1, (mantissa | 0x10) << (exponent + 3));
  d.add(IGMP.maxRespExp, at, 1, exponent);
  d.add(IGMP.maxRespMant, at, 1, mantissa);
  d.close(under);
}

function dissectReport3(d: Dissection, at: number, end: number, reported: number): void {
  addHead(d, 3, at);
  addBytes(d, IGMP.reserved, at + 1, 1, end, reported);
  addIgmpChecksum(d, at, end, reported);
  addBytes(d, IGMP.reserved, at + 4, 2, end, reported);
  const records = add16(d, IGMP.numGrpRecs, at + 6, end, reported);
  let next = at + 8;
  for (let i = 0; i < records; i++) next = dissectRecord(d, next, end, reported);
}

function dissectRecord(d: Dissection, at: number, end: number, reported: number): number {
  d.need(at, 4, end, reported);
  const auxiliary = 4 * d.bytes[at + 1];
  const sources = get16(d.bytes, at + 2);
  d.need(at, 8 + 4 * sources + auxiliary, end, reported);
  d.add(IGMP.recordType, at, 1, d.bytes[at]);
  d.add(IGMP.auxDataLen, at + 1, 1, d.bytes[at + 1]);
  d.add(IGMP.numSrc, at + 2, 2, sources);
  d.add(IGMP.maddr, at + 4, 4);
  let next = at + 8;
  for (let i = 0; i < sources; i++, next += 4) d.add(IGMP.saddr, next, 4);
  if (auxiliary > 0) d.add(IGMP.auxData, next, auxiliary);
  return next + auxiliary;
}

/** Replies up to here are final; above, the number of seconds to wait. */
const REPLY_PENDING = 5;

function dissectVersion0(d: Dissection, at: number, end: number, reported: number, type: number): void {
  addHead(d, 0, at);
  d.need(at + 1, 1, end, reported);
  const code = d.bytes[at + 1];
  if (type === CREATE_GROUP_REQUEST) d.add(IGMP.groupType, at + 1, 1, code);
  else if ((type & 1) === 0) d.add(code < REPLY_PENDING ? IGMP.reply : IGMP.replyPending, at + 1, 1, code);
  addIgmpChecksum(d, at, end, reported, VERSION_0_LENGTH);
  add32(d, IGMP.identifier, at + 4, end, reported);
  const next = addBytes(d, IGMP.maddr, at + 8, 4, end, reported);
  addBytes(d, IGMP.accessKey, next, 8, end, reported);
}

/** What is known of a type counts as a layer inside IGMP's. */
const versioned: Handle = { protocol: IGMP.self, dissect: dissectVersioned, leaf: true };

const igmp: Handle = { protocol: IGMP.self, dissect: dissectIgmp, leaf: true };
ipProtocols.register(igmp, IPPROTO_IGMP);
