/** Extensions of ICMP and ICMPv6 errors (RFC 4884): labels (RFC 4950), interfaces (RFC 5837, RFC 8335). */
import { get16, get32 } from '../../wire/bytes';
import { foldChecksum } from '../../wire/checksum';
import { add8, add16, add32, addBytes } from '../append';
import { checksumSum, statusOf } from '../checksum';
import { dissectData } from '../data';
import { type Dissection, GENERATED, MALFORMED, REFUSED } from '../dissection';
import { expert, GROUP, SEVERITY } from '../expert';
import { CHECKSUM_BAD, CHECKSUM_NOT_PRESENT } from '../names/checksums';
import { dispatch, type Handle } from '../tables';
import { ICMP } from './fields';

const CLASS_LABELS = 1;
const CLASS_INTERFACE_INFORMATION = 2;
const CLASS_INTERFACE_IDENTIFICATION = 3;
const OBJECT_HEADER = 4;

/** The extension structure at `at`, to the end of the message, as part of the layer around it. */
export function dissectStructure(d: Dissection, at: number, end: number, reported: number): number {
  const outer = d.open(ICMP.ext, at, end - at);
  const known = reported <= at || (reported - at >= 4 && dissectContent(d, at, end, reported));
  d.close(outer);
  return known ? reported : REFUSED;
}

/** Answers whether the structure's version is one that we know. */
function dissectContent(d: Dissection, at: number, end: number, reported: number): boolean {
  d.need(at, 1, end, reported);
  const version = d.bytes[at] >>> 4;
  d.add(ICMP.extVersion, at, 1, version);
  d.need(at, 2, end, reported);
  d.add(ICMP.extRes, at, 2, get16(d.bytes, at) & 0xfff);
  d.need(at + 2, 2, end, reported);
  addExtensionChecksum(d, at, end, reported);
  if (version !== 1 && version !== 2) return false;
  let next = at + 4;
  while (next >= 0 && reported - next >= OBJECT_HEADER) next = dissectObject(d, next, end, reported);
  return true;
}

function addExtensionChecksum(d: Dissection, at: number, end: number, reported: number): void {
  const stored = get16(d.bytes, at + 2);
  const outer = d.open(ICMP.extChecksum, at + 2, 2, stored);
  if (stored === 0) {
    d.close(outer);
    d.add(ICMP.extChecksumStatus, at + 2, 2, CHECKSUM_NOT_PRESENT, GENERATED);
    return;
  }
  const sum = checksumSum(d, at, reported - at, end, 0);
  const status = statusOf(sum);
  if (status === CHECKSUM_BAD) {
    const right = foldChecksum(sum - stored)
      .toString(16)
      .padStart(4, '0');
    const message = `Bad checksum [should be 0x${right}]`;
    expert(d, ICMP.extChecksumBad, SEVERITY.warn, GROUP.checksum, at + 2, undefined, message);
  }
  d.close(outer);
  d.add(ICMP.extChecksumStatus, at + 2, 0, status, GENERATED);
}

/** Answers the offset after the object, -1 when it is broken. */
function dissectObject(d: Dissection, at: number, end: number, reported: number): number {
  d.need(at, 2, end, reported);
  const length = get16(d.bytes, at);
  d.need(at, Math.min(Math.max(length, OBJECT_HEADER), reported - at), end, reported);
  d.add(ICMP.extLength, at, 2, length);
  const kind = add8(d, ICMP.extClass, at + 2, end, reported);
  if (length < OBJECT_HEADER) return -1;
  d.need(at + 3, 1, end, reported);
  const type = d.bytes[at + 3];
  const under = d.open(ICMP.extCtype, at + 3, 1, type);
  const objectEnd = Math.min(at + length, reported);
  const content = at + OBJECT_HEADER;
  if (kind === CLASS_INTERFACE_INFORMATION) addRoleBits(d, at + 3, type);
  d.close(under);
  if (kind === CLASS_LABELS && type === 1) dissectLabels(d, content, objectEnd, end, reported);
  else if (kind === CLASS_INTERFACE_INFORMATION) {
    dissectInterface(d, type, content, objectEnd, end, reported);
  } else if (kind === CLASS_INTERFACE_IDENTIFICATION) {
    dissectIdentification(d, type, content, at + length, end, reported);
  } else {
    if (kind === CLASS_LABELS) d.add(ICMP.extCtype, at + 3, 1, type);
    if (objectEnd > content) addBytes(d, ICMP.extData, content, objectEnd - content, end, reported);
  }
  return at + length;
}

