/**
 * IPv6 (RFC 8200): the fixed header. Extension headers are in optionsHeader.ts, routing.ts and fragment.ts.
 */
import { get16, get32 } from '../../wire/bytes';
import { IP6_HDRLEN, IPPROTO_HOPOPTS, IPPROTO_NONE } from '../../wire/ipv6';
import { type Dissection, GENERATED, HIDDEN, REFUSED } from '../dissection';
import { expert, GROUP, SEVERITY } from '../expert';
import { IP } from '../ipv4/fields';
import { dissectNextHeader } from '../nextHeader';
import type { FieldId } from '../registry';
import { ethertypes, type Handle, ipProtocols } from '../tables';
import { IPV6 } from './fields';
import { LEAST_JUMBO } from './options';

const OPTION_JUMBO = 0xc2;

function dissect(d: Dissection, at: number, end: number, reported: number): number {
  const { bytes } = d;
  const outer = d.openLayer(IPV6.self, at, Math.max(0, Math.min(IP6_HDRLEN, end - at)));
  const layer = d.currentParent;
  d.need(at, 1, end, reported);
  const version = bytes[at] >> 4;
  const versionEntry = d.add(IPV6.version, at, 1, version);
  d.add(IP.version, at, 1, version, HIDDEN);
  if (version !== 6) {
    expert(d, IPV6.bogusIpv6Version, SEVERITY.error, GROUP.malformed, at, versionEntry);
    return REFUSED;
  }
  if (reported - at < IP6_HDRLEN) {
    expert(
      d,
      IPV6.invalidHeader,
      SEVERITY.error,
      GROUP.malformed,
      at,
      layer,
      'IPv6 header must be exactly 40 bytes',
    );
  }
  // A whole header of which nobody wants a field need not be read field by field.
  const shown = end - at < IP6_HDRLEN || d.wantsProtocol(IPV6.self);
  const plenEntry = shown ? addHeader(d, at, end, reported) : -1;
  const plen = get16(bytes, at + 4);
  const next = bytes[at + 6];
  const length = actualLength(d, at, plen, next, plenEntry, end, reported);
  d.netVersion = 6;
  d.addressBytes = bytes;
  d.sourceAddress = at + 8;
  d.destinationAddress = at + 24;
  d.ttl = bytes[at + 7];
  d.close(outer);
  const packetReported = Math.min(reported, at + IP6_HDRLEN + length);
  const packetEnd = Math.min(end, packetReported);
  d.setPacketEnd(packetReported);
  const { extensionParent, fragmented, currentSource, payloadLength: outerPayload, jumbo, packetWhole } = d;
  d.extensionParent = layer;
  d.firstExtension = at + IP6_HDRLEN;
  d.finalDestination = -1;
  d.payloadLength = plen;
  d.jumbo = plen === 0 && length > 0;
  d.packetWhole = at + IP6_HDRLEN + length <= end;
  dissectNextHeader(d, next, at + IP6_HDRLEN, packetEnd, packetReported);
  d.extensionParent = extensionParent;
  d.payloadLength = outerPayload;
  d.jumbo = jumbo;
  d.packetWhole = packetWhole;
  d.fragmented = fragmented;
  d.bytes = bytes;
  d.currentSource = currentSource;
  return packetReported;
}

/** Appends the header's fields after the version; answers the entry of the payload length. */
function addHeader(d: Dissection, at: number, end: number, reported: number): number {
  const { bytes } = d;
  d.need(at, 4, end, reported);
  const word = get32(bytes, at);
  const under = d.open(IPV6.tclass, at, 4, (word >>> 20) & 0xff);
  d.add(IPV6.tclassDscp, at, 4, (word >>> 22) & 0x3f);
  d.add(IPV6.tclassEcn, at, 4, (word >>> 20) & 3);
  d.close(under);
  d.add(IPV6.flow, at + 1, 3, word & 0xfffff);
  d.need(at + 4, 2, end, reported);
  d.need(at + 6, 1, end, reported);
  const plen = get16(bytes, at + 4);
  const next = bytes[at + 6];
  const plenEntry = d.add(IPV6.plen, at + 4, 2, plen);
  if (plen === 0 && next !== IPPROTO_HOPOPTS && next !== IPPROTO_NONE) {
    expert(d, IPV6.plenZero, SEVERITY.chat, GROUP.protocol, at + 4, plenEntry);
  }
  d.add(IPV6.nxt, at + 6, 1, next);
  d.need(at + 7, 1, end, reported);
  d.add(IPV6.hlim, at + 7, 1, bytes[at + 7]);
  d.need(at + 8, 16, end, reported);
  addAddress(d, at + 8, IPV6.src, IPV6.srcHost);
  d.need(at + 24, 16, end, reported);
  addAddress(d, at + 24, IPV6.dst, IPV6.dstHost);
  addEmbedded(d, at + 8, SOURCE);
  addEmbedded(d, at + 24, DESTINATION);
  addSlaac(d, at + 8, IPV6.srcSlaacMac);
  addSlaac(d, at + 24, IPV6.dstSlaacMac);
  return plenEntry;
}

