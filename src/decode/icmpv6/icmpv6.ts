/** ICMPv6 (RFC 4443): header, checksum, and the message that the type names. */
import {
  ICMP6_DST_UNREACH,
  ICMP6_ECHO_REQUEST,
  ICMP6_PACKET_TOO_BIG,
  ICMP6_PARAM_PROB,
  ICMP6_TIME_EXCEEDED,
  MLD_LISTENER_DONE,
  MLDV2_LISTENER_REPORT,
} from '../../wire/icmp6';
import { IPPROTO_ICMPV6 } from '../../wire/ipv6';
import { add8 } from '../append';
import { addChecksum, type ChecksumFields, checksumSum, sumPseudoHeader } from '../checksum';
import type { Dissection } from '../dissection';
import { SEVERITY } from '../expert';
import { type Handle, ipProtocols } from '../tables';
import {
  dissectDuplicateAddress,
  dissectNeighborAdvertisement,
  dissectNeighborSolicitation,
  dissectRedirect,
  dissectReservedAndOptions,
  dissectRouterAdvertisement,
} from './discovery';
import { dissectEcho, dissectExtendedEchoReply, dissectExtendedEchoRequest } from './echo';
import { dissectError } from './errors';
import { noteUndecoded } from './experts';
import { ICMPV6 } from './fields';
import { dissectLocatorUpdate } from './locator';
import { dissectListenerMessage, dissectListenerReport2, dissectMulticastRouterAdvertisement } from './mld';
import {
  dissectFastHandover,
  dissectHomeAgentReply,
  dissectHomeAgentRequest,
  dissectMobilePrefixAdvertisement,
} from './mobility';
import { dissectMulticastForwarding } from './mpl';
import { dissectNodeInformation } from './nodeInfo';
import { dissectRouterRenumbering } from './renumbering';
import { dissectRoutingProtocol } from './rpl';
import { dissectCertificationAdvertisement, dissectCertificationSolicitation } from './send';

/** Dissects a message's body at `at`; answers the offset after what it knows. */
type BodyDissector = (
  d: Dissection,
  at: number,
  end: number,
  reported: number,
  type: number,
  code: number,
) => number;

const nothing: BodyDissector = (_d, at) => at;

const bodies: (BodyDissector | undefined)[] = new Array(256).fill(undefined);
for (const type of [ICMP6_DST_UNREACH, ICMP6_PACKET_TOO_BIG, ICMP6_TIME_EXCEEDED, ICMP6_PARAM_PROB]) {
  bodies[type] = dissectError;
}
bodies[128] = dissectEcho;
bodies[129] = dissectEcho;
bodies[130] = dissectListenerMessage;
bodies[131] = dissectListenerMessage;
bodies[132] = dissectListenerMessage;
bodies[133] = dissectReservedAndOptions;
bodies[134] = dissectRouterAdvertisement;
bodies[135] = dissectNeighborSolicitation;
bodies[136] = dissectNeighborAdvertisement;
bodies[137] = dissectRedirect;
bodies[138] = dissectRouterRenumbering;
bodies[139] = dissectNodeInformation;
bodies[140] = dissectNodeInformation;
bodies[141] = dissectReservedAndOptions;
bodies[142] = dissectReservedAndOptions;
bodies[MLDV2_LISTENER_REPORT] = dissectListenerReport2;
bodies[144] = dissectHomeAgentRequest;
bodies[145] = dissectHomeAgentReply;
bodies[146] = dissectHomeAgentRequest;
bodies[147] = dissectMobilePrefixAdvertisement;
bodies[148] = dissectCertificationSolicitation;
bodies[149] = dissectCertificationAdvertisement;
bodies[150] = dissectFastHandover;
bodies[151] = dissectMulticastRouterAdvertisement;
bodies[152] = nothing;
bodies[153] = nothing;
bodies[154] = dissectFastHandover;
bodies[155] = dissectRoutingProtocol;
bodies[156] = dissectLocatorUpdate;
bodies[157] = dissectDuplicateAddress;
bodies[158] = dissectDuplicateAddress;
bodies[159] = dissectMulticastForwarding;
bodies[160] = dissectExtendedEchoRequest;
bodies[161] = dissectExtendedEchoReply;

const CHECKSUM: ChecksumFields = {
  checksum: ICMPV6.checksum,
  status: ICMPV6.checksumStatus,
  bad: ICMPV6.checksumBadExpert,
  badSeverity: SEVERITY.warn,
};

/** Whether messages of this type hold nothing of other protocols but data: echo and listener messages. */
function isLeaf(type: number): boolean {
  return (type >= ICMP6_ECHO_REQUEST && type <= MLD_LISTENER_DONE) || type === MLDV2_LISTENER_REPORT;
}

function dissectIcmpv6(d: Dissection, at: number, end: number, reported: number): number {
  if (!d.wantsAllLayers && end > at && isLeaf(d.bytes[at]) && !d.wantsProtocol(ICMPV6.self)) return reported;
  const outer = d.openLayer(ICMPV6.self, at, end - at);
  const type = add8(d, ICMPV6.type, at, end, reported);
  const code = add8(d, ICMPV6.code, at + 1, end, reported);
  d.need(at + 2, 2, end, reported);
  if (d.wantsAny(ICMPV6.checksum, ICMPV6.checksumStatus, ICMPV6.checksumBadExpert)) {
    const length = reported - at;
    const pseudo = sumPseudoHeader(d, length, IPPROTO_ICMPV6);
    // A quoted message is hardly ever whole.
    const sum = d.quoted ? -1 : checksumSum(d, at, length, end, pseudo);
    addChecksum(d, CHECKSUM, at + 2, sum);
  }
  const body = bodies[type];
  if (body === undefined) {
    noteUndecoded(d, ICMPV6.undecodedType, at);
    d.need(at + 4, 1, end, reported);
    d.add(ICMPV6.data, at + 4, end - at - 4);
  } else body(d, at + 4, end, reported, type, code);
  d.close(outer);
  return reported;
}

const icmpv6: Handle = { protocol: ICMPV6.self, dissect: dissectIcmpv6, leaf: false };
ipProtocols.register(icmpv6, IPPROTO_ICMPV6);
