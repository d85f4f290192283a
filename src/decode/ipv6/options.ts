/** Options of IPv6 (RFC 8200 4.2 and the RFCs of each): where each may stand, and how its data is read. */
import { get16, get32 } from '../../wire/bytes';
import { type Dissection, GENERATED } from '../dissection';
import { expert, GROUP, SEVERITY } from '../expert';
import { SEED_LENGTHS } from '../mplSeed';
import { IPV6 } from './fields';
import { dissectIoam } from './ioam';
import { type OptionBody, take } from './optionBody';

/** The headers an option may stand in, as bits. */
export const HOP = 1;
export const DESTINATION = 2;
/** A packet of fewer bytes is no jumbogram (RFC 2675 2). */
export const LEAST_JUMBO = 65536;

/**
 * What an option is: the headers it may stand in, the lengths it may have, and what reads it: the bytes it
 * used.
 */
export interface Layout {
  readonly header: number;
  readonly least: number;
  readonly most: number;
  readonly body: (d: Dissection, body: OptionBody) => number;
}

const ANY = Number.POSITIVE_INFINITY;

/** The options that are known, by their types. */
export const layouts: ReadonlyMap<number, Layout> = new Map<number, Layout>([
  [0x01, { header: HOP | DESTINATION, least: 0, most: ANY, body: padN }],
  [0x04, { header: DESTINATION, least: 1, most: 1, body: tunnelLimit }],
  [0x05, { header: HOP, least: 2, most: 2, body: routerAlert }],
  [0x07, { header: HOP, least: 8, most: ANY, body: calipso }],
  [0x08, { header: HOP, least: 0, most: ANY, body: duplicateDetection }],
  [0x0f, { header: DESTINATION, least: 10, most: 10, body: performance }],
  [0x26, { header: HOP, least: 6, most: 6, body: quickStart }],
  [0x30, { header: HOP, least: 4, most: 4, body: pathMtu }],
  [0x31, { header: HOP, least: 2, most: ANY, body: dissectIoam }],
  [0x41, { header: DESTINATION, least: 4, most: 4, body: tunnelPayload }],
  [0x63, { header: HOP, least: 4, most: ANY, body: rpl }],
  [0x6d, { header: HOP, least: 0, most: ANY, body: mpl }],
  [0x8b, { header: DESTINATION, least: 0, most: ANY, body: ilnp }],
  [0x8c, { header: DESTINATION, least: 0, most: ANY, body: lineId }],
  [0xc2, { header: HOP, least: 4, most: 4, body: jumbo }],
  [0xc9, { header: DESTINATION, least: 16, most: 16, body: homeAddress }],
  [0xee, { header: HOP, least: 3, most: 3, body: depthFirst }],
]);

function padN(d: Dissection, body: OptionBody): number {
  d.add(IPV6.optPadn, take(d, body, 0, body.length), body.length);
  return body.length;
}

function tunnelLimit(d: Dissection, body: OptionBody): number {
  const at = take(d, body, 0, 1);
  d.add(IPV6.optTel, at, 1, d.bytes[at]);
  return 1;
}

function routerAlert(d: Dissection, body: OptionBody): number {
  const at = take(d, body, 0, 2);
  d.add(IPV6.optRouterAlert, at, 2, get16(d.bytes, at));
  return 2;
}

function calipso(d: Dissection, body: OptionBody): number {
  const { bytes } = d;
  let at = take(d, body, 0, 4);
  d.add(IPV6.optCalipsoDoi, at, 4, get32(bytes, at));
  at = take(d, body, 4, 1);
  const words = bytes[at];
  d.add(IPV6.optCalipsoCmptLength, at, 1, words);
  at = take(d, body, 5, 1);
  d.add(IPV6.optCalipsoSensLevel, at, 1, bytes[at]);
  at = take(d, body, 6, 2);
  d.add(IPV6.optCalipsoChecksum, at, 2, get16(bytes, at));
  if (words === 0) return body.length;
  at = take(d, body, 8, 4 * words);
  d.add(IPV6.optCalipsoCmptBitmap, at, 4 * words);
  return body.length;
}

