/** Options of neighbour discovery: type, length in 8 bytes, and what the type means. */
import { get16, get32 } from '../../wire/bytes';
import { add8, add16, add32, addBytes, addNone, addPrefix6 } from '../append';
import { type Dissection, HIDDEN } from '../dissection';
import { readDnsName } from '../dnsName';
import { dissectQuoted } from '../quoted';
import { dissectCgaOption } from './cgaOption';
import { addUnknownData, noteInvalidLength, noteUndecoded } from './experts';
import { ICMPV6 } from './fields';

/**
 * Dissects an option's content. `at` is the option's start, `length` its whole length in bytes (at least 8). Answers
 * the offset after what it knows; the rest of the option is then unknown data.
 */
type OptionDissector = (
  d: Dissection,
  at: number,
  length: number,
  end: number,
  reported: number,
  type: number,
) => number;

/** All options from `at` on. One without length ends them. */
export function dissectOptions(d: Dissection, at: number, end: number, reported: number): number {
  let next = at;
  while (next < reported) {
    d.need(next, 2, end, reported);
    const length = 8 * d.bytes[next + 1];
    const outer = d.open(ICMPV6.opt, next, Math.min(length, end - next));
    dissectOption(d, next, length, end, reported);
    d.close(outer);
    if (length === 0) return next;
    next += length;
  }
  return next;
}

function dissectOption(d: Dissection, at: number, length: number, end: number, reported: number): void {
  const type = d.bytes[at];
  d.add(ICMPV6.optType, at, 1, type);
  d.add(ICMPV6.optLength, at + 1, 1, d.bytes[at + 1]);
  if (length === 0) {
    noteInvalidLength(d, at + 1);
    return;
  }
  const dissect = dissectors[type];
  if (dissect === undefined) {
    noteUndecoded(d, ICMPV6.undecodedOption, at);
    addBytes(d, ICMPV6.data, at + 2, length - 2, end, reported);
    return;
  }
  const next = dissect(d, at, length, end, reported, type);
  addUnknownData(d, next, at + length, end, reported);
}

const SOURCE_LINK_ADDRESS = 1;

function dissectLinkAddress(
  d: Dissection,
  at: number,
  length: number,
  end: number,
  reported: number,
  type: number,
): number {
  const isSource = type === SOURCE_LINK_ADDRESS;
  d.need(at + 2, length - 2, end, reported);
  // Eight bytes and zeros are an EUI-64 (RFC 4944 8).
  const isEui64 = length === 16 && get16(d.bytes, at + 10) === 0 && get32(d.bytes, at + 12) === 0;
  const size = isEui64 ? 8 : length - 2;
  if (isEui64) {
    d.add(ICMPV6.optLinkaddrEui64, at + 2, 8);
    d.add(isSource ? ICMPV6.optSrcLinkaddrEui64 : ICMPV6.optTargetLinkaddrEui64, at + 2, 8, 0, HIDDEN);
    if (isSource) {
      d.add(ICMPV6.optLinkaddr, at + 2, 8, 0, HIDDEN);
      d.add(ICMPV6.optSrcLinkaddr, at + 2, 8, 0, HIDDEN);
    }
    d.add(ICMPV6.optPadding, at + 10, 6);
  } else {
    d.add(ICMPV6.optLinkaddr, at + 2, size);
    d.add(isSource ? ICMPV6.optSrcLinkaddr : ICMPV6.optTargetLinkaddr, at + 2, size, 0, HIDDEN);
  }
  return at + length;
}

const dissectPrefixInformation: OptionDissector = (d, at, _length, end, reported) => {
  add8(d, ICMPV6.optPrefixLength, at + 2, end, reported);
  const flags = d.bytes[at + 3];
  d.need(at + 3, 1, end, reported);
  const under = d.open(ICMPV6.optPrefixFlag, at + 3, 1, flags);
  d.add(ICMPV6.optPrefixFlagL, at + 3, 1, flags >>> 7);
  d.add(ICMPV6.optPrefixFlagA, at + 3, 1, (flags >>> 6) & 1);
  d.add(ICMPV6.optPrefixFlagR, at + 3, 1, (flags >>> 5) & 1);
  d.add(ICMPV6.optPrefixFlagReserved, at + 3, 1, flags & 0x1f);
  d.close(under);
  add32(d, ICMPV6.optPrefixValidLifetime, at + 4, end, reported);
  add32(d, ICMPV6.optPrefixPreferredLifetime, at + 8, end, reported);
  const next = addNone(d, ICMPV6.optReserved, at + 12, 4, end);
  return addBytes(d, ICMPV6.optPrefix, next, 16, end, reported);
};

