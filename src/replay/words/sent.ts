/** Sentences about what was sent, made from the bytes that left. */
import { formatIpv4, formatIpv6 } from '../../wire/address';
import { ARP_TPA } from '../../wire/arp';
import { IP_DST, IP_P } from '../../wire/ipv4';
import { IP6_DST, IPPROTO_TCP } from '../../wire/ipv6';
import { TH_FLAGS, TH_RST } from '../../wire/tcp';
import { wholePackets } from '../fragments';
import { icmp6Address, icmp6Message, icmp6Type, isIpv6, upperLayer } from '../message';
import { arpMessage, headerLength, icmpMessage, icmpRedirect, icmpType, isArp, isIpv4 } from '../message4';
import type { Output } from '../output';
import { formatAddress } from './values';

/** One sentence that says that a packet was sent: `Sent ICMPv6 Time Exceeded to 2001:db8:1::66.` */
export function sentSentence(output: Output): string {
  const { bytes } = output;
  if (output.kind === 'bridged') return `Bridged the frame to ${output.interface}.`;
  if (!isIpv6(bytes)) return sentSentence4(output);
  const to = formatIpv6(bytes, IP6_DST);
  switch (output.kind) {
    case 'icmp6-error':
      return `Sent ${icmp6Message(bytes)} to ${to}.`;
    case 'redirect':
      return `Sent a Redirect to ${to}: ${icmp6Address(bytes, 8)} is a closer next hop for ${icmp6Address(bytes, 24)}.`;
    case 'router-solicitation':
      return `Sent a Router Solicitation through ${output.interface}.`;
    case 'neighbor-solicitation':
      return `Sent a Neighbor Solicitation for ${icmp6Address(bytes, 8)} through ${output.interface}.`;
    case 'neighbor-advertisement':
      return `Sent a Neighbor Advertisement for ${icmp6Address(bytes, 8)} to ${to}.`;
    case 'mld-report':
      return `Sent a Multicast Listener Report for ${to} through ${output.interface}.`;
    case 'mld-done':
      return `Sent a Multicast Listener Done to ${to} through ${output.interface}.`;
    case 'forwarded':
      return `Sent the packet on through ${output.interface} to ${nextHop(output)}.`;
    default:
      return icmp6Type(bytes) >= 0 ? `Sent ${icmp6Message(bytes)} to ${to}.` : ownSentence(output, to);
  }
}

/** A packet of the machine’s own that is no message of ICMP: a reset of ipfw, or what a program sent. */
function ownSentence({ bytes, interface: name }: Output, to: string): string {
  const { protocol, offset } = isIpv4(bytes)
    ? { protocol: bytes[IP_P], offset: headerLength(bytes) }
    : upperLayer(bytes);
  const reset = protocol === IPPROTO_TCP && ((bytes[offset + TH_FLAGS] ?? 0) & TH_RST) !== 0;
  return reset ? `Sent a TCP reset to ${to}.` : `Sent a packet to ${to} through ${name}.`;
}

/**
 * Sentences of all that was sent; the fragments of one packet are told as one:
 * `Sent ICMP Echo Reply to 192.0.2.10 in 3 fragments.`
 */
export function sentSentences(outputs: readonly Output[]): string[] {
  return wholePackets(outputs).map(
    ({ first, parts }) => `${sentSentence(first).slice(0, -1)}${inParts(parts)}.`,
  );
}

/** ` in 3 fragments` behind the name of a packet that left so; empty for a whole one. */
export function inParts(parts: number): string {
  return parts > 1 ? ` in ${parts} fragments` : '';
}

/** The same of IPv4 and ARP. */
function sentSentence4(output: Output): string {
  const { bytes } = output;
  if (isArp(bytes) && output.kind === 'arp-request') {
    return `Sent an ARP request for ${formatIpv4(bytes, ARP_TPA)} through ${output.interface}.`;
  }
  if (isArp(bytes)) return `Sent an ARP reply to ${formatIpv4(bytes, ARP_TPA)}: ${arpMessage(bytes)}.`;
  if (!isIpv4(bytes)) return `Sent a packet of ${bytes.length} bytes through ${output.interface}.`;
  const to = formatIpv4(bytes, IP_DST);
  if (output.kind === 'forwarded')
    return `Sent the packet on through ${output.interface} to ${nextHop(output)}.`;
  if (output.kind === 'redirect') {
    const { gateway, destination } = icmpRedirect(bytes);
    return `Sent a Redirect to ${to}: ${gateway} is a closer next hop for ${destination}.`;
  }
  return icmpType(bytes) >= 0 ? `Sent ${icmpMessage(bytes)} to ${to}.` : ownSentence(output, to);
}

/**
 * Next hop of a packet that left: the neighbour it was given to, or its destination. Its interface is named
 * beside it, so no zone.
 */
export function nextHop(output: Output): string {
  if (output.nexthop === null && isIpv4(output.bytes)) return formatIpv4(output.bytes, IP_DST);
  if (output.nexthop === null) return formatIpv6(output.bytes, IP6_DST);
  return formatAddress(output.nexthop, () => null, false);
}
