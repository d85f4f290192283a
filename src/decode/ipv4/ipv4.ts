/** IPv4 (RFC 791): header, checksum, fragments. Options are in ipv4Options.ts. */

import { get16, get32 } from '../../wire/bytes';
import { foldChecksum, sumBytes } from '../../wire/checksum';
import { IP_MF, IP_OFFMASK } from '../../wire/ipv4';
import { dissectData } from '../data';
import { type Dissection, GENERATED, HIDDEN } from '../dissection';
import { expert, GROUP, SEVERITY } from '../expert';
import { CHECKSUM_BAD, CHECKSUM_GOOD, CHECKSUM_UNVERIFIED } from '../names/checksums';
import { dissectNextHeader } from '../nextHeader';
import { Reassembler, type ReassemblyFields } from '../reassembly';
import { StateSlot } from '../state';
import { dispatch, ethertypes, type Handle, ipProtocols } from '../tables';
import { findFinalDestination, IP, MIN_HEADER } from './fields';
import { dissectOptions } from './options';

const PROTOCOL_OSPF = 89;
const PROTOCOL_PIM = 103;
/** Addresses of 224.0.0.0/24 whose packets bear TTL 255: VRRP, GLBP, multicast DNS. */
const TTL_255 = new Set([18, 102, 251]);
/** LLMNR packets may have any TTL. */
const TTL_ANY = 252;

const FRAGMENTS: ReassemblyFields = {
  fragments: IP.fragments,
  fragment: IP.fragment,
  overlap: IP.fragmentOverlap,
  conflict: IP.fragmentOverlapConflict,
  multipleTails: IP.fragmentMultipletails,
  tooLong: IP.fragmentToolongfragment,
  error: IP.fragmentError,
  count: IP.fragmentCount,
  length: IP.reassembledLength,
  data: IP.reassembledData,
};
const reassembly = new StateSlot(() => new Reassembler(FRAGMENTS));