const dissectRedirectedHeader: OptionDissector = (d, at, length, end, reported) => {
  const next = addNone(d, ICMPV6.optReserved, at + 2, 6, end);
  const quoteEnd = at + length;
  if (quoteEnd <= next) return next;
  d.need(next, 1, end, reported);
  const outer = d.open(ICMPV6.optRedirectedPacket, next, Math.min(quoteEnd, end) - next);
  const after = dissectQuoted(d, 6, next, Math.min(end, quoteEnd), Math.min(reported, quoteEnd));
  d.close(outer);
  return after;
};

const dissectMtu: OptionDissector = (d, at, _length, end, reported) => {
  const next = addNone(d, ICMPV6.optReserved, at + 2, 2, end);
  add32(d, ICMPV6.optMtu, next, end, reported);
  return next + 4;
};

/** The hop limit and both reserved fields overlap, as tshark has them. */
const dissectNbmaShortcut: OptionDissector = (d, at, _length, end, reported) => {
  add8(d, ICMPV6.optNbmaShortcutLimit, at + 2, end, reported);
  addNone(d, ICMPV6.optReserved, at + 2, 1, end);
  return addNone(d, ICMPV6.optReserved, at + 3, 4, end);
};

const dissectAdvertisementInterval: OptionDissector = (d, at, _length, end, reported) => {
  const next = addNone(d, ICMPV6.optReserved, at + 2, 2, end);
  add32(d, ICMPV6.optAdvertisementInterval, next, end, reported);
  return next + 4;
};

const dissectHomeAgent: OptionDissector = (d, at, _length, end, reported) => {
  const next = addNone(d, ICMPV6.optReserved, at + 2, 2, end);
  add16(d, ICMPV6.optHomeAgentPreference, next, end, reported);
  add16(d, ICMPV6.optHomeAgentLifetime, next + 2, end, reported);
  return next + 4;
};

const dissectAddressList: OptionDissector = (d, at, length, end, reported) => {
  let next = addNone(d, ICMPV6.optReserved, at + 2, 6, end);
  while (next < at + length) next = addBytes(d, ICMPV6.optIpv6Address, next, 16, end, reported);
  return next;
};

/** RSA and proxy signature. */
function dissectSignature(keyHash: number): OptionDissector {
  return (d, at, length, end, reported) => {
    let next = addNone(d, ICMPV6.optReserved, at + 2, 2, end);
    next = addBytes(d, keyHash, next, 16, end, reported);
    addNone(d, ICMPV6.optDigitalSignaturePadding, next, at + length - next, end);
    return at + length;
  };
}

/** Seconds since 1970 in 48 bits, then 1/65536 seconds (RFC 3971 5.3.1). */
const dissectTimestamp: OptionDissector = (d, at, _length, end, reported) => {
  const next = addNone(d, ICMPV6.optReserved, at + 2, 6, end);
  d.need(next, 8, end, reported);
  const { bytes } = d;
  const seconds = get16(bytes, next) * 2 ** 32 + get16(bytes, next + 2) * 2 ** 16 + get16(bytes, next + 4);
  d.addTime(ICMPV6.optTimestamp, next, 8, seconds, Math.floor((get16(bytes, next + 6) * 1e9) / 65536));
  return next + 8;
};

const dissectNonce: OptionDissector = (d, at, length, end, reported) =>
  addBytes(d, ICMPV6.optNonce, at + 2, length - 2, end, reported);

const NAME_X501 = 1;
const NAME_FQDN = 2;

const dissectTrustAnchor: OptionDissector = (d, at, length, end, reported) => {
  const type = add8(d, ICMPV6.optNameType, at + 2, end, reported);
  const padding = add8(d, ICMPV6.optCgaPadLength, at + 3, end, reported);
  const size = Math.max(length - 4 - padding, 0);
  d.need(at + 4, size, end, reported);
  if (type === NAME_X501) d.add(ICMPV6.optNameX501, at + 4, size);
  else if (type === NAME_FQDN) d.add(ICMPV6.optNameTypeFqdn, at + 4, size);
  d.add(ICMPV6.optPadding, at + 4 + size, padding);
  return at + length;
};

