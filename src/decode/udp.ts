/** UDP (RFC 768). */
import { get16 } from '../wire/bytes';
import { foldChecksum } from '../wire/checksum';
import { IPPROTO_UDP } from '../wire/ipv6';
import { UDP_HDRLEN } from '../wire/udp';
import { add16 } from './append';
import { checksumSum, statusOf, sumPseudoHeader } from './checksum';
import { dissectData } from './data';
import { type Dissection, GENERATED, HIDDEN } from './dissection';
import { expert, GROUP, SEVERITY } from './expert';
import {
  CHECKSUM_BAD,
  CHECKSUM_GOOD,
  CHECKSUM_ILLEGAL,
  CHECKSUM_NOT_PRESENT,
  CHECKSUM_STATUS,
} from './names/checksums';
import { isUdpProtocol } from './names/ports';
import { defineProtocol } from './registry';
import { type Handle, ipProtocols } from './tables';

export const UDP = defineProtocol(
  'udp',
  'User Datagram Protocol',
  {
    srcport: ['udp.srcport', 'uint16', 'port', 'Source Port'],
    dstport: ['udp.dstport', 'uint16', 'port', 'Destination Port'],
    port: ['udp.port', 'uint16', 'port', 'Source or Destination Port'],
    length: ['udp.length', 'uint16', 'dec', 'Length'],
    checksum: ['udp.checksum', 'uint16', 'hex', 'Checksum'],
    checksumCalculated: ['udp.checksum_calculated', 'uint16', 'hex', 'Calculated Checksum'],
    checksumStatus: ['udp.checksum.status', 'uint8', '', 'Checksum Status', { values: CHECKSUM_STATUS }],
    payload: ['udp.payload', 'bytes', '', 'Payload'],
    lengthBad: ['udp.length.bad', 'none', '', 'Bad length value'],
    lengthBadZero: ['udp.length.bad_zero', 'none', '', 'Length is zero but payload < 65536'],
    checksumZero: ['udp.checksum.zero', 'none', '', 'Illegal checksum value (0)'],
    checksumBad: ['udp.checksum.bad', 'none', '', 'Bad checksum'],
    possibleTraceroute: ['udp.possible_traceroute', 'none', '', 'Possible traceroute'],
  },
  { short: 'UDP', text: udpText },
);

/** Longest datagram whose length fits the field; longer ones say 0 (RFC 2675 4). */
const MAX_LENGTH = 65_535;

function udpText(d: Dissection, k: number): string {
  const bytes = d.sources[d.source[k]];
  const at = d.offset[k];
  return `User Datagram Protocol, Src Port: ${get16(bytes, at)}, Dst Port: ${get16(bytes, at + 2)}`;
}

function dissectUdp(d: Dissection, at: number, end: number, reported: number): number {
  d.need(at, 4, end, reported);
  const outer = d.openLayer(UDP.self, at, Math.min(UDP_HDRLEN, end - at));
  d.sourcePort = add16(d, UDP.srcport, at, end, reported);
  d.destinationPort = add16(d, UDP.dstport, at + 2, end, reported);
  d.add(UDP.port, at, 2, d.sourcePort, HIDDEN);
  d.add(UDP.port, at + 2, 2, d.destinationPort, HIDDEN);
  noteTraceroute(d, at);
  d.need(at + 4, 2, end, reported);
  const available = reported - at;
  const length = addLength(d, at + 4, available);
  if (length < 0) {
    d.close(outer);
    return reported;
  }
  d.need(at + 6, 2, end, reported);
  addUdpChecksum(d, at, length, end);
  const payload = at + UDP_HDRLEN;
  const datagramEnd = Math.min(reported, at + length);
  if (length > UDP_HDRLEN && !(d.quoted && end <= payload)) {
    d.need(payload, 1, end, reported);
    d.add(UDP.payload, payload, end - payload);
  }
  d.close(outer);
  if (!isUdpProtocol(d.sourcePort, d.destinationPort)) {
    dissectData(d, payload, Math.min(end, datagramEnd), datagramEnd);
  }
  return datagramEnd;
}