function dissect(d: Dissection, at: number, end: number, reported: number): number {
  const { bytes } = d;
  d.need(at, 1, end, reported);
  const version = bytes[at] >> 4;
  const header = (bytes[at] & 15) * 4;
  const outer = d.openLayer(IP.self, at, Math.min(header, end - at));
  const k = d.add(IP.version, at, 1, version);
  if (version !== 4) {
    expert(d, IP.bogusIpVersion, SEVERITY.error, GROUP.protocol, at, k, 'Bogus IPv4 version');
    d.close(outer);
    const six = version === 6 ? ethertypes.get(0x86dd) : undefined;
    return six === undefined ? reported : dispatch(d, six, at, end, reported);
  }
  const lengthEntry = d.add(IP.hdrLen, at, 1, header);
  if (header < MIN_HEADER) {
    const message = `Bogus IP header length (${header}, must be at least 20)`;
    expert(d, IP.bogusHeaderLength, SEVERITY.error, GROUP.protocol, at, lengthEntry, message);
    d.close(outer);
    return reported;
  }
  d.need(at + 1, 1, end, reported);
  const under = d.open(IP.dsfield, at + 1, 1, bytes[at + 1]);
  d.add(IP.dsfieldDscp, at + 1, 1, bytes[at + 1] >> 2);
  d.add(IP.dsfieldEcn, at + 1, 1, bytes[at + 1] & 3);
  d.close(under);
  d.need(at + 2, 2, end, reported);
  const stated = get16(bytes, at + 2);
  const total = stated === 0 ? reported - at : stated;
  const totalEntry = d.add(IP.len, at + 2, 2, total);
  if (total < header) {
    expert(d, IP.bogusIpLength, SEVERITY.error, GROUP.protocol, at + 2, totalEntry);
    d.close(outer);
    return reported;
  }
  if (total > reported - at && !d.quoted) {
    const message = `IPv4 total length exceeds packet length (${reported - at} bytes)`;
    expert(d, IP.bogusIpLength, SEVERITY.error, GROUP.protocol, at + 2, totalEntry, message);
  }
  const packetReported = Math.min(reported, at + total);
  const packetEnd = Math.min(end, packetReported);
  d.setPacketEnd(packetReported);
  d.need(at + 4, 2, end, reported);
  d.add(IP.id, at + 4, 2, get16(bytes, at + 4));
  d.need(at + 6, 2, end, reported);
  const fragment = get16(bytes, at + 6);
  addFlags(d, at + 6, fragment);
  d.need(at + 8, 1, end, reported);
  const ttl = bytes[at + 8];
  const ttlEntry = d.add(IP.ttl, at + 8, 1, ttl);
  d.need(at + 9, 1, end, reported);
  const protocol = bytes[at + 9];
  d.add(IP.proto, at + 9, 1, protocol);
  d.need(at + 10, 2, end, reported);
  const good = addChecksum(d, at, header, end);
  d.need(at + 12, 4, end, reported);
  addAddress(d, at + 12, IP.src, IP.srcHost);
  d.need(at + 16, 4, end, reported);
  const final = header > MIN_HEADER ? findFinalDestination(bytes, at, Math.min(header, end - at)) : at + 16;
  if (final !== at + 16) {
    d.add(IP.curRt, at + 16, 4);
    d.add(IP.curRtHost, at + 16, 4, 0, GENERATED | HIDDEN);
  }
  addAddress(d, final, IP.dst, IP.dstHost);
  checkTtl(d, at + 8, ttlEntry, get32(bytes, at + 16), protocol);
  d.netVersion = 4;
  d.finalDestination = -1;
  d.addressBytes = bytes;
  d.sourceAddress = at + 12;
  d.destinationAddress = final;
  d.ipProtocol = protocol;
  d.ttl = ttl;
  if (header > MIN_HEADER) {
    d.need(at + MIN_HEADER, header - MIN_HEADER, end, reported);
    dissectOptions(d, at + MIN_HEADER, at + header);
  }
  const next = at + header;
  const wasFragmented = d.fragmented;
  const { currentSource } = d;
  let isData = false;
  let [from, to, toReported] = [next, packetEnd, packetReported];
  if ((fragment & (IP_MF | IP_OFFMASK)) !== 0) {
    const offset = (fragment & IP_OFFMASK) * 8;
    if (total > header && packetEnd === packetReported && good) {
      const key = `${get32(bytes, at + 12)} ${get32(bytes, final)} ${get16(bytes, at + 4)} ${protocol}`;
      const more = (fragment & IP_MF) !== 0;
      const whole = reassembly.of(d).add(d, key, offset, next, packetEnd, more);
      if (whole === null) isData = true;
      else {
        d.bytes = whole;
        d.currentSource = d.addSource(whole);
        reassembly.of(d).addFields(d);
        [from, to, toReported] = [0, whole.length, whole.length];
        d.fragmented = false;
      }
    } else {
      isData = offset !== 0;
      d.fragmented = true;
    }
  }
  d.close(outer);
  const { extensionParent } = d;
  d.extensionParent = outer;
  if (isData) dissectData(d, from, to, toReported);
  else dissectNextHeader(d, protocol, from, to, toReported);
  d.extensionParent = extensionParent;
  d.fragmented = wasFragmented;
  d.bytes = bytes;
  d.currentSource = currentSource;
  return packetReported;
}

function addFlags(d: Dissection, at: number, fragment: number): void {
  const outer = d.open(IP.flags, at, 1, fragment >> 13);
  d.add(IP.flagsRb, at, 1, fragment >> 15);
  d.add(IP.flagsDf, at, 1, (fragment >> 14) & 1);
  d.add(IP.flagsMf, at, 1, (fragment >> 13) & 1);
  d.close(outer);
  d.add(IP.fragOffset, at, 2, fragment & IP_OFFMASK);
}