function duplicateDetection(d: Dissection, body: OptionBody): number {
  const { bytes } = d;
  const at = take(d, body, 0, 1);
  const hash = bytes[at] >> 7;
  d.add(IPV6.optSmfDpdHashBit, at, 1, hash);
  if (hash === 1) {
    d.add(IPV6.optSmfDpdHav, take(d, body, 0, body.length), body.length);
    return Math.max(1, body.length);
  }
  const type = (bytes[at] >> 4) & 7;
  const tagger = bytes[at] & 15;
  d.add(IPV6.optSmfDpdTidType, at, 1, type);
  d.add(IPV6.optSmfDpdTidLen, at, 1, tagger);
  let used = 1;
  if (type !== 0) {
    d.add(IPV6.optSmfDpdTaggerId, take(d, body, used, tagger + 1), tagger + 1);
    used += tagger + 1;
  }
  if (body.length > used) {
    d.add(IPV6.optSmfDpdIdent, take(d, body, used, body.length - used), body.length - used);
  }
  return Math.max(used, body.length);
}

function performance(d: Dissection, body: OptionBody): number {
  const { bytes } = d;
  let at = take(d, body, 0, 1);
  d.add(IPV6.optPdmScaleDtlr, at, 1, bytes[at]);
  at = take(d, body, 1, 1);
  d.add(IPV6.optPdmScaleDtls, at, 1, bytes[at]);
  at = take(d, body, 2, 2);
  d.add(IPV6.optPdmPsnThisPkt, at, 2, get16(bytes, at));
  at = take(d, body, 4, 2);
  d.add(IPV6.optPdmPsnLastRecv, at, 2, get16(bytes, at));
  at = take(d, body, 6, 2);
  d.add(IPV6.optPdmDeltaLastRecv, at, 2, get16(bytes, at));
  at = take(d, body, 8, 2);
  d.add(IPV6.optPdmDeltaLastSent, at, 2, get16(bytes, at));
  return 10;
}

function quickStart(d: Dissection, body: OptionBody): number {
  const { bytes } = d;
  let at = take(d, body, 0, 1);
  const kind = bytes[at] >> 4;
  d.add(IPV6.optQsFunc, at, 1, kind);
  if (kind !== 0 && kind !== 8) return body.length;
  d.add(IPV6.optQsRate, at, 1, bytes[at] & 15);
  at = take(d, body, 1, 1);
  if (kind === 0) {
    d.add(IPV6.optQsTtl, at, 1, bytes[at]);
    d.add(IPV6.optQsTtlDiff, at, 1, (d.ttl - bytes[at] + 256) % 256, GENERATED);
  } else d.add(IPV6.optQsUnused, at, 1, bytes[at]);
  at = take(d, body, 2, 4);
  d.add(IPV6.optQsNonce, at, 4, get32(bytes, at) >>> 2);
  d.add(IPV6.optQsReserved, at, 4, bytes[at + 3] & 3);
  return 6;
}

function pathMtu(d: Dissection, body: OptionBody): number {
  let at = take(d, body, 0, 2);
  d.add(IPV6.optPmtuMin, at, 2, get16(d.bytes, at));
  at = take(d, body, 2, 2);
  const returned = get16(d.bytes, at);
  d.add(IPV6.optPmtuRtn, at, 2, returned & 0xfffe);
  d.add(IPV6.optPmtuRFlag, at + 1, 1, returned & 1);
  return 4;
}

function tunnelPayload(d: Dissection, body: OptionBody): number {
  const at = take(d, body, 0, 4);
  d.add(IPV6.optTpfInformation, at, 4, get32(d.bytes, at));
  return 4;
}

