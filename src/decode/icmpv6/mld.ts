/** Multicast listener discovery, versions 1 (RFC 2710) and 2 (RFC 3810), and router discovery (RFC 4286). */
import { get16 } from '../../wire/bytes';
import { MLD_LISTENER_QUERY } from '../../wire/icmp6';
import { add8, add16, addBytes } from '../append';
import type { Dissection } from '../dissection';
import { ICMPV6 } from './fields';

/** Length of a whole version 1 message; a longer query is of version 2 (RFC 3810 8.1). */
const VERSION_1_LENGTH = 24;

/** Milliseconds that a maximum response code means (RFC 3810 5.1.3). */
function responseDelay(code: number): number {
  return code < 0x8000 ? code : ((code & 0xfff) | 0x1000) << (((code >>> 12) & 7) + 3);
}

/** Seconds that a querier's query interval code means (RFC 3810 5.1.9). */
function queryInterval(code: number): number {
  return code < 0x80 ? code : ((code & 0xf) | 0x10) << (((code >>> 4) & 7) + 3);
}

/** Query, report and done. */
export function dissectListenerMessage(
  d: Dissection,
  at: number,
  end: number,
  reported: number,
  type: number,
): number {
  const version2 = type === MLD_LISTENER_QUERY && end - (at - 4) > VERSION_1_LENGTH;
  if (version2) {
    d.need(at, 2, end, reported);
    d.add(ICMPV6.mldMaximumResponseCode, at, 2, responseDelay(get16(d.bytes, at)));
  } else add16(d, ICMPV6.mldMaximumResponseDelay, at, end, reported);
  addBytes(d, ICMPV6.reserved, at + 2, 2, end, reported);
  const next = addBytes(d, ICMPV6.mldMulticastAddress, at + 4, 16, end, reported);
  return version2 ? dissectQuery2(d, next, end, reported) : next;
}

function dissectQuery2(d: Dissection, at: number, end: number, reported: number): number {
  d.need(at, 1, end, reported);
  const flags = d.bytes[at];
  const under = d.open(ICMPV6.mldFlag, at, 1, flags);
  d.add(ICMPV6.mldFlagS, at, 1, (flags >>> 3) & 1);
  d.add(ICMPV6.mldFlagQrv, at, 1, flags & 7);
  d.add(ICMPV6.mldFlagReserved, at, 1, flags >>> 4);
  d.close(under);
  d.need(at + 1, 1, end, reported);
  d.add(ICMPV6.mldQqi, at + 1, 1, queryInterval(d.bytes[at + 1]));
  const sources = add16(d, ICMPV6.mldNbSources, at + 2, end, reported);
  let next = at + 4;
  for (let i = 0; i < sources; i++) {
    next = addBytes(d, ICMPV6.mldSourceAddress, next, 16, end, reported);
  }
  return next;
}

export function dissectListenerReport2(d: Dissection, at: number, end: number, reported: number): number {
  addBytes(d, ICMPV6.reserved, at, 2, end, reported);
  add16(d, ICMPV6.mldrNbMcastRecords, at + 2, end, reported);
  let next = at + 4;
  // As many as there are, whatever the number of records says.
  while (next < reported) next = dissectRecord(d, next, end, reported);
  return next;
}

function dissectRecord(d: Dissection, at: number, end: number, reported: number): number {
  const record = d.count;
  const outer = d.open(ICMPV6.mldrMar, at, end - at);
  const opened = d.currentParent !== outer;
  add8(d, ICMPV6.mldrMarRecordType, at, end, reported);
  const auxiliary = 4 * add8(d, ICMPV6.mldrMarAuxDataLen, at + 1, end, reported);
  const sources = add16(d, ICMPV6.mldrMarNbSources, at + 2, end, reported);
  let next = addBytes(d, ICMPV6.mldrMarMulticastAddress, at + 4, 16, end, reported);
  for (let i = 0; i < sources; i++) {
    next = addBytes(d, ICMPV6.mldrMarSourceAddress, next, 16, end, reported);
  }
  if (auxiliary > 0) next = addBytes(d, ICMPV6.mldrMarAuxiliaryData, next, auxiliary, end, reported);
  if (opened) d.setLength(record, next - at);
  d.close(outer);
  return next;
}

/** Advertisement of a multicast router; its code is the advertisement interval. */
export function dissectMulticastRouterAdvertisement(
  d: Dissection,
  at: number,
  end: number,
  reported: number,
): number {
  add16(d, ICMPV6.mcastRaQueryInterval, at, end, reported);
  add16(d, ICMPV6.mcastRaRobustnessVariable, at + 2, end, reported);
  return at + 4;
}
