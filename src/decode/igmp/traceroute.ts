/** Multicast traceroute over IGMP: the query, then a block from each router on the way. */
import { add8, add32, addBytes } from '../append';
import type { Dissection } from '../dissection';
import { IGMP } from './fields';
import { TRACEROUTE_BLOCK_LENGTH } from './types';

/** The message after its checksum. */
export function dissectTraceroute(d: Dissection, at: number, end: number, reported: number): number {
  addBytes(d, IGMP.maddr, at, 4, end, reported);
  addBytes(d, IGMP.mtraceSaddr, at + 4, 4, end, reported);
  addBytes(d, IGMP.mtraceRaddr, at + 8, 4, end, reported);
  addBytes(d, IGMP.mtraceRspaddr, at + 12, 4, end, reported);
  add8(d, IGMP.mtraceRespTtl, at + 16, end, reported);
  d.need(at + 17, 3, end, reported);
  const { bytes } = d;
  d.add(IGMP.mtraceQId, at + 17, 3, (bytes[at + 17] << 16) | (bytes[at + 18] << 8) | bytes[at + 19]);
  let next = at + 20;
  for (; next < reported; next += TRACEROUTE_BLOCK_LENGTH) dissectBlock(d, next, end, reported);
  return next;
}

function dissectBlock(d: Dissection, at: number, end: number, reported: number): void {
  d.need(at, TRACEROUTE_BLOCK_LENGTH, end, reported);
  add32(d, IGMP.mtraceQArrival, at, end, reported);
  addBytes(d, IGMP.mtraceQInaddr, at + 4, 4, end, reported);
  addBytes(d, IGMP.mtraceQOutaddr, at + 8, 4, end, reported);
  addBytes(d, IGMP.mtraceQPrevrtr, at + 12, 4, end, reported);
  add32(d, IGMP.mtraceQInpkt, at + 16, end, reported);
  add32(d, IGMP.mtraceQOutpkt, at + 20, end, reported);
  add32(d, IGMP.mtraceQTotal, at + 24, end, reported);
  add8(d, IGMP.mtraceQRtgProto, at + 28, end, reported);
  add8(d, IGMP.mtraceQFwdTtl, at + 29, end, reported);
  d.need(at + 30, 1, end, reported);
  const bits = d.bytes[at + 30];
  d.add(IGMP.mtraceQMbz, at + 30, 1, bits >>> 7);
  d.add(IGMP.mtraceQS, at + 30, 1, (bits >>> 6) & 1);
  d.add(IGMP.mtraceQSrcMask, at + 30, 1, bits & 0x3f);
  add8(d, IGMP.mtraceQFwdCode, at + 31, end, reported);
}