function rpl(d: Dissection, body: OptionBody): number {
  const { bytes } = d;
  let at = take(d, body, 0, 1);
  const outer = d.open(IPV6.optRplFlag, at, 1, bytes[at]);
  d.add(IPV6.optRplFlagO, at, 1, bytes[at] >> 7);
  d.add(IPV6.optRplFlagR, at, 1, (bytes[at] >> 6) & 1);
  d.add(IPV6.optRplFlagF, at, 1, (bytes[at] >> 5) & 1);
  d.add(IPV6.optRplFlagRsv, at, 1, bytes[at] & 31);
  d.close(outer);
  at = take(d, body, 1, 1);
  d.add(IPV6.optRplInstanceId, at, 1, bytes[at]);
  at = take(d, body, 2, 2);
  d.add(IPV6.optRplSenderRank, at, 2, get16(bytes, at));
  return 4;
}

function mpl(d: Dissection, body: OptionBody): number {
  const { bytes } = d;
  let at = take(d, body, 0, 1);
  const kind = bytes[at] >> 6;
  const outer = d.open(IPV6.optMplFlag, at, 1, bytes[at]);
  d.add(IPV6.optMplFlagS, at, 1, kind);
  d.add(IPV6.optMplFlagM, at, 1, (bytes[at] >> 5) & 1);
  d.add(IPV6.optMplFlagV, at, 1, (bytes[at] >> 4) & 1);
  d.add(IPV6.optMplFlagRsv, at, 1, bytes[at] & 15);
  d.close(outer);
  at = take(d, body, 1, 1);
  d.add(IPV6.optMplSequence, at, 1, bytes[at]);
  const seed = SEED_LENGTHS[kind];
  if (seed > 0) d.add(IPV6.optMplSeedId, take(d, body, 2, seed), seed);
  else expert(d, IPV6.optMplIpv6SrcSeedId, SEVERITY.chat, GROUP.protocol, at, body.typeEntry);
  return 2 + seed;
}

function ilnp(d: Dissection, body: OptionBody): number {
  d.add(IPV6.optIlnpNonce, take(d, body, 0, body.length), body.length);
  return body.length;
}

function lineId(d: Dissection, body: OptionBody): number {
  let at = take(d, body, 0, 1);
  const length = d.bytes[at];
  d.add(IPV6.optLioLength, at, 1, length);
  at = take(d, body, 1, length);
  d.add(IPV6.optLioLineId, at, length);
  return Math.min(1 + length, body.length);
}

function jumbo(d: Dissection, body: OptionBody): number {
  const at = take(d, body, 0, 4);
  const length = get32(d.bytes, at);
  const k = d.add(IPV6.optJumbo, at, 4, length);
  if (d.payloadLength !== 0) {
    expert(d, IPV6.optJumboProhibited, SEVERITY.warn, GROUP.protocol, body.at - 2, body.entry);
  }
  if (length < LEAST_JUMBO) expert(d, IPV6.optJumboTruncated, SEVERITY.warn, GROUP.protocol, at, k);
  return 4;
}

function homeAddress(d: Dissection, body: OptionBody): number {
  const at = take(d, body, 0, 16);
  d.add(IPV6.optMipv6HomeAddress, at, 16);
  // Checksums are made with the home address as source (RFC 6275 6.3).
  if (d.bytes === d.addressBytes) d.sourceAddress = at;
  return 16;
}

function depthFirst(d: Dissection, body: OptionBody): number {
  const { bytes } = d;
  let at = take(d, body, 0, 1);
  const outer = d.open(IPV6.optDffFlags, at, 1, bytes[at]);
  d.add(IPV6.optDffFlagVer, at, 1, bytes[at] >> 6);
  d.add(IPV6.optDffFlagDup, at, 1, (bytes[at] >> 5) & 1);
  d.add(IPV6.optDffFlagRet, at, 1, (bytes[at] >> 4) & 1);
  d.add(IPV6.optDffFlagRsv, at, 1, bytes[at] & 15);
  d.close(outer);
  at = take(d, body, 1, 2);
  d.add(IPV6.optDffSequenceNumber, at, 2, get16(bytes, at));
  return 3;
}