const dissectCertificate: OptionDissector = (d, at, length, end, reported) => {
  add8(d, ICMPV6.optNameType, at + 2, end, reported);
  addNone(d, ICMPV6.optReserved, at + 3, 1, end);
  d.add(ICMPV6.optPadding, at + 4, 0);
  return at + length;
};

const dissectAddressPrefix: OptionDissector = (d, at, _length, end, reported) => {
  add8(d, ICMPV6.optIpaOptionCode, at + 2, end, reported);
  add8(d, ICMPV6.optIpaPrefixLen, at + 3, end, reported);
  const next = addNone(d, ICMPV6.optReserved, at + 4, 4, end);
  return addBytes(d, ICMPV6.optIpaIpv6Address, next, 16, end, reported);
};

const dissectNewRouterPrefix: OptionDissector = (d, at, _length, end, reported) => {
  add8(d, ICMPV6.optNrpiOptionCode, at + 2, end, reported);
  add8(d, ICMPV6.optNrpiPrefixLen, at + 3, end, reported);
  const next = addNone(d, ICMPV6.optReserved, at + 4, 4, end);
  return addBytes(d, ICMPV6.optNrpiPrefix, next, 16, end, reported);
};

const dissectFastHandoverLinkAddress: OptionDissector = (d, at, length, end, reported) => {
  add8(d, ICMPV6.optLlaOptionCode, at + 2, end, reported);
  return addBytes(d, ICMPV6.optLlaBytes, at + 3, length - 3, end, reported);
};

const dissectNeighborAcknowledgement: OptionDissector = (d, at, length, end, reported) => {
  add8(d, ICMPV6.optNaackOptionCode, at + 2, end, reported);
  add8(d, ICMPV6.optNaackStatus, at + 3, end, reported);
  return length === 24
    ? addBytes(d, ICMPV6.optNaackSuppliedNcoa, at + 4, 16, end, reported)
    : addNone(d, ICMPV6.optReserved, at + 4, 4, end);
};

const dissectMobilityAnchor: OptionDissector = (d, at, _length, end, reported) => {
  d.need(at + 2, 2, end, reported);
  d.add(ICMPV6.optMapDistance, at + 2, 1, d.bytes[at + 2] >>> 4);
  d.add(ICMPV6.optMapPreference, at + 2, 1, d.bytes[at + 2] & 0xf);
  const flags = d.bytes[at + 3];
  const under = d.open(ICMPV6.optMapFlag, at + 3, 1, flags);
  d.add(ICMPV6.optMapFlagR, at + 3, 1, flags >>> 7);
  d.add(ICMPV6.optMapFlagReserved, at + 3, 1, flags & 0x7f);
  d.close(under);
  add32(d, ICMPV6.optMapValidLifetime, at + 4, end, reported);
  return addBytes(d, ICMPV6.optMapGlobalAddress, at + 8, 16, end, reported);
};

const dissectRouteInformation: OptionDissector = (d, at, length, end, reported) => {
  add8(d, ICMPV6.optPrefixLength, at + 2, end, reported);
  d.need(at + 3, 1, end, reported);
  const flags = d.bytes[at + 3];
  const under = d.open(ICMPV6.optRouteInfoFlag, at + 3, 1, flags);
  d.add(ICMPV6.optRouteInfoFlagRoutePreference, at + 3, 1, (flags >>> 3) & 3);
  d.add(ICMPV6.optRouteInfoFlagReserved, at + 3, 1, flags & 0xe7);
  d.close(under);
  add32(d, ICMPV6.optRouteLifetime, at + 4, end, reported);
  if (length > 24) noteInvalidLength(d, at + 1);
  if (length === 8 || length > 24) return at + 8;
  return addPrefix6(d, ICMPV6.optPrefix, at + 8, length - 8, end, reported);
};

const dissectDnsServers: OptionDissector = (d, at, length, end, reported) => {
  let next = addNone(d, ICMPV6.optReserved, at + 2, 2, end);
  add32(d, ICMPV6.optRdnssLifetime, next, end, reported);
  next += 4;
  while (next < at + length) next = addBytes(d, ICMPV6.optRdnss, next, 16, end, reported);
  return next;
};

