/** GRE, AH, ESP and EtherIP. */
import { put16 } from '../../src/wire/bytes';
import { foldChecksum, sumBytes } from '../../src/wire/checksum';
import {
  type CraftedFrame,
  ethernet,
  filler,
  hex,
  ipv4,
  ipv6,
  join,
  overIpv4,
  overIpv6,
  udp,
} from './crafted';

const inner4: Uint8Array = ipv4(17, udp(40000, 40001, filler(12)));
const inner6 = ipv6(17, udp(40000, 40001, filler(12)));
const innerEthernet = ethernet(0x0800, inner4);

const CHECKSUM = 0x8000;
const ROUTING = 0x4000;
const KEY = 0x2000;
const SEQUENCE = 0x1000;
const ACKNOWLEDGEMENT = 0x0080;

/** Payloads by protocol type. */
const payloads: readonly (readonly [string, number, Uint8Array])[] = [
  ['IPv4', 0x0800, inner4],
  ['IPv6', 0x86dd, inner6],
  ['Ethernet', 0x6558, innerEthernet],
  ['ARP', 0x0806, hex('0001 0800 06 04 0001 020000000001 c0000201 000000000000 c0000202')],
  ['keepalive', 0x0000, filler(4)],
  ['keepalive of nothing', 0x0000, hex('')],
  ['unknown', 0x1234, filler(20)],
  ['nothing', 0x1234, hex('')],
  ['no IPv4', 0x0800, hex('')],
  ['no Ethernet', 0x6558, hex('')],
  ['VLAN', 0x8100, filler(20)],
  ['WCCP', 0x883e, join(hex('03 05 06 07'), inner4)],
  ['WCCP without flags', 0x883e, join(hex('00 00 00 00'), inner4)],
  ['WCCP 1', 0x883e, inner4],
];

/** The header that `flags` ask for, with a checksum over header and payload. */
function gre(
  flags: number,
  type: number,
  payload: Uint8Array,
  routing: Uint8Array = hex('0000 00 00'),
): Uint8Array {
  const head = new Uint8Array(4);
  put16(head, 0, flags);
  put16(head, 2, type);
  const parts: Uint8Array[] = [head];
  if ((flags & (CHECKSUM | ROUTING)) !== 0) parts.push(hex('0000 0000'));
  if ((flags & KEY) !== 0) {
    const key = hex('0000 abcd');
    put16(key, 0, payload.length);
    parts.push(type === 0x880b ? key : hex('12345678'));
  }
  if ((flags & SEQUENCE) !== 0) parts.push(hex('00000007'));
  if (type === 0x880b && (flags & ACKNOWLEDGEMENT) !== 0) parts.push(hex('00000006'));
  if ((flags & ROUTING) !== 0) parts.push(routing);
  const packet = join(...parts, payload);
  if ((flags & CHECKSUM) !== 0) put16(packet, 4, foldChecksum(sumBytes(packet, 0, packet.length)));
  return packet;
}