/** The payload's length: a zero may stand for a jumbo payload; more than there is is noted. */
function actualLength(
  d: Dissection,
  at: number,
  plen: number,
  next: number,
  entry: number,
  end: number,
  reported: number,
): number {
  let length = plen;
  if (plen === 0 && next === IPPROTO_HOPOPTS) {
    length = findJumbo(d.bytes, at + IP6_HDRLEN, end);
    if (length === 0) expert(d, IPV6.optJumboMissing, SEVERITY.error, GROUP.malformed, at + 4, entry);
  }
  const there = reported - at - IP6_HDRLEN;
  if (length > there && !d.quoted) {
    const message = `IPv6 payload length exceeds framing length (${there} bytes)`;
    expert(d, IPV6.plenExceedsFraming, SEVERITY.warn, GROUP.protocol, at + 4, entry, message);
  }
  return length;
}

/** The jumbo payload length in the hop-by-hop options at `at`; 0 without one. */
function findJumbo(bytes: Uint8Array, at: number, end: number): number {
  if (at + 8 > end) return 0;
  const headerEnd = Math.min(end, at + 8 * (bytes[at + 1] + 1));
  let p = at + 2;
  while (p + 2 <= headerEnd) {
    if (bytes[p] === 0) p++;
    else if (bytes[p] === OPTION_JUMBO && bytes[p + 1] === 4 && p + 6 <= headerEnd) {
      const length = get32(bytes, p + 2);
      return length >= LEAST_JUMBO ? length : 0;
    } else p += 2 + bytes[p + 1];
  }
  return 0;
}

function addAddress(d: Dissection, at: number, address: FieldId, host: FieldId): void {
  d.add(address, at, 16);
  d.add(IPV6.addr, at, 16, 0, HIDDEN);
  d.add(host, at, 16, 0, GENERATED | HIDDEN);
  d.add(IPV6.host, at, 16, 0, GENERATED | HIDDEN);
}

const SOURCE = {
  isatap: IPV6.srcIsatapIpv4,
  gateway: IPV6.src6to4GwIpv4,
  sla: IPV6.src6to4SlaId,
  server: IPV6.srcTsIpv4,
  port: IPV6.srcTcPort,
  client: IPV6.srcTcIpv4,
  embedded: IPV6.srcEmbedIpv4,
};
const DESTINATION = {
  isatap: IPV6.dstIsatapIpv4,
  gateway: IPV6.dst6to4GwIpv4,
  sla: IPV6.dst6to4SlaId,
  server: IPV6.dstTsIpv4,
  port: IPV6.dstTcPort,
  client: IPV6.dstTcIpv4,
  embedded: IPV6.dstEmbedIpv4,
};

const inverted = new Uint8Array(4);
const mac = new Uint8Array(6);

/** IPv4 addresses in an IPv6 address: 6to4, Teredo, ISATAP, and the well-known prefix of RFC 6052. */
function addEmbedded(d: Dissection, at: number, ids: typeof SOURCE): void {
  const { bytes } = d;
  const first = get32(bytes, at);
  if (first >>> 16 === 0x2002) {
    d.add(ids.gateway, at + 2, 4, 0, GENERATED);
    d.add(ids.sla, at + 6, 2, get16(bytes, at + 6), GENERATED);
    d.add(IPV6.n6to4GwIpv4, at + 2, 4, 0, GENERATED | HIDDEN);
    d.add(IPV6.n6to4SlaId, at + 6, 2, get16(bytes, at + 6), GENERATED | HIDDEN);
  } else if (first === 0x20010000) {
    const port = ~get16(bytes, at + 10) & 0xffff;
    for (let i = 0; i < 4; i++) inverted[i] = ~bytes[at + 12 + i];
    d.add(ids.server, at + 4, 4, 0, GENERATED);
    d.add(ids.port, at + 10, 2, port, GENERATED);
    d.addComputed(ids.client, at + 12, 4, inverted, 0, 4, GENERATED);
    d.add(IPV6.tsIpv4, at + 4, 4, 0, GENERATED | HIDDEN);
    d.add(IPV6.tcPort, at + 10, 2, port, GENERATED | HIDDEN);
    d.addComputed(IPV6.tcIpv4, at + 12, 4, inverted, 0, 4, GENERATED | HIDDEN);
  } else if (first === 0x0064ff9b && get32(bytes, at + 4) === 0 && get32(bytes, at + 8) === 0) {
    d.add(IPV6.embedIpv4Prefix, at, 12, 0, GENERATED);
    d.add(ids.embedded, at + 12, 4, 0, GENERATED);
    d.add(IPV6.embedIpv4, at + 12, 4, 0, GENERATED);
  }
  const identifier = get32(bytes, at + 8);
  if (identifier === 0x00005efe || identifier === 0x02005efe) {
    d.add(ids.isatap, at + 12, 4, 0, GENERATED);
    d.add(IPV6.isatapIpv4, at + 12, 4, 0, GENERATED | HIDDEN);
  }
}

/** The link address in an interface identifier made from one (RFC 4291, appendix A). */
function addSlaac(d: Dissection, at: number, id: FieldId): void {
  const { bytes } = d;
  if (bytes[at + 11] !== 0xff || bytes[at + 12] !== 0xfe || (bytes[at + 8] & 2) === 0) return;
  mac[0] = bytes[at + 8] ^ 2;
  mac[1] = bytes[at + 9];
  mac[2] = bytes[at + 10];
  for (let i = 3; i < 6; i++) mac[i] = bytes[at + 10 + i];
  d.addComputed(id, at + 8, 8, mac, 0, 6, GENERATED);
  d.addComputed(IPV6.slaacMac, at + 8, 8, mac, 0, 6, GENERATED | HIDDEN);
}

export const ipv6: Handle = { protocol: IPV6.self, dissect, leaf: false };
ethertypes.register(ipv6, 0x86dd);
ipProtocols.register(ipv6, 41);