const dissectFlagsExpansion: OptionDissector = (d, at, _length, end, reported) => {
  d.need(at + 2, 2, end, reported);
  const flags = get16(d.bytes, at + 2);
  const under = d.open(ICMPV6.optEfo, at + 2, 2, flags);
  d.add(ICMPV6.optEfoM, at + 2, 2, flags >>> 15);
  d.add(ICMPV6.optEfoO, at + 2, 2, (flags >>> 14) & 1);
  d.add(ICMPV6.optEfoH, at + 2, 2, (flags >>> 13) & 1);
  d.add(ICMPV6.optEfoPrf, at + 2, 2, (flags >>> 11) & 3);
  d.add(ICMPV6.optEfoP, at + 2, 2, (flags >>> 10) & 1);
  // The mask leaves out the bit beside the proxy flag.
  d.add(ICMPV6.optEfoRsv, at + 2, 2, flags & 0x2ff);
  d.close(under);
  return addNone(d, ICMPV6.optReserved, at + 4, 4, end);
};

const KEY_REQUEST = 27;

/** Handover key request and reply (RFC 5269). */
const dissectHandoverKey: OptionDissector = (d, at, length, end, reported, type) => {
  const padding = add8(d, ICMPV6.optHkrPadLength, at + 2, end, reported);
  d.need(at + 3, 1, end, reported);
  d.add(ICMPV6.optHkrAt, at + 3, 1, d.bytes[at + 3] >>> 4);
  d.add(ICMPV6.optHkrReserved, at + 3, 1, d.bytes[at + 3] & 0xf);
  let next = at + 4;
  if (type !== KEY_REQUEST) {
    add16(d, ICMPV6.optHkrLifetime, next, end, reported);
    next += 2;
  }
  const size = Math.max(at + length - next - padding, 0);
  const key = type === KEY_REQUEST ? ICMPV6.optHkrEncryptionPublicKey : ICMPV6.optHkrEncryptedHandoverKey;
  next = addBytes(d, key, next, size, end, reported);
  addBytes(d, ICMPV6.optHkrPadding, next, padding, end, reported);
  // tshark counts one byte of padding only: the others are shown twice.
  return next + 1;
};

/** Handover assist information and mobile node identifier (RFC 5271). */
function dissectIdentifier(code: number, size: number, value: number): OptionDissector {
  return (d, at, length, end, reported) => {
    add8(d, code, at + 2, end, reported);
    const valueLength = add8(d, size, at + 3, end, reported);
    const next = addBytes(d, value, at + 4, valueLength, end, reported);
    d.add(ICMPV6.optPadding, next, Math.max(at + length - next, 0));
    return at + length;
  };
}

const dissectDnsSearchList: OptionDissector = (d, at, length, end, reported) => {
  let next = addNone(d, ICMPV6.optReserved, at + 2, 2, end);
  add32(d, ICMPV6.optDnsslLifetime, next, end, reported);
  next += 4;
  const optionEnd = at + length;
  while (next < optionEnd) {
    d.need(next, 1, end, reported);
    if (d.bytes[next] === 0) {
      d.add(ICMPV6.optPadding, next, optionEnd - next);
      return optionEnd;
    }
    const name = readDnsName(d.bytes, next, end, next);
    if (name === null) d.need(next, end - next + 1, end, reported);
    d.addText(ICMPV6.optDnssl, next, name!.length, name!.text);
    next += name!.length;
  }
  return next;
};

const dissectAddressRegistration: OptionDissector = (d, at, _length, end, reported) => {
  add8(d, ICMPV6.optAroStatus, at + 2, end, reported);
  const next = addNone(d, ICMPV6.optReserved, at + 3, 3, end);
  add16(d, ICMPV6.optAroRegistrationLifetime, next, end, reported);
  return addBytes(d, ICMPV6.optAroEui64, next + 2, 8, end, reported);
};

const dissectContext: OptionDissector = (d, at, length, end, reported) => {
  add8(d, ICMPV6.opt6coContextLength, at + 2, end, reported);
  d.need(at + 3, 1, end, reported);
  const flags = d.bytes[at + 3];
  const under = d.open(ICMPV6.opt6coFlag, at + 3, 1, flags);
  d.add(ICMPV6.opt6coFlagC, at + 3, 1, (flags >>> 4) & 1);
  d.add(ICMPV6.opt6coFlagCid, at + 3, 1, flags & 0xf);
  d.add(ICMPV6.opt6coFlagReserved, at + 3, 1, flags >>> 5);
  d.close(under);
  addNone(d, ICMPV6.optReserved, at + 4, 2, end);
  add16(d, ICMPV6.opt6coValidLifetime, at + 6, end, reported);
  if (length !== 16 && length !== 24) {
    noteInvalidLength(d, at + 1);
    return at + 8;
  }
  return addPrefix6(d, ICMPV6.opt6coContextPrefix, at + 8, length - 8, end, reported);
};

