/** What a condition of a rule tests: one of the kinds that stand beside this file. */
import type { Host } from '../../host';
import { type AddressMatch, addressText, matchAddress } from './address';
import type { IpfwArgs } from './args';
import { type DirectionMatch, matchDirection } from './direction';
import { type DivertedMatch, matchDiverted } from './diverted';
import { type Ext6hdrMatch, ext6hdrText, matchExt6hdr } from './extensionHeaders';
import { type FlowIdMatch, flowIdText, matchFlowId } from './flowId';
import { type FragmentMatch, matchFragment } from './fragment';
import { type HeaderMatch, headerText, matchHeader } from './header';
import { type IcmpTypesMatch, icmpTypesText, matchIcmpTypes } from './icmpTypes';
import { type InterfaceMatch, interfaceText, matchInterface } from './interface';
import { type IpOptionsMatch, ipOptionsText, matchIpOptions } from './ipOptions';
import { matchPort, type PortMatch, portText } from './ports';
import { matchProtocol, type ProtocolMatch, protocolText } from './protocol';
import type { Insn } from './rule';
import { matchTcpFields, type TcpFieldsMatch, tcpFieldsText } from './tcpFields';
import { matchTcpFlags, type TcpFlagsMatch, tcpFlagsText } from './tcpFlags';
import { matchTcpOptions, type TcpOptionsMatch, tcpOptionsText } from './tcpOptions';
import { matchVerifyPath, type VerifyPathMatch } from './verifyPath';

export type Match =
  | ProtocolMatch
  | AddressMatch
  | PortMatch
  | DirectionMatch
  | InterfaceMatch
  | FragmentMatch
  | TcpFlagsMatch
  | TcpFieldsMatch
  | TcpOptionsMatch
  | IcmpTypesMatch
  | HeaderMatch
  | IpOptionsMatch
  | Ext6hdrMatch
  | FlowIdMatch
  | VerifyPathMatch
  | DivertedMatch;

/**
 * True when what is tested is so; `not` is not looked at. What nearly every rule tests comes first: kinds are
 * compared in turn.
 */
function matchOne(host: Host, args: IpfwArgs, match: Match): boolean {
  switch (match.kind) {
    case 'proto':
      return matchProtocol(args, match);
    case 'src':
    case 'dst':
    case 'src-any':
    case 'dst-any':
      return matchAddress(host, args, match);
    case 'sport':
    case 'dport':
      return matchPort(args, match);
    case 'in':
    case 'out':
      return matchDirection(args, match);
    case 'recv':
    case 'xmit':
    case 'via':
      return matchInterface(args, match);
    case 'frag':
      return matchFragment(args);
    case 'established':
    case 'setup':
    case 'tcpflags':
      return matchTcpFlags(args, match);
    case 'icmptypes':
    case 'icmp6types':
      return matchIcmpTypes(args, match);
    case 'iplen':
    case 'ipid':
    case 'ipttl':
    case 'ipprecedence':
    case 'ipversion':
      return matchHeader(args, match);
    case 'iptos':
    case 'ipoptions':
      return matchIpOptions(args, match);
    case 'tcpseq':
    case 'tcpack':
    case 'tcpwin':
    case 'tcpdatalen':
      return matchTcpFields(args, match);
    case 'tcpoptions':
      return matchTcpOptions(args, match);
    case 'ext6hdr':
      return matchExt6hdr(args, match);
    case 'flow-id':
      return matchFlowId(args, match);
    case 'verrevpath':
    case 'versrcreach':
    case 'antispoof':
      return matchVerifyPath(host, args, match);
    case 'diverted':
    case 'diverted-loopback':
    case 'diverted-output':
      return matchDiverted(args, match);
    default:
      return matchAddress(host, args, match);
  }
}

/**
 * The first condition that does not hold, -1 when all do. Of an or-block, the last of its conditions stands
 * for it.
 */
export function firstFailing(host: Host, args: IpfwArgs, insns: readonly Insn[]): number {
  for (let i = 0; i < insns.length; i++) {
    const { match, not } = insns[i];
    const holds = matchOne(host, args, match) !== not;
    if (holds) while (insns[i].or) i++;
    else if (!insns[i].or) return i;
  }
  return -1;
}

/** The condition in the words of ipfw(8), without `not`. */
export function matchText(match: Match): string {
  switch (match.kind) {
    case 'proto':
      return protocolText(match);
    case 'sport':
    case 'dport':
      return portText(match);
    case 'recv':
    case 'xmit':
    case 'via':
      return interfaceText(match);
    case 'established':
    case 'setup':
    case 'tcpflags':
      return tcpFlagsText(match);
    case 'icmptypes':
    case 'icmp6types':
      return icmpTypesText(match);
    case 'iplen':
    case 'ipid':
    case 'ipttl':
    case 'ipprecedence':
    case 'ipversion':
      return headerText(match);
    case 'iptos':
    case 'ipoptions':
      return ipOptionsText(match);
    case 'tcpseq':
    case 'tcpack':
    case 'tcpwin':
    case 'tcpdatalen':
      return tcpFieldsText(match);
    case 'tcpoptions':
      return tcpOptionsText(match);
    case 'ext6hdr':
      return ext6hdrText(match);
    case 'flow-id':
      return flowIdText(match);
    case 'in':
    case 'out':
    case 'frag':
    case 'diverted':
    case 'diverted-loopback':
    case 'diverted-output':
    case 'verrevpath':
    case 'versrcreach':
    case 'antispoof':
      return match.kind;
    default:
      return addressText(match);
  }
}
