/** TCP (RFC 9293): one segment by itself. */
import { get16, get32 } from '../../wire/bytes';
import { IPPROTO_TCP } from '../../wire/ipv6';
import { TCP_HDRLEN } from '../../wire/tcp';
import { add16, add32 } from '../append';
import { addChecksum, type ChecksumFields, checksumSum, statusOf, sumPseudoHeader } from '../checksum';
import { dissectData } from '../data';
import { type Dissection, GENERATED, HIDDEN } from '../dissection';
import { expert, GROUP, SEVERITY } from '../expert';
import { CHECKSUM_BAD, CHECKSUM_GOOD } from '../names/checksums';
import { isTcpProtocol } from '../names/ports';
import { type Handle, ipProtocols } from '../tables';
import { TCP } from './fields';
import { ACK, FIN, RST, SYN, URG } from './flags';
import { dissectTcpOptions } from './options';
import { isNewData } from './progress';
import { PORTS_ONLY, WITHOUT_LENGTH } from './text';

const CHECKSUM: ChecksumFields = {
  checksum: TCP.checksum,
  status: TCP.checksumStatus,
  bad: TCP.checksumBadExpert,
  calculated: TCP.checksumCalculated,
  badSeverity: SEVERITY.error,
};

function dissectTcp(d: Dissection, at: number, end: number, reported: number): number {
  d.need(at, 4, end, reported);
  const layer = d.count;
  const outer = d.openLayer(TCP.self, at, Math.min(TCP_HDRLEN, end - at));
  const own = d.currentParent === outer ? -1 : layer;
  if (own >= 0) d.value[own] = PORTS_ONLY;
  d.sourcePort = add16(d, TCP.srcport, at, end, reported);
  d.destinationPort = add16(d, TCP.dstport, at + 2, end, reported);
  d.add(TCP.port, at, 2, d.sourcePort, HIDDEN);
  d.add(TCP.port, at + 2, 2, d.destinationPort, HIDDEN);
  // Of a quote, the sequence number may be all there is.
  if (d.quotedByIcmp) add32(d, TCP.seq, at + 4, end, reported);
  d.need(at + 4, 12, end, reported);
  const headerLength = (d.bytes[at + 12] >>> 4) * 4;
  const payload = reported - at - headerLength;
  if (own >= 0) {
    d.value[own] = d.quoted || payload < 0 ? WITHOUT_LENGTH : payload;
    d.setLength(own, Math.min(Math.max(headerLength, TCP_HDRLEN), end - at));
  }
  addNumbers(d, at, payload);
  if (headerLength >= TCP_HDRLEN) dissectRest(d, at, end, reported, headerLength);
  else {
    d.add(TCP.hdrLen, at + 12, 1, headerLength);
    expert(d, TCP.bogusHeaderLength, SEVERITY.error, GROUP.protocol, at + 12);
  }
  d.close(outer);
  return reported;
}

/** Length and sequence number; a negative length means that the header is cut short. */
function addNumbers(d: Dissection, at: number, payload: number): void {
  if (!d.quoted) {
    if (payload < 0) expert(d, TCP.shortSegment, SEVERITY.warn, GROUP.malformed, at + 12);
    else d.add(TCP.len, at, 0, payload, GENERATED);
  }
  if (d.quotedByIcmp) return;
  const sequence = get32(d.bytes, at + 4);
  d.add(TCP.seq, at + 4, 4, sequence);
  d.add(TCP.seqRaw, at + 4, 4, sequence, HIDDEN);
}

function dissectRest(d: Dissection, at: number, end: number, reported: number, headerLength: number): void {
  const payload = reported - at - headerLength;
  const flags = get16(d.bytes, at + 12) & 0xfff;
  let isPlainData = true;
  if (payload >= 0 && !d.quoted) {
    const counted = payload + ((flags & (SYN | FIN)) !== 0 ? 1 : 0);
    if (d.wantsAllLayers && !isTcpProtocol(d.sourcePort, d.destinationPort)) {
      isPlainData = isNewData(d, get32(d.bytes, at + 4), payload, counted, (flags & SYN) !== 0);
    }
    d.add(TCP.nxtseq, at, 0, (get32(d.bytes, at + 4) + counted) >>> 0, GENERATED);
  }
  const acknowledgement = add32(d, TCP.ack, at + 8, end, reported);
  if ((flags & ACK) === 0 && acknowledgement !== 0) {
    expert(d, TCP.ackNonzero, SEVERITY.note, GROUP.protocol, at + 8);
  }
  d.add(TCP.ackRaw, at + 8, 4, acknowledgement, HIDDEN);
  d.add(TCP.hdrLen, at + 12, 1, headerLength);
  addFlags(d, at + 12, flags);
  add16(d, TCP.windowSizeValue, at + 14, end, reported);
  d.need(at + 16, 2, end, reported);
  if (
    d.wantsAny(TCP.checksum, TCP.checksumStatus, TCP.checksumCalculated) ||
    d.wants(TCP.checksumBadExpert) ||
    d.wants(TCP.checksumFfff)
  ) {
    addTcpChecksum(d, at, end, reported);
  }
  const urgent = add16(d, TCP.urgentPointer, at + 18, end, reported);
  if ((flags & URG) === 0 && urgent !== 0) {
    expert(d, TCP.urgentPointerNonZero, SEVERITY.note, GROUP.protocol, at + 18);
  }
  const next = at + headerLength;
  if (headerLength > TCP_HDRLEN) {
    dissectTcpOptions(d, at + TCP_HDRLEN, next, end, reported, flags, acknowledgement);
  }
  if (payload > 0 && !(d.quoted && end <= next)) dissectPayload(d, next, end, reported, flags, isPlainData);
}

