/** The IOAM option of IPv6 (RFC 9197, RFC 9486): pre-allocated and incremental traces. */
import { get16, get32 } from '../../wire/bytes';
import { type Dissection, MALFORMED } from '../dissection';
import { expert, GROUP, SEVERITY } from '../expert';
import type { FieldId } from '../registry';
import { IPV6 } from './fields';
import { type OptionBody, take } from './optionBody';

const PREALLOCATED = 0;
const INCREMENTAL = 1;
/** Bytes of the option and trace headers before the data of the nodes. */
const HEADERS = 10;

const TYPE_BITS: readonly (readonly [mask: number, FieldId])[] = [
  [0x800000, IPV6.optIoamTraceTypeBit0],
  [0x400000, IPV6.optIoamTraceTypeBit1],
  [0x200000, IPV6.optIoamTraceTypeBit2],
  [0x100000, IPV6.optIoamTraceTypeBit3],
  [0x080000, IPV6.optIoamTraceTypeBit4],
  [0x040000, IPV6.optIoamTraceTypeBit5],
  [0x020000, IPV6.optIoamTraceTypeBit6],
  [0x010000, IPV6.optIoamTraceTypeBit7],
  [0x008000, IPV6.optIoamTraceTypeBit8],
  [0x004000, IPV6.optIoamTraceTypeBit9],
  [0x002000, IPV6.optIoamTraceTypeBit10],
  [0x001000, IPV6.optIoamTraceTypeBit11],
  [0x000ffc, IPV6.optIoamTraceTypeUndef],
  [0x000002, IPV6.optIoamTraceTypeBit22],
  [0x000001, IPV6.optIoamTraceTypeRsv],
];
const SNAPSHOT = 0x000002;

/** What a node adds for each bit of the trace type: [mask, field, offset, length] in order. */
const NODE_PARTS: readonly (readonly [
  mask: number,
  size: number,
  ...(readonly [FieldId, number, number])[],
])[] = [
  [0x800000, 4, [IPV6.optIoamTraceNodeHlim, 0, 1], [IPV6.optIoamTraceNodeId, 1, 3]],
  [0x400000, 4, [IPV6.optIoamTraceNodeIif, 0, 2], [IPV6.optIoamTraceNodeEif, 2, 2]],
  [0x200000, 4, [IPV6.optIoamTraceNodeTss, 0, 4]],
  [0x100000, 4, [IPV6.optIoamTraceNodeTsf, 0, 4]],
  [0x080000, 4, [IPV6.optIoamTraceNodeTrdelay, 0, 4]],
  [0x040000, 4, [IPV6.optIoamTraceNodeNsdata, 0, 4]],
  [0x020000, 4, [IPV6.optIoamTraceNodeQdepth, 0, 4]],
  [0x010000, 4, [IPV6.optIoamTraceNodeCsum, 0, 4]],
  [0x008000, 8, [IPV6.optIoamTraceNodeHlim, 0, 1], [IPV6.optIoamTraceNodeIdWide, 1, 7]],
  [0x004000, 8, [IPV6.optIoamTraceNodeIifWide, 0, 4], [IPV6.optIoamTraceNodeEifWide, 4, 4]],
  [0x002000, 8, [IPV6.optIoamTraceNodeNsdataWide, 0, 8]],
  [0x001000, 4, [IPV6.optIoamTraceNodeBufoccup, 0, 4]],
  ...Array.from(
    { length: 10 },
    (_, i) => [0x000800 >> i, 4, [IPV6.optIoamTraceNodeUndefined, 0, 4]] as const,
  ),
];

/** Appends an IOAM option's data; answers how many bytes of it were understood. */
export function dissectIoam(d: Dissection, body: OptionBody): number {
  const { bytes } = d;
  let at = take(d, body, 0, 1);
  d.add(IPV6.optIoamRsv, at, 1, bytes[at]);
  at = take(d, body, 1, 1);
  const kind = bytes[at];
  d.add(IPV6.optIoamOptType, at, 1, kind);
  if (body.length === 0) throw MALFORMED;
  if (kind !== PREALLOCATED && kind !== INCREMENTAL) return 2;
  if (body.length < HEADERS) {
    expert(d, IPV6.optInvalidLen, SEVERITY.warn, GROUP.malformed, body.at - 1, body.lengthEntry);
  }
  return dissectTrace(d, body);
}

