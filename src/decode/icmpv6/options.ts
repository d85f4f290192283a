/** Options of neighbour discovery (RFC 4861 4.6): type, length in 8 bytes, and what reads each type. */
import { addBytes } from '../append';
import type { Dissection } from '../dissection';
import { dissectCgaOption } from './cgaOption';
import { addUnknownData, noteInvalidLength, noteUndecoded } from './experts';
import { ICMPV6 } from './fields';
import {
  dissectAddressRegistration,
  dissectBorderRouter,
  dissectCapability,
  dissectContext,
} from './lowpanOptions';
import {
  dissectAddressPrefix,
  dissectAdvertisementInterval,
  dissectFastHandoverLinkAddress,
  dissectHandoverKey,
  dissectHomeAgent,
  dissectIdentifier,
  dissectMobilityAnchor,
  dissectNbmaShortcut,
  dissectNeighborAcknowledgement,
  dissectNewRouterPrefix,
} from './mobilityOptions';
import { dissectAddressList, dissectLinkAddress, dissectRedirectedHeader } from './neighborOptions';
import type { OptionDissector } from './optionDissector';
import {
  dissectCaptivePortal,
  dissectDnsSearchList,
  dissectDnsServers,
  dissectFlagsExpansion,
  dissectMtu,
  dissectPref64,
  dissectPrefixInformation,
  dissectRouteInformation,
} from './routerOptions';
import {
  dissectCertificate,
  dissectNonce,
  dissectSignature,
  dissectTimestamp,
  dissectTrustAnchor,
} from './securityOptions';

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