export function craftedGre(): CraftedFrame[] {
  const frames: CraftedFrame[] = [];
  for (const bits of Array.from({ length: 16 }, (_, i) => i << 12)) {
    for (const [what, type, payload] of payloads) {
      if (bits !== 0 && type !== 0x0800 && type !== 0x1234) continue;
      frames.push(overIpv4(`GRE ${bits.toString(16)} ${what}`, 47, gre(bits, type, payload)));
    }
  }
  for (const bits of [0x0800, 0x0700, 0x00f8, 0x0080, 0x0008, 0x0002, 0x0007, 0x2002, 0x3883]) {
    frames.push(overIpv4(`GRE ${bits.toString(16)}`, 47, gre(bits, 0x0800, inner4)));
  }
  for (const bits of [0x0001, 0x2001, 0x3001, 0x3081, 0x2081, 0x1001, 0x0081, 0x30f1, 0xb081]) {
    frames.push(
      overIpv4(`enhanced GRE ${bits.toString(16)}`, 47, gre(bits, 0x880b, join(hex('ff03 0021'), inner4))),
    );
    frames.push(overIpv4(`enhanced GRE ${bits.toString(16)} of nothing`, 47, gre(bits, 0x880b, hex(''))));
    frames.push(
      overIpv4(`plain GRE ${(bits & ~1).toString(16)} with PPP`, 47, gre(bits & ~1, 0x880b, hex('0021'))),
    );
    frames.push(overIpv4(`enhanced GRE ${bits.toString(16)} unknown`, 47, gre(bits, 0x1234, filler(9))));
  }
  const routes = hex('0800 04 08 c0000201 c0000202 0102 00 03 010203 0000 00 00');
  frames.push(overIpv4('GRE routing', 47, gre(ROUTING, 0x0800, inner4, routes)));
  frames.push(overIpv4('GRE checksum and routing', 47, gre(CHECKSUM | ROUTING, 0x0800, inner4, routes)));
  frames.push(overIpv4('GRE routing without end', 47, gre(ROUTING, 0x0800, hex(''), routes.subarray(0, 12))));
  const wrong = gre(CHECKSUM, 0x0800, inner4);
  wrong[4] ^= 0x55;
  frames.push(overIpv4('GRE wrong checksum', 47, wrong));
  frames.push(overIpv6('GRE over IPv6', 47, gre(KEY, 0x86dd, inner6)));
  return frames;
}

export function craftedSecurity(): CraftedFrame[] {
  const frames: CraftedFrame[] = [];
  const add = (what: string, protocol: number, payload: Uint8Array) => {
    frames.push(overIpv4(`${what} over IPv4`, protocol, payload));
    frames.push(overIpv6(`${what} over IPv6`, protocol, payload));
  };
  const datagram = udp(40000, 40001, filler(12));
  add('AH', 51, join(hex('11 04 0000 00000100 00000001'), filler(12), datagram));
  add('AH of no check', 51, join(hex('11 01 0000 00000100 00000001'), datagram));
  add('AH too short', 51, join(hex('11 00 0000 00000100 00000001'), datagram));
  add('AH long', 51, join(hex('11 06 0102 00000100 00000001'), filler(20), datagram));
  add('AH too long', 51, join(hex('11 ff 0000 00000100 00000001'), filler(12)));
  add('AH, then IPv4', 51, join(hex('04 04 0000 00000100 00000001'), filler(12), inner4));
  add('AH, then IPv6', 51, join(hex('29 04 0000 00000100 00000001'), filler(12), inner6));
  add('AH, then nothing', 51, join(hex('3b 04 0000 00000100 00000001'), filler(12)));
  add('AH, then unknown', 51, join(hex('fd 04 0000 00000100 00000001'), filler(12), filler(5)));
  add(
    'AH, then AH',
    51,
    join(hex('33 04 0000 00000100 00000001'), filler(12), hex('11 01 0000 00000100 00000002'), datagram),
  );
  add(
    'AH, then options',
    51,
    join(hex('3c 04 0000 00000100 00000001'), filler(12), hex('11 00 01 04 00000000'), datagram),
  );
  add('ESP', 50, join(hex('00000100 00000001'), filler(40)));
  add('ESP of nothing', 50, hex('00000100 00000001'));
  add('ESP high', 50, join(hex('ffffff00 fffffff1'), filler(16)));
  add('EtherIP', 97, join(hex('3000'), innerEthernet));
  add('EtherIP of version 4', 97, join(hex('4000'), innerEthernet));
  add('EtherIP reserved', 97, join(hex('3123'), innerEthernet));
  add('EtherIP of nothing', 97, hex('3000'));
  add('EtherIP short', 97, join(hex('3000'), innerEthernet.subarray(0, 9)));
  add('EtherIP with IPv6', 97, join(hex('3000'), ethernet(0x86dd, inner6)));
  return frames;
}