function addTcpChecksum(d: Dissection, at: number, end: number, reported: number): void {
  const length = reported - at;
  const sum = checksumSum(d, at, length, end, sumPseudoHeader(d, length, IPPROTO_TCP));
  if (get16(d.bytes, at + 16) !== 0xffff || statusOf(sum) !== CHECKSUM_GOOD) {
    addChecksum(d, CHECKSUM, at + 16, sum);
    return;
  }
  // Ones where there should be zero add up, but nobody computes them (RFC 1624 3).
  const outer = d.open(TCP.checksum, at + 16, 2, 0xffff);
  expert(d, TCP.checksumFfff, SEVERITY.warn, GROUP.checksum, at + 16);
  d.add(TCP.checksumCalculated, at + 16, 2, 0, GENERATED);
  d.close(outer);
  d.add(TCP.checksumStatus, at + 16, 0, CHECKSUM_BAD, GENERATED);
}

function addFlags(d: Dissection, at: number, flags: number): void {
  const under = d.open(TCP.flags, at, 2, flags);
  d.add(TCP.flagsRes, at, 1, (flags & 0xe00) === 0 ? 0 : 1);
  d.add(TCP.flagsAe, at, 1, (flags >>> 8) & 1);
  d.add(TCP.flagsCwr, at + 1, 1, (flags >>> 7) & 1);
  d.add(TCP.flagsEce, at + 1, 1, (flags >>> 6) & 1);
  d.add(TCP.flagsUrg, at + 1, 1, (flags >>> 5) & 1);
  d.add(TCP.flagsAck, at + 1, 1, (flags >>> 4) & 1);
  d.add(TCP.flagsPush, at + 1, 1, (flags >>> 3) & 1);
  const reset = d.open(TCP.flagsReset, at + 1, 1, (flags >>> 2) & 1);
  if ((flags & RST) !== 0) expert(d, TCP.connectionRst, SEVERITY.warn, GROUP.sequence, at + 1);
  d.close(reset);
  const syn = d.open(TCP.flagsSyn, at + 1, 1, (flags >>> 1) & 1);
  if ((flags & SYN) !== 0) noteSyn(d, at + 1, flags);
  d.close(syn);
  const fin = d.open(TCP.flagsFin, at + 1, 1, flags & 1);
  if ((flags & FIN) !== 0) expert(d, TCP.connectionFin, SEVERITY.chat, GROUP.sequence, at + 1);
  d.close(fin);
  d.add(TCP.flagsStr, at, 2, flags, GENERATED);
  d.close(under);
}

/** A connection begins: who serves is told by the direction. */
function noteSyn(d: Dissection, at: number, flags: number): void {
  const isAnswer = (flags & ACK) !== 0;
  const id = isAnswer ? TCP.connectionSynack : TCP.connectionSyn;
  if (!d.wants(id)) return;
  const what = isAnswer ? 'acknowledge (SYN+ACK)' : 'request (SYN)';
  const server = isAnswer ? d.sourcePort : d.destinationPort;
  const message = `Connection establish ${what}: server port ${server}`;
  expert(d, id, SEVERITY.chat, GROUP.sequence, at, undefined, message);
}

/** What a segment that resets carries is the reason (RFC 9293 3.5.3). */
function dissectPayload(
  d: Dissection,
  at: number,
  end: number,
  reported: number,
  flags: number,
  isPlainData: boolean,
): void {
  if ((flags & RST) !== 0) {
    d.need(at, reported - at, end, reported);
    d.add(TCP.resetCause, at, reported - at);
    return;
  }
  d.need(at, 1, end, reported);
  d.add(TCP.payload, at, end - at);
  if (!isPlainData || isTcpProtocol(d.sourcePort, d.destinationPort)) return;
  const outer = d.currentParent;
  d.close(-1);
  dissectData(d, at, end, reported);
  d.close(outer);
}

const tcp: Handle = { protocol: TCP.self, dissect: dissectTcp, leaf: true };
ipProtocols.register(tcp, IPPROTO_TCP);
