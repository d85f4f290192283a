/**
 * Routing headers of IPv6: types 0, 2 (RFC 6275), 3 (RFC 6554), 4 (RFC 8754), 5 and 6 (compact), others as
 * bytes.
 */
import { equalBytes, get16, get32 } from '../../wire/bytes';
import { CONTAINED, type Dissection, GENERATED } from '../dissection';
import { expert, GROUP, SEVERITY } from '../expert';
import { registerExtension } from '../nextHeader';
import { ROUTING } from './fields';

const SOURCE_ROUTE = 0;
const MOBILE = 2;
const RPL = 3;
const SEGMENT = 4;
const COMPACT_16 = 5;
const COMPACT_32 = 6;

const address = new Uint8Array(16);

/** The header being dissected: entries that marks hang under, and where it ends. */
interface Header {
  readonly at: number;
  readonly length: number;
  readonly left: number;
  readonly lengthEntry: number;
  readonly typeEntry: number;
  readonly leftEntry: number;
  /** End of the captured, and of the stated, bytes of the header. */
  readonly end: number;
  readonly reported: number;
}

function dissect(d: Dissection, at: number, end: number, reported: number): number {
  const { bytes } = d;
  const outer = d.open(ROUTING.self, at, Math.max(0, end - at));
  const layer = d.currentParent;
  d.need(at, 1, end, reported);
  d.add(ROUTING.nxt, at, 1, bytes[at]);
  d.need(at + 1, 1, end, reported);
  const units = bytes[at + 1];
  const length = 8 * (units + 1);
  const lengthEntry = d.add(ROUTING.len, at + 1, 1, units);
  d.add(ROUTING.lenOct, at + 1, 1, length, GENERATED);
  d.need(at + 2, 1, end, reported);
  const type = bytes[at + 2];
  const typeEntry = d.add(ROUTING.type, at + 2, 1, type);
  d.need(at + 3, 1, end, reported);
  const left = bytes[at + 3];
  const leftEntry = d.add(ROUTING.segleft, at + 3, 1, left);
  const header: Header = {
    at,
    length,
    left,
    lengthEntry,
    typeEntry,
    leftEntry,
    end: Math.min(end, at + length),
    reported: Math.min(reported, at + length),
  };
  d.setLength(layer, header.end - at);
  dissectType(d, type, header);
  d.need(at, length, end, reported);
  d.close(outer);
  d.nextHeader = bytes[at];
  return at + length;
}

function dissectType(d: Dissection, type: number, header: Header): void {
  switch (type) {
    case SOURCE_ROUTE:
      dissectSourceRoute(d, header);
      break;
    case MOBILE:
      dissectMobile(d, header);
      break;
    case RPL:
      dissectRpl(d, header);
      break;
    case SEGMENT:
      dissectSegments(d, header);
      break;
    case COMPACT_16:
      dissectCompact(d, header, 2, ROUTING.crh16CurrentSid, ROUTING.crh16Sid);
      break;
    case COMPACT_32:
      dissectCompact(d, header, 4, ROUTING.crh32CurrentSid, ROUTING.crh32Sid);
      break;
    default: {
      const { at, length, end, reported } = header;
      d.need(at + 4, length - 4, end, reported);
      const k = d.add(ROUTING.unknownData, at + 4, length - 4);
      expert(d, ROUTING.undecoded, SEVERITY.note, GROUP.undecoded, at + 4, k);
    }
  }
}

/** Checks that `n` bytes at `at` are in the header and there. */
function within(d: Dissection, header: Header, at: number, n: number): void {
  if (at + n <= header.end) return;
  if (at + n > header.reported && at + n <= header.at + header.length) throw CONTAINED;
  d.need(at, n, header.end, header.reported);
}

function invalidLength(d: Dissection, { at, lengthEntry }: Header): void {
  expert(d, ROUTING.invalidLength, SEVERITY.error, GROUP.malformed, at + 1, lengthEntry);
}

function invalidLeft(d: Dissection, { at, leftEntry }: Header): void {
  expert(d, ROUTING.invalidSegleft, SEVERITY.warn, GROUP.protocol, at + 3, leftEntry);
}

function isMulticast(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0xff;
}

function dissectSourceRoute(d: Dissection, header: Header): void {
  const { at, length, left, typeEntry } = header;
  const count = Math.floor((length - 8) / 16);
  if ((length - 8) % 16 !== 0) invalidLength(d, header);
  within(d, header, at + 4, 4);
  if (left > count) invalidLeft(d, header);
  d.add(ROUTING.srcReserved, at + 4, 4);
  for (let i = 0; i < count; i++) {
    const p = at + 8 + 16 * i;
    within(d, header, p, 16);
    const k = d.add(ROUTING.srcAddr, p, 16);
    if (isMulticast(d.bytes, p)) expert(d, ROUTING.multicastAddr, SEVERITY.warn, GROUP.protocol, p, k);
  }
  expert(d, ROUTING.deprecated, SEVERITY.note, GROUP.deprecated, at + 2, typeEntry);
  // A checksum covers the final destination (RFC 8200 8.1).
  if (left > 0 && left <= count) setDestination(d, at + 8 + 16 * (count - 1));
}

function setDestination(d: Dissection, at: number): void {
  // tshark takes the header of a quote as it is.
  if (d.quoted) return;
  d.finalDestination = at;
  d.finalBytes = d.bytes;
}