function dissectLabels(d: Dissection, at: number, objectEnd: number, end: number, reported: number): void {
  let next = at;
  for (; objectEnd - next >= 4; next += 4) {
    d.need(next, 4, end, reported);
    const entry = get32(d.bytes, next);
    d.add(ICMP.mplsLabel, next, 3, entry >>> 12);
    d.add(ICMP.mplsExp, next + 2, 1, (entry >>> 9) & 7);
    d.add(ICMP.mplsS, next + 2, 1, (entry >>> 8) & 1);
    d.add(ICMP.mplsTtl, next + 3, 1, entry & 0xff);
  }
  if (objectEnd > next) addBytes(d, ICMP.mplsData, next, objectEnd - next, end, reported);
}

const HAS_INDEX = 8;
const HAS_ADDRESS = 4;
const HAS_NAME = 2;
const HAS_MTU = 1;

function addRoleBits(d: Dissection, at: number, type: number): void {
  d.add(ICMP.intInfoRole, at, 1, type >>> 6);
  d.add(ICMP.intInfoReserved, at, 1, (type >>> 4) & 3);
  d.add(ICMP.intInfoIfindex, at, 1, (type >>> 3) & 1);
  d.add(ICMP.intInfoIpaddr, at, 1, (type >>> 2) & 1);
  d.add(ICMP.intInfoNamePresent, at, 1, (type >>> 1) & 1);
  d.add(ICMP.intInfoMtuPresent, at, 1, type & 1);
}

/** Longest name, its length byte included (RFC 5837 4.3). */
const MAX_NAME_LENGTH = 63;
const FAMILY_IPV4 = 1;
const FAMILY_IPV6 = 2;

function dissectInterface(
  d: Dissection,
  type: number,
  at: number,
  objectEnd: number,
  end: number,
  reported: number,
): void {
  let next = at;
  if ((type & HAS_INDEX) !== 0) {
    add32(d, ICMP.intInfoIndex, next, end, reported);
    next += 4;
  }
  if ((type & HAS_ADDRESS) !== 0) {
    d.need(next, 2, end, reported);
    const family = get16(d.bytes, next);
    // tshark cannot say how long another family's address is.
    if (family !== FAMILY_IPV4 && family !== FAMILY_IPV6) throw MALFORMED;
    const size = family === FAMILY_IPV4 ? 4 : 16;
    if (objectEnd - next >= 4 + size) {
      d.add(ICMP.intInfoAfi, next, 2, family);
      addBytes(d, ICMP.reserved, next + 2, 2, end, reported);
      const address = family === FAMILY_IPV4 ? ICMP.intInfoIpv4 : ICMP.intInfoIpv6;
      next = addBytes(d, address, next + 4, size, end, reported);
    }
  }
  if ((type & HAS_NAME) !== 0) {
    d.need(next, 1, end, reported);
    const length = d.bytes[next];
    d.need(next, length, end, reported);
    d.add(ICMP.intInfoNameLength, next, 1, length);
    if (length <= MAX_NAME_LENGTH) {
      addBytes(d, ICMP.intInfoName, next + 1, Math.max(length - 1, 0), end, reported);
    }
    next += length;
  }
  if ((type & HAS_MTU) !== 0) add32(d, ICMP.intInfoMtu, next, end, reported);
}

const BY_NAME = 1;
const BY_INDEX = 2;
const BY_ADDRESS = 3;

function dissectIdentification(
  d: Dissection,
  type: number,
  at: number,
  objectEnd: number,
  end: number,
  reported: number,
): void {
  if (type === BY_NAME) addBytes(d, ICMP.intIdentName, at, objectEnd - at, end, reported);
  else if (type === BY_INDEX) add32(d, ICMP.intIdentIndex, at, end, reported);
  else if (type === BY_ADDRESS) {
    const family = add16(d, ICMP.intIdentAfi, at, end, reported);
    add8(d, ICMP.intIdentAddrLength, at + 2, end, reported);
    const address = addBytes(d, ICMP.intIdentReserved, at + 3, 1, end, reported);
    if (family === FAMILY_IPV4) addBytes(d, ICMP.intIdentIpv4, address, 4, end, reported);
    else if (family === FAMILY_IPV6) addBytes(d, ICMP.intIdentIpv6, address, 16, end, reported);
    else if (objectEnd > address) {
      addBytes(d, ICMP.intIdentAddress, address, objectEnd - address, end, reported);
    }
  }
}

const extensions: Handle = { protocol: ICMP.self, dissect: dissectStructure, leaf: false };

/** The extension structure at `at`, to the end of the message, as a layer of its own. */
export function dissectExtensions(d: Dissection, at: number, end: number, reported: number): number {
  if (reported <= at) return dissectStructure(d, at, end, reported);
  const next = dispatch(d, extensions, at, end, reported);
  // Bytes of another version are data.
  return next === REFUSED ? dissectData(d, at, end, reported) : next;
}