function dissectTrace(d: Dissection, body: OptionBody): number {
  const { bytes } = d;
  let at = take(d, body, 2, 2);
  d.add(IPV6.optIoamTraceNs, at, 2, get16(bytes, at));
  at = take(d, body, 4, 2);
  const word = get16(bytes, at);
  const nodeWords = word >> 11;
  const nodeEntry = d.add(IPV6.optIoamTraceNodelen, at, 1, nodeWords);
  if (nodeWords === 0) {
    expert(d, IPV6.optIoamTraceInvalidNodelen, SEVERITY.warn, GROUP.protocol, at, nodeEntry);
  }
  const flags = d.open(IPV6.optIoamTraceFlags, at, 2, (word >> 7) & 15);
  d.add(IPV6.optIoamTraceFlagO, at, 2, (word >> 10) & 1);
  d.add(IPV6.optIoamTraceFlagL, at, 2, (word >> 9) & 1);
  d.add(IPV6.optIoamTraceFlagA, at, 2, (word >> 8) & 1);
  d.add(IPV6.optIoamTraceFlagRsv, at, 2, (word >> 7) & 1);
  d.close(flags);
  const free = 4 * (word & 0x7f);
  const room = body.length - HEADERS;
  const freeEntry = d.add(IPV6.optIoamTraceRemlen, at + 1, 1, word & 0x7f);
  if (free > room)
    expert(d, IPV6.optIoamTraceInvalidRemlen, SEVERITY.warn, GROUP.protocol, at + 1, freeEntry);
  at = take(d, body, 6, 4);
  const type = get32(bytes, at) >>> 8;
  const typeEntry = addType(d, at, type);
  d.add(IPV6.optIoamTraceRsv, at + 3, 1, bytes[at + 3]);
  if (nodeWords === 0 || free > room) return HEADERS;
  return dissectNodes(d, body, type, 4 * nodeWords, free, typeEntry);
}

function addType(d: Dissection, at: number, type: number): number {
  const outer = d.open(IPV6.optIoamTraceType, at, 3, type);
  const entry = d.currentParent;
  for (const [mask, id] of TYPE_BITS) d.add(id, at, 3, (type & mask) !== 0 ? 1 : 0);
  d.close(outer);
  return entry === outer ? -1 : entry;
}

function dissectNodes(
  d: Dissection,
  body: OptionBody,
  type: number,
  size: number,
  free: number,
  typeEntry: number,
): number {
  let p = HEADERS;
  if (free > 0) {
    d.add(IPV6.optIoamTraceFreeSpace, take(d, body, p, free), free);
    p += free;
  }
  while (p < body.length) {
    if (p + size > body.length) {
      expert(d, IPV6.optInvalidLen, SEVERITY.warn, GROUP.malformed, body.at - 1, body.lengthEntry);
      return p;
    }
    const used = dissectNode(d, body, p, type);
    if (used !== size) {
      expert(d, IPV6.optIoamTraceInvalidType, SEVERITY.warn, GROUP.protocol, body.at + 6, typeEntry);
      return p;
    }
    p += size;
    if ((type & SNAPSHOT) !== 0) p += dissectSnapshot(d, body, p);
  }
  return p;
}

/** Appends what one node added, but its snapshot; answers its length. */
function dissectNode(d: Dissection, body: OptionBody, start: number, type: number): number {
  let p = start;
  for (const [mask, size, ...parts] of NODE_PARTS) {
    if ((type & mask) === 0) continue;
    const at = take(d, body, p, size);
    for (const [id, offset, length] of parts)
      d.add(id, at + offset, length, unsigned(d.bytes, at + offset, length));
    p += size;
  }
  return p - start;
}

function dissectSnapshot(d: Dissection, body: OptionBody, p: number): number {
  const at = take(d, body, p, 4);
  const length = 4 * d.bytes[at];
  d.add(IPV6.optIoamTraceNodeOssLen, at, 1, d.bytes[at]);
  d.add(IPV6.optIoamTraceNodeOssScid, at + 1, 3, unsigned(d.bytes, at + 1, 3));
  if (length > 0) d.add(IPV6.optIoamTraceNodeOssData, take(d, body, p + 4, length), length);
  return 4 + length;
}

function unsigned(bytes: Uint8Array, at: number, length: number): number {
  let value = 0;
  for (let i = 0; i < length; i++) value = value * 256 + bytes[at + i];
  return value;
}
