/** What errors quote: extension headers, fragments, tunnels, errors, packets cut short. */
import { put16 } from '../../src/wire/bytes';
import {
  type CraftedFrame,
  ethernet,
  filler,
  hex,
  icmp,
  icmpv6,
  ipv4,
  ipv6,
  join,
  overIpv4,
  overIpv6,
  tcp,
  udp,
} from './crafted';

const datagram = udp(40000, 40001, filler(40));
const segment = tcp(0x18, hex('0101 080a 00000001 00000002'), filler(40));
const A = '2001 0db8 0001 0002 0003 0004 0005 0006';

/** `packet` with fragment fields in its IPv4 header. */
function fragment4(packet: Uint8Array, flagsAndOffset: number): Uint8Array {
  const bytes = packet.slice();
  put16(bytes, 6, flagsAndOffset);
  return bytes;
}

const packets6: readonly (readonly [string, Uint8Array])[] = [
  ['UDP', ipv6(17, datagram)],
  ['TCP', ipv6(6, segment)],
  ['echo request', ipv6(58, icmpv6(128, 0, join(hex('1234 0001'), filler(40))))],
  ['neighbour solicitation', ipv6(58, icmpv6(135, 0, hex(`00000000 ${A} 01 01 020000000001`)))],
  ['error', ipv6(58, icmpv6(1, 0, join(hex('00000000'), ipv6(17, datagram))))],
  ['hop-by-hop', ipv6(0, join(hex('11 00 05 02 0000 01 00'), datagram))],
  ['destination options', ipv6(60, join(hex('11 00 01 04 00000000'), datagram))],
  ['routing header', ipv6(43, join(hex(`11 02 00 01 00000000 ${A}`), datagram))],
  ['first fragment', ipv6(44, join(hex('11 00 0001 00000007'), datagram))],
  ['later fragment', ipv6(44, join(hex('11 00 0029 00000007'), filler(40)))],
  ['atomic fragment', ipv6(44, join(hex('11 00 0000 00000008'), datagram))],
  ['ESP', ipv6(50, join(hex('00000100 00000001'), filler(40)))],
  ['AH', ipv6(51, join(hex('11 04 0000 00000100 00000001'), filler(12), datagram))],
  ['IPv4', ipv6(4, ipv4(17, datagram))],
  ['IPv6', ipv6(41, ipv6(17, datagram))],
  ['GRE', ipv6(47, join(hex('0000 86dd'), ipv6(17, datagram)))],
  ['no next header', ipv6(59, filler(12))],
  ['unknown', ipv6(253, filler(12))],
];

const packets4: readonly (readonly [string, Uint8Array])[] = [
  ['UDP', ipv4(17, datagram)],
  ['TCP', ipv4(6, segment)],
  ['echo request', ipv4(1, icmp(8, 0, join(hex('1234 0001'), filler(40))))],
  ['error', ipv4(1, icmp(3, 0, join(hex('00000000'), ipv4(17, datagram))))],
  ['first fragment', fragment4(ipv4(17, datagram), 0x2000)],
  ['later fragment', fragment4(ipv4(17, filler(40)), 0x0005)],
  ['IGMP', ipv4(2, icmp(0x16, 0, hex('e00000fb')))],
  ['ESP', ipv4(50, join(hex('00000100 00000001'), filler(40)))],
  ['AH', ipv4(51, join(hex('11 04 0000 00000100 00000001'), filler(12), datagram))],
  ['IPv4', ipv4(4, ipv4(17, datagram))],
  ['IPv6', ipv4(41, ipv6(17, datagram))],
  ['GRE', ipv4(47, join(hex('0000 0800'), ipv4(17, datagram)))],
  ['unknown', ipv4(253, filler(12))],
];

export function craftedQuotes(): CraftedFrame[] {
  const frames: CraftedFrame[] = [];
  for (const [what, packet] of packets6) {
    for (const [type, param] of [
      [1, hex('00000000')],
      [2, hex('00000500')],
      [4, hex('00000028')],
    ] as const) {
      frames.push(overIpv6(`ICMPv6 ${type} quoting ${what}`, 58, icmpv6(type, 0, join(param, packet))));
      for (const length of [48, 60, packet.length - 1]) {
        const part = packet.subarray(0, length);
        frames.push(
          overIpv6(`ICMPv6 ${type} quoting ${length} of ${what}`, 58, icmpv6(type, 0, join(param, part))),
        );
      }
    }
    const redirect = join(hex(`00000000 ${A} ${A}`), hex('04 08 000000000000'), packet.subarray(0, 56));
    frames.push(overIpv6(`ICMPv6 redirect with ${what}`, 58, icmpv6(137, 0, redirect)));
  }
  for (const [what, packet] of packets4) {
    for (const type of [3, 4, 5, 11, 12]) {
      frames.push(overIpv4(`ICMP ${type} quoting ${what}`, 1, icmp(type, 0, join(hex('00000000'), packet))));
      for (const length of [28, 40, packet.length - 1]) {
        const part = join(hex('00000000'), packet.subarray(0, length));
        frames.push(overIpv4(`ICMP ${type} quoting ${length} of ${what}`, 1, icmp(type, 0, part)));
      }
    }
  }
  frames.push({ name: 'ICMPv6 over IPv4', bytes: ethernet(0x0800, ipv4(58, icmpv6(128, 0, filler(12)))) });
  return frames;
}