function dissectMobile(d: Dissection, header: Header): void {
  const { at, length, left } = header;
  if (length !== 24) invalidLength(d, header);
  if (left !== 1) {
    const message = 'IPv6 Type 2 Routing Header segments left field must equal 1';
    expert(d, ROUTING.invalidSegleft, SEVERITY.warn, GROUP.protocol, at + 3, header.leftEntry, message);
  }
  within(d, header, at + 4, 4);
  d.add(ROUTING.mipv6Reserved, at + 4, 4);
  within(d, header, at + 8, 16);
  d.add(ROUTING.mipv6HomeAddress, at + 8, 16);
  if (left > 0) setDestination(d, at + 8);
}

function dissectRpl(d: Dissection, header: Header): void {
  const { at, length, left } = header;
  within(d, header, at + 4, 4);
  const word = get32(d.bytes, at + 4);
  const inner = word >>> 28;
  const last = (word >>> 24) & 15;
  const pad = (word >>> 20) & 15;
  const room = length - 8;
  const count = room === 0 ? 0 : Math.trunc((room - pad - (16 - last)) / (16 - inner)) + 1;
  if (left > Math.max(0, count)) invalidLeft(d, header);
  d.add(ROUTING.rplCmprI, at + 4, 4, inner);
  d.add(ROUTING.rplCmprE, at + 4, 4, last);
  const padEntry = d.add(ROUTING.rplPad, at + 4, 4, pad);
  if (inner === 0 && last === 0 && pad !== 0) {
    const message = `When cmprI equals 0 and cmprE equals 0, pad MUST equal 0 but instead was ${pad}`;
    expert(d, ROUTING.rplCmprICmprEPad, SEVERITY.warn, GROUP.protocol, at + 4, padEntry, message);
  }
  const reserved = word & 0xfffff;
  const reservedEntry = d.add(ROUTING.rplReserved, at + 4, 4, reserved);
  if (reserved !== 0) {
    const message = `Reserved field must equal 0 but instead was ${reserved}`;
    expert(d, ROUTING.rplReservedNot0, SEVERITY.warn, GROUP.protocol, at + 4, reservedEntry, message);
  }
  const countEntry = d.add(ROUTING.rplAddrCount, at + 4, 2, count, GENERATED);
  if (count < 0) {
    const message = `Calculated total address count must be greater than or equal to 0, instead was ${count}`;
    expert(d, ROUTING.rplAddrCountGe0, SEVERITY.warn, GROUP.protocol, at + 4, countEntry, message);
  }
  if (isMulticast(d.addressBytes, d.destinationAddress)) {
    expert(d, ROUTING.notMulticast, SEVERITY.warn, GROUP.protocol, at);
  }
  let p = at + 8;
  for (let i = 0; i < count; i++) {
    const elided = i === count - 1 ? last : inner;
    within(d, header, p, 16 - elided);
    addCompressed(d, p, elided);
    p += 16 - elided;
  }
  if (left > 0 && count > 0) {
    d.finalBytes = address.slice();
    d.finalDestination = 0;
  }
}

function addCompressed(d: Dissection, at: number, elided: number): void {
  for (let i = 0; i < elided; i++) address[i] = d.addressBytes[d.destinationAddress + i];
  for (let i = elided; i < 16; i++) address[i] = d.bytes[at + i - elided];
  d.add(ROUTING.rplAddress, at, 16 - elided);
  const k = d.addComputed(ROUTING.rplFullAddress, at, 16 - elided, address, 0, 16, GENERATED);
  if (isMulticast(address, 0)) {
    expert(d, ROUTING.multicastAddr, SEVERITY.warn, GROUP.protocol, at, k);
  } else if (equalBytes(address, 0, d.addressBytes, d.sourceAddress, 16)) {
    expert(d, ROUTING.srcAddrExpert, SEVERITY.warn, GROUP.protocol, at, k);
  } else if (equalBytes(address, 0, d.addressBytes, d.destinationAddress, 16)) {
    expert(d, ROUTING.dstAddrExpert, SEVERITY.warn, GROUP.protocol, at, k);
  }
}

function dissectSegments(d: Dissection, header: Header): void {
  const { at, left } = header;
  const { bytes } = d;
  within(d, header, at + 4, 1);
  const lastEntry = bytes[at + 4];
  if (left > lastEntry + 1) invalidLeft(d, header);
  d.add(ROUTING.srhLastEntry, at + 4, 1, lastEntry);
  within(d, header, at + 5, 1);
  d.add(ROUTING.srhFlags, at + 5, 1, bytes[at + 5]);
  within(d, header, at + 6, 2);
  d.add(ROUTING.srhTag, at + 6, 2);
  for (let i = 0; i <= lastEntry; i++) {
    const p = at + 8 + 16 * i;
    within(d, header, p, 16);
    d.add(ROUTING.srhAddr, p, 16);
  }
  if (left > 0) setDestination(d, at + 8);
}

function dissectCompact(d: Dissection, header: Header, size: number, current: number, sid: number): void {
  const { at, length, left } = header;
  const read = (p: number) => (size === 2 ? get16(d.bytes, p) : get32(d.bytes, p));
  if (4 + size * left > length) invalidLength(d, header);
  const p = at + 4 + size * left;
  within(d, header, p, size);
  d.add(current, p, size, read(p));
  // As Wireshark reads it, the list ends with a zero; one that fills the header runs out of it.
  for (let q = at + 4; ; q += size) {
    within(d, header, q, size);
    const segment = read(q);
    if (segment === 0) break;
    d.add(sid, q, size, segment);
  }
}

registerExtension(43, { protocol: ROUTING.self, dissect });