const dissectBorderRouter: OptionDissector = (d, at, _length, end, reported) => {
  add16(d, ICMPV6.optAbroVersionLow, at + 2, end, reported);
  add16(d, ICMPV6.optAbroVersionHigh, at + 4, end, reported);
  add16(d, ICMPV6.optAbroValidLifetime, at + 6, end, reported);
  return addBytes(d, ICMPV6.optAbro6lbrAddress, at + 8, 16, end, reported);
};

const dissectCapability: OptionDissector = (d, at, _length, end, reported) => {
  d.need(at + 2, 2, end, reported);
  const flags = get16(d.bytes, at + 2);
  d.add(ICMPV6.opt6cioUnassigned1, at + 2, 2, flags >>> 1);
  d.add(ICMPV6.opt6cioFlagG, at + 2, 2, flags & 1);
  add32(d, ICMPV6.opt6cioUnassigned2, at + 4, end, reported);
  return at + 8;
};

const dissectCaptivePortal: OptionDissector = (d, at, length, end, reported) =>
  addBytes(d, ICMPV6.optCaptivePortal, at + 2, length - 2, end, reported);

/** Bytes of the prefix by its length code (RFC 8781 4). */
const PREF64_LENGTHS = [12, 8, 7, 6, 5, 4];

const dissectPref64: OptionDissector = (d, at, length, end, reported) => {
  d.need(at + 2, 2, end, reported);
  const word = get16(d.bytes, at + 2);
  d.add(ICMPV6.optPref64ScaledLifetime, at + 2, 2, word >>> 3);
  d.add(ICMPV6.optPref64Plc, at + 2, 2, word & 7);
  const size = PREF64_LENGTHS[word & 7];
  if (size !== undefined) addPrefix6(d, ICMPV6.optPref64Prefix, at + 4, size, end, reported);
  else noteInvalidLength(d, at + 1);
  return at + length;
};

const dissectors: (OptionDissector | undefined)[] = new Array(256).fill(undefined);
dissectors[1] = dissectLinkAddress;
dissectors[2] = dissectLinkAddress;
dissectors[3] = dissectPrefixInformation;
dissectors[4] = dissectRedirectedHeader;
dissectors[5] = dissectMtu;
dissectors[6] = dissectNbmaShortcut;
dissectors[7] = dissectAdvertisementInterval;
dissectors[8] = dissectHomeAgent;
dissectors[9] = dissectAddressList;
dissectors[10] = dissectAddressList;
dissectors[11] = dissectCgaOption;
dissectors[12] = dissectSignature(ICMPV6.optRsaKeyHash);
dissectors[13] = dissectTimestamp;
dissectors[14] = dissectNonce;
dissectors[15] = dissectTrustAnchor;
dissectors[16] = dissectCertificate;
dissectors[17] = dissectAddressPrefix;
dissectors[18] = dissectNewRouterPrefix;
dissectors[19] = dissectFastHandoverLinkAddress;
dissectors[20] = dissectNeighborAcknowledgement;
dissectors[23] = dissectMobilityAnchor;
dissectors[24] = dissectRouteInformation;
dissectors[25] = dissectDnsServers;
dissectors[26] = dissectFlagsExpansion;
dissectors[27] = dissectHandoverKey;
dissectors[28] = dissectHandoverKey;
dissectors[29] = dissectIdentifier(ICMPV6.optHaiOptionCode, ICMPV6.optHaiLength, ICMPV6.optHaiValue);
dissectors[30] = dissectIdentifier(ICMPV6.optMnOptionCode, ICMPV6.optMnLength, ICMPV6.optMnValue);
dissectors[31] = dissectDnsSearchList;
dissectors[32] = dissectSignature(ICMPV6.optPsKeyHash);
dissectors[33] = dissectAddressRegistration;
dissectors[34] = dissectContext;
dissectors[35] = dissectBorderRouter;
dissectors[36] = dissectCapability;
dissectors[37] = dissectCaptivePortal;
dissectors[38] = dissectPref64;