/** Ports that traceroute programs count up from, three attempts a hop. */
const FIRST_TRACEROUTE_PORT = 33_435;
const LAST_TRACEROUTE_PORT = 33_464;

function isProbe(port: number): boolean {
  return port >= FIRST_TRACEROUTE_PORT && port <= LAST_TRACEROUTE_PORT;
}

function noteTraceroute(d: Dissection, at: number): void {
  const port = isProbe(d.destinationPort) ? d.destinationPort : d.sourcePort;
  if (!isProbe(port) || !d.wants(UDP.possibleTraceroute)) return;
  const attempt = port - FIRST_TRACEROUTE_PORT;
  const message = `Possible traceroute: hop #${Math.floor(attempt / 3) + 1}, attempt #${(attempt % 3) + 1}`;
  expert(d, UDP.possibleTraceroute, SEVERITY.chat, GROUP.sequence, at, undefined, message);
}

/** Appends the length; answers how long the datagram is, as far as it says so believably, else -1. */
function addLength(d: Dissection, at: number, available: number): number {
  const stated = get16(d.bytes, at);
  const outer = d.open(UDP.length, at, 2, stated);
  let length = stated;
  if (stated === 0 && d.netVersion === 6) {
    length = available;
    if (available <= MAX_LENGTH) expert(d, UDP.lengthBadZero, SEVERITY.error, GROUP.protocol, at);
  } else if (stated < UDP_HDRLEN) {
    length = -1;
    expert(d, UDP.lengthBad, SEVERITY.error, GROUP.malformed, at);
  } else if (stated > available && !d.fragmented && !d.quoted) {
    expert(d, UDP.lengthBad, SEVERITY.error, GROUP.malformed, at);
  }
  d.close(outer);
  return length;
}

function addUdpChecksum(d: Dissection, at: number, length: number, end: number): void {
  const wanted =
    d.wantsAny(UDP.checksum, UDP.checksumStatus, UDP.checksumCalculated) ||
    d.wants(UDP.checksumBad) ||
    d.wants(UDP.checksumZero);
  if (!wanted) return;
  const stored = get16(d.bytes, at + 6);
  const outer = d.open(UDP.checksum, at + 6, 2, stored);
  let status: number = CHECKSUM_NOT_PRESENT;
  if (stored === 0 && d.netVersion === 6) {
    expert(d, UDP.checksumZero, SEVERITY.error, GROUP.checksum, at + 6);
    status = CHECKSUM_ILLEGAL;
  } else if (stored !== 0) {
    const sum = checksumSum(d, at, length, end, sumPseudoHeader(d, length, IPPROTO_UDP));
    status = statusOf(sum);
    if (sum >= 0) addCalculated(d, at + 6, stored, sum, status);
  }
  d.close(outer);
  d.add(UDP.checksumStatus, at + 6, status === CHECKSUM_NOT_PRESENT ? 2 : 0, status, GENERATED);
}

function addCalculated(d: Dissection, at: number, stored: number, sum: number, status: number): void {
  // A datagram whose sum is zero sends ones (RFC 768).
  const right = status === CHECKSUM_GOOD ? stored : foldChecksum(sum - stored) || 0xffff;
  if (status === CHECKSUM_BAD) {
    const message = `Bad checksum [should be 0x${right.toString(16).padStart(4, '0')}]`;
    expert(d, UDP.checksumBad, SEVERITY.error, GROUP.checksum, at, undefined, message);
  }
  d.add(UDP.checksumCalculated, at, 2, right, GENERATED);
}

const udp: Handle = { protocol: UDP.self, dissect: dissectUdp, leaf: true };
ipProtocols.register(udp, IPPROTO_UDP);