/** Answers whether the checksum may be right: verified, or not verifiable. */
function addChecksum(d: Dissection, at: number, header: number, end: number): boolean {
  const { bytes } = d;
  const stored = get16(bytes, at + 10);
  const entry = d.add(IP.checksum, at + 10, 2, stored);
  if (at + header > end) {
    d.add(IP.checksumStatus, at + 10, 0, CHECKSUM_UNVERIFIED, GENERATED);
    return true;
  }
  const isFragment = (get16(bytes, at + 6) & (IP_MF | IP_OFFMASK)) !== 0;
  if (!isFragment && !d.wantsAny(IP.checksumStatus, IP.checksumCalculated, IP.checksumBadExpert)) return true;
  const sum = foldChecksum(sumBytes(bytes, at, header) - stored);
  const good = sum === stored || (sum === 0xffff && stored === 0);
  if (!good) {
    const message = `Bad checksum [should be 0x${sum.toString(16).padStart(4, '0')}]`;
    expert(d, IP.checksumBadExpert, SEVERITY.error, GROUP.checksum, at + 10, entry, message);
  }
  d.add(IP.checksumStatus, at + 10, 0, good ? CHECKSUM_GOOD : CHECKSUM_BAD, GENERATED);
  d.add(IP.checksumCalculated, at + 10, 2, sum, GENERATED);
  return good;
}

function addAddress(d: Dissection, at: number, address: number, host: number): void {
  d.add(address, at, 4);
  d.add(IP.addr, at, 4, 0, HIDDEN);
  d.add(host, at, 4, 0, GENERATED | HIDDEN);
  d.add(IP.host, at, 4, 0, GENERATED | HIDDEN);
}

/** `at` is where the TTL stands, `entry` its entry, -1 where nobody asked for it. */
function checkTtl(d: Dissection, at: number, entry: number, destination: number, protocol: number): void {
  const ttl = d.bytes[at];
  if (destination >>> 8 === 0xe00000) {
    const last = destination & 0xff;
    const right = TTL_255.has(last) ? 255 : 1;
    if (last === TTL_ANY || ttl === right) return;
    const message = `"Time To Live" != ${right} for a packet sent to the Local Network Control Block (see RFC 3171)`;
    expert(d, IP.ttlLncb, SEVERITY.note, GROUP.sequence, at, entry, message);
  } else if (
    ttl < 5 &&
    destination >>> 28 !== 0xe &&
    protocol !== PROTOCOL_OSPF &&
    protocol !== PROTOCOL_PIM
  ) {
    expert(d, IP.ttlTooSmall, SEVERITY.note, GROUP.sequence, at, entry, `"Time To Live" only ${ttl}`);
  }
}

/** A packet of neither version. */
function dissectBogus(d: Dissection, at: number): number {
  const version = d.bytes[at] >> 4;
  const outer = d.openLayer(IP.self, at, 1);
  const k = d.currentParent;
  if (k !== outer) d.markText(k, `Internet Protocol, bogus version (${version})`);
  const entry = d.add(IP.version, at, 1, version);
  expert(d, IP.bogusIpVersion, SEVERITY.error, GROUP.protocol, at, entry, 'Bogus IP version');
  d.close(outer);
  return at;
}

/** IP of either version, told by its first bits. */
export const ip: Handle = {
  protocol: IP.self,
  leaf: false,
  dissect: (d, at, end, reported) => {
    const six = end > at && d.bytes[at] >> 4 === 6 ? ethertypes.get(0x86dd) : undefined;
    if (six !== undefined) return dispatch(d, six, at, end, reported);
    const isFour = end <= at || d.bytes[at] >> 4 === 4;
    return isFour ? dissect(d, at, end, reported) : dissectBogus(d, at);
  },
};
export const ipv4: Handle = { protocol: IP.self, dissect, leaf: false };
ethertypes.register(ipv4, 0x0800);
ipProtocols.register(ip, 4);
