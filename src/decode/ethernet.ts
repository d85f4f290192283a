/**
 * Ethernet (IEEE 802.3): addresses, type or length, padding, trailer and frame check sequence.
 *
 * A frame check sequence is rarely told of by a capture; Wireshark's rule is followed: a frame of at least 64
 * bytes whose packet leaves at least 4 bytes is taken to end with one.
 */
import { formatMac } from '../wire/address';
import { get16, get32 } from '../wire/bytes';
import { ETHER_HDR_LEN } from '../wire/linkHeader';
import { dissectData } from './data';
import { type Dissection, GENERATED, HIDDEN, SHORT } from './dissection';
import { expert, GROUP, SEVERITY } from './expert';
import { foreignEnd } from './foreignEnd';
import { dissectLlc } from './llc';
import { CHECKSUM_STATUS, CHECKSUM_UNVERIFIED } from './names/checksums';
import { ETHER_TYPES } from './names/etherTypes';
import { ETH_DST_IG, ETH_DST_LG } from './names/link';
import { markProblem } from './problem';
import { defineProtocol, type FieldId } from './registry';
import { dispatch, ethertypes, type Handle } from './tables';

/** Largest value of the type field that is a length. */
export const MAX_LENGTH = 1500;
/** Smallest value of the type field that is a type. */
const MIN_TYPE = 1536;
const MIN_FRAME = 60;
const FCS_LENGTH = 4;
/** Value of a layer whose length is followed by IPX without LLC. */
const RAW_IPX = 1;

export const ETH = defineProtocol(
  'eth',
  'Ethernet',
  {
    dst: ['eth.dst', 'ether', '', 'Destination'],
    dstResolved: ['eth.dst_resolved', 'string', '', 'Destination (resolved)', { text: macText }],
    dstOui: ['eth.dst.oui', 'uint24', 'oui', 'Destination OUI'],
    src: ['eth.src', 'ether', '', 'Source'],
    srcResolved: ['eth.src_resolved', 'string', '', 'Source (resolved)', { text: macText }],
    srcOui: ['eth.src.oui', 'uint24', 'oui', 'Source OUI'],
    len: ['eth.len', 'uint16', 'dec', 'Length'],
    type: ['eth.type', 'uint16', 'hex', 'Type', { values: ETHER_TYPES }],
    invalidLentype: ['eth.invalid_lentype', 'uint16', 'hexdec', 'Invalid length/type'],
    addr: ['eth.addr', 'ether', '', 'Address'],
    addrResolved: ['eth.addr_resolved', 'string', '', 'Address (resolved)', { text: macText }],
    addrOui: ['eth.addr.oui', 'uint24', 'oui', 'Address OUI'],
    padding: ['eth.padding', 'bytes', '', 'Padding'],
    trailer: ['eth.trailer', 'bytes', '', 'Trailer'],
    fcs: ['eth.fcs', 'uint32', 'hex', 'Frame check sequence'],
    fcsStatus: ['eth.fcs.status', 'uint8', '', 'FCS Status', { values: CHECKSUM_STATUS }],
    dstLg: ['eth.dst.lg', 'boolean', '', 'LG bit', { values: ETH_DST_LG, mask: 0x20000 }],
    dstIg: ['eth.dst.ig', 'boolean', '', 'IG bit', { values: ETH_DST_IG, mask: 0x10000 }],
    srcLg: ['eth.src.lg', 'boolean', '', 'LG bit', { values: ETH_DST_LG, mask: 0x20000 }],
    srcIg: ['eth.src.ig', 'boolean', '', 'IG bit', { values: ETH_DST_IG, mask: 0x10000 }],
    lg: ['eth.lg', 'boolean', '', 'LG bit', { values: ETH_DST_LG, mask: 0x20000 }],
    ig: ['eth.ig', 'boolean', '', 'IG bit', { values: ETH_DST_IG, mask: 0x10000 }],
    invalidLentypeExpert: ['eth.invalid_lentype.expert', 'none', '', 'Invalid length/type'],
    srcNotGroup: [
      'eth.src_not_group',
      'none',
      '',
      'Source MAC must not be a group address: IEEE 802.3-2002, Section 3.2.3(b)',
    ],
    fcsBad: ['eth.fcs_bad', 'none', '', 'Bad checksum'],
    lenPastEnd: ['eth.len.past_end', 'none', '', 'Length field value goes past the end of the payload'],
    paddingBad: [
      'eth.padding_bad',
      'none',
      '',
      "Didn't find padding of zeros, and an undecoded trailer exists. There may be padding of non-zero bytes.",
    ],
  },
  { text: ethernetText },
);

/**
 * The pseudo protocol that `frame.protocols` names between a header with an Ethernet type and what follows.
 */
const ETHERTYPE = defineProtocol('ethertype', 'Ethertype', {});

function macText(d: Dissection, k: number): string {
  return formatMac(d.valueBytes(k), d.valueAt(k));
}

function ethernetText(d: Dissection, k: number): string {
  const bytes = d.sources[d.source[k]];
  const at = d.offset[k];
  const type = get16(bytes, at + 12);
  if (type > 0 && type <= MAX_LENGTH) {
    return d.value[k] === RAW_IPX ? 'IEEE 802.3 Ethernet Raw ' : 'IEEE 802.3 Ethernet ';
  }
  const kind = type > 0 && type < MIN_TYPE ? 'Ethernet Unknown' : 'Ethernet II';
  return `${kind}, Src: ${formatMac(bytes, at + 6)}, Dst: ${formatMac(bytes, at)}`;
}

const DESTINATION = {
  self: ETH.dst,
  resolved: ETH.dstResolved,
  oui: ETH.dstOui,
  lg: ETH.dstLg,
  ig: ETH.dstIg,
};
const SOURCE = { self: ETH.src, resolved: ETH.srcResolved, oui: ETH.srcOui, lg: ETH.srcLg, ig: ETH.srcIg };

function addAddress(d: Dissection, ids: typeof SOURCE, at: number): void {
  const outer = d.open(ids.self, at, 6);
  d.add(ids.resolved, at, 6, 0, GENERATED | HIDDEN);
  const oui = (d.bytes[at] << 16) | get16(d.bytes, at + 1);
  d.add(ids.oui, at, 3, oui, GENERATED | HIDDEN);
  d.add(ETH.addr, at, 6);
  d.add(ETH.addrResolved, at, 6, 0, GENERATED | HIDDEN);
  d.add(ETH.addrOui, at, 3, oui, GENERATED | HIDDEN);
  const lg = (d.bytes[at] >> 1) & 1;
  const ig = d.bytes[at] & 1;
  d.add(ids.lg, at, 3, lg);
  d.add(ETH.lg, at, 3, lg, HIDDEN);
  d.add(ids.ig, at, 3, ig);
  d.add(ETH.ig, at, 3, ig, HIDDEN);
  d.close(outer);
}

/** What follows a type or length: dissects it, survives its failure, and appends what is left as trailer. */
export interface Trailing {
  /** Field of bytes that are neither packet nor padding. */
  readonly trailer: FieldId;
  /** Whether the frame may end with a frame check sequence. */
  readonly fcs: boolean;
}

const ETHERNET_TRAILING: Trailing = { trailer: ETH.trailer, fcs: true };
const BARE_TRAILING: Trailing = { trailer: ETH.trailer, fcs: false };

/**
 * Hands what follows an Ethernet type to its dissector; a failure there is marked and goes no further. The
 * rest is shown under entry `header`.
 */
export function dissectEthertype(
  d: Dissection,
  type: number,
  at: number,
  end: number,
  reported: number,
  header: number,
  trailing: Trailing | null,
): number {
  d.enter(ETHERTYPE.self);
  const { packetEnd } = d;
  d.packetEnd = -1;
  const { currentNth, currentParent, currentProtocol, bytes, currentSource, fragmented, depth } = d;
  d.currentProtocol = ETHERTYPE.self;
  try {
    const handle = ethertypes.get(type);
    if (handle === undefined) {
      if (end <= at) d.leave(ETHERTYPE.self);
      const foreign = foreignEnd(d.bytes, type, at, end);
      if (foreign >= 0) d.setPacketEnd(Math.min(foreign, reported));
    }
    if (handle === undefined || dispatch(d, handle, at, end, reported) < 0) dissectData(d, at, end, reported);
  } catch (problem) {
    markProblem(d, problem, at);
    d.bytes = bytes;
    d.currentSource = currentSource;
    d.fragmented = fragmented;
    d.depth = depth;
  }
  d.currentNth = currentNth;
  d.currentParent = currentParent;
  d.currentProtocol = ETHERTYPE.self;
  const trailerAt = d.packetEnd < 0 ? reported : d.packetEnd;
  d.packetEnd = packetEnd;
  if (trailing !== null) addTrailer(d, header, trailing, trailerAt, end, reported);
  d.currentProtocol = currentProtocol;
  return reported;
}

/** Appends padding, trailer and frame check sequence from `at` on, under entry `header`. */
function addTrailer(
  d: Dissection,
  header: number,
  { trailer, fcs }: Trailing,
  at: number,
  end: number,
  reported: number,
): void {
  if (at >= reported || at >= end || at < 0) return;
  const total = reported - d.ethernetAt;
  // Frames in tunnels are not padded: only what is in the first bytes of the captured frame may be.
  const frameAt = d.currentSource === 0 ? d.frameAt : 0;
  let from = at;
  let unpadded = false;
  if (total >= MIN_FRAME && at < frameAt + MIN_FRAME) {
    const padded = frameAt + MIN_FRAME;
    if (zeros(d.bytes, at, Math.min(padded, end))) {
      d.need(at, padded - at, end, reported);
      d.addLate(ETH.padding, header, at, padded - at);
      from = padded;
    } else unpadded = true;
  }
  const told = d.frame.fcsLength ?? -1;
  const hasFcs =
    fcs &&
    told !== 0 &&
    reported - from >= FCS_LENGTH &&
    (told === FCS_LENGTH || total >= MIN_FRAME + FCS_LENGTH);
  const trailerEnd = hasFcs ? reported - FCS_LENGTH : reported;
  if (trailerEnd > from && end > from) {
    const length = Math.min(trailerEnd, end) - from;
    const k = d.addLate(trailer, header, from, length);
    if (unpadded) expert(d, ETH.paddingBad, SEVERITY.note, GROUP.protocol, from, k < 0 ? header : k);
  }
  if (!hasFcs) return;
  d.need(trailerEnd, FCS_LENGTH, end, reported);
  d.addLate(ETH.fcs, header, trailerEnd, FCS_LENGTH, get32(d.bytes, trailerEnd));
  d.addLate(ETH.fcsStatus, header, trailerEnd, 0, CHECKSUM_UNVERIFIED, GENERATED);
}

function zeros(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] !== 0) return false;
  return true;
}

function dissectFrame(d: Dissection, at: number, end: number, reported: number, trailing: Trailing): number {
  d.need(at, ETHER_HDR_LEN, end, reported);
  const { ethernetAt } = d;
  d.ethernetAt = at;
  const outer = d.openLayer(ETH.self, at, ETHER_HDR_LEN);
  const header = d.currentParent;
  if (d.wantsProtocol(ETH.self)) {
    addAddress(d, DESTINATION, at);
    addAddress(d, SOURCE, at + 6);
  }
  const type = get16(d.bytes, at + 12);
  const isLength = type > 0 && type <= MAX_LENGTH;
  if ((d.bytes[at + 6] & 1) !== 0 && !isLength) {
    expert(d, ETH.srcNotGroup, SEVERITY.warn, GROUP.protocol, at + 6);
  }
  const next = at + ETHER_HDR_LEN;
  if (type > MAX_LENGTH && type < MIN_TYPE) {
    const under = d.open(ETH.invalidLentype, at + 12, 2, type);
    expert(
      d,
      ETH.invalidLentypeExpert,
      SEVERITY.warn,
      GROUP.protocol,
      at + 12,
      d.currentParent,
      `Invalid length/type: 0x${type.toString(16).padStart(4, '0')} (${type})`,
    );
    d.close(under);
    d.close(outer);
    dissectData(d, next, end, reported);
  } else if (isLength) {
    dissectLength(d, type, at, end, reported, header, trailing);
  } else {
    d.add(ETH.type, at + 12, 2, type);
    d.close(outer);
    dissectEthertype(d, type, next, end, reported, header, trailing);
  }
  d.close(outer);
  d.ethernetAt = ethernetAt;
  return reported;
}

function dissectLength(
  d: Dissection,
  length: number,
  at: number,
  end: number,
  reported: number,
  header: number,
  trailing: Trailing,
): void {
  const next = at + ETHER_HDR_LEN;
  const under = d.open(ETH.len, at + 12, 2, length);
  if (length > reported - next) {
    expert(d, ETH.lenPastEnd, SEVERITY.error, GROUP.malformed, at + 12);
  }
  d.close(under);
  d.currentParent = -1;
  dissect8023(d, length, next, end, reported, header, trailing);
}

/** What follows a length: LLC, or IPX without it, then the trailer. */
export function dissect8023(
  d: Dissection,
  length: number,
  at: number,
  end: number,
  reported: number,
  header: number,
  trailing: Trailing,
): void {
  const payloadReported = Math.min(reported, at + length);
  const payloadEnd = Math.min(end, payloadReported);
  const { currentNth, currentParent, currentProtocol } = d;
  let cut = false;
  try {
    const isIpx = end - at >= 2 && get16(d.bytes, at) === 0xffff;
    if (isIpx && header >= 0) d.value[header] = RAW_IPX;
    if (isIpx) dissectData(d, at, payloadEnd, payloadReported);
    else dissectLlc(d, at, payloadEnd, payloadReported);
  } catch (problem) {
    markProblem(d, problem, at);
    cut = problem === SHORT;
  }
  d.currentNth = currentNth;
  d.currentParent = currentParent;
  d.currentProtocol = currentProtocol;
  if (cut) return;
  d.need(payloadReported, 0, end, reported);
  addTrailer(d, header, trailing, payloadReported, end, reported);
}

/** Ethernet frames, with a frame check sequence where there seems to be one. */
export const ethernet: Handle = {
  protocol: ETH.self,
  dissect: (d, at, end, reported) => dissectFrame(d, at, end, reported, ETHERNET_TRAILING),
  leaf: false,
};

/** Ethernet frames without a frame check sequence, as tunnels carry them. */
export const ethernetWithoutFcs: Handle = {
  protocol: ETH.self,
  dissect: (d, at, end, reported) => dissectFrame(d, at, end, reported, BARE_TRAILING),
  leaf: false,
};
