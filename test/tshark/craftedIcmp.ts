/** ICMP and IGMP: every message, extension and object. */
import {
  type CraftedFrame,
  ethernet,
  filler,
  hex,
  icmp,
  ipv4,
  ipv6,
  join,
  overIpv4,
  tcp,
  udp,
} from './crafted';

const quotedUdp = ipv4(17, udp(40000, 40001, filler(8, 1)));
const quotedTcp = ipv4(6, tcp(0x18, hex('0101 080a 00000001 00000002'), filler(8, 1)));
const quotedEcho = ipv4(1, icmp(8, 0, join(hex('1234 0001'), filler(16))));
const A = '2001 0db8 0001 0002 0003 0004 0005 0006';

/** A quoted packet padded to 128 bytes, then an extension structure of the objects given. */
function extended(extensionObjects: Uint8Array) {
  return join(quotedUdp, new Uint8Array(128 - quotedUdp.length), hex('2000 0000'), extensionObjects);
}

/** Objects of extension structures. */
const objects: readonly (readonly [string, Uint8Array])[] = [
  ['label', hex('0008 0101 12345678')],
  ['labels', hex('0010 0101 12345678 abcdef01 87654321')],
  ['label of other type', hex('0008 0102 12345678')],
  ['no label', hex('0004 0101')],
  ['half a label', hex('0006 0101 1234')],
  ['interface index', hex('0008 0208 00000007')],
  ['interface IPv4', hex('000c 0244 0001 0000 c0000201')],
  ['interface IPv6', hex(`0018 0284 0002 0000 ${A}`)],
  ['interface address of other family', hex('000c 02c4 0006 0000 01020304')],
  ['interface name', hex('000c 0202 06 6574683000 0000')],
  ['interface MTU', hex('0008 0201 000005dc')],
  ['interface all', hex('001c 024f 00000007 0001 0000 c0000201 08 65746830000000 000005dc')],
  ['interface nothing', hex('0004 0230')],
  ['identification by name', hex('000c 0301 6574683000000000')],
  ['identification by index', hex('0008 0302 00000002')],
  ['identification by IPv4', hex('000c 0303 0001 04 00 c0000201')],
  ['identification by IPv6', hex(`0018 0303 0002 10 00 ${A}`)],
  ['identification by link', hex('0010 0303 0006 06 00 020000000001 0000')],
  ['identification of other type', hex('0008 0304 00000002')],
  ['unknown', hex('0008 0901 01020304')],
  ['unknown empty', hex('0004 0901')],
  ['two', hex('0008 0101 12345678 0008 0201 000005dc')],
  ['too long', hex('0010 0101 12345678')],
  ['too short', hex('0003 0101 12345678')],
  ['none', hex('')],
];

const messages: readonly (readonly [string, number, number, Uint8Array])[] = [
  ['echo reply', 0, 0, join(hex('1234 0001'), filler(48))],
  ['echo request', 8, 0, join(hex('1234 0001'), filler(48))],
  ['echo request code 1', 8, 1, join(hex('1234 0002'), filler(8))],
  ['echo request empty', 8, 0, hex('1234 0003')],
  [
    'echo request with time',
    8,
    0,
    join(hex('1234 0004 00f15365 00000000 a0860100 00000000'), filler(40, 0x10)),
  ],
  [
    'echo request with time in network order',
    8,
    0,
    join(hex('1234 0005 00000000 6553f100 00000000 000186a0'), filler(40, 0x10)),
  ],
  ['echo request with short time', 8, 0, join(hex('1234 0006 00f15365 a0860100'), filler(48, 0x08))],
  ...Array.from(
    { length: 17 },
    (_, code) => [`unreachable ${code}`, 3, code, join(hex('00000000'), quotedUdp)] as const,
  ),
  ['fragmentation needed', 3, 4, join(hex('000005dc'), quotedUdp)],
  ['fragmentation needed with unused', 3, 4, join(hex('012305dc'), quotedUdp)],
  ['unreachable with unused', 3, 1, join(hex('01020304'), quotedUdp)],
  ['unreachable quoting 8 bytes of TCP', 3, 3, join(hex('00000000'), quotedTcp.subarray(0, 28))],
  ['unreachable quoting TCP', 3, 3, join(hex('00000000'), quotedTcp)],
  ['unreachable quoting echo', 3, 3, join(hex('00000000'), quotedEcho)],
  ['unreachable quoting 8 bytes of echo', 3, 3, join(hex('00000000'), quotedEcho.subarray(0, 28))],
  ['unreachable quoting a header', 3, 3, join(hex('00000000'), quotedUdp.subarray(0, 20))],
  ['unreachable quoting IPv6', 3, 3, join(hex('00000000'), ipv6(17, udp(1, 2, filler(4))))],
  ['unreachable quoting nothing', 3, 3, hex('00000000')],
  ['source quench', 4, 0, join(hex('00000000'), quotedUdp)],
  ...Array.from(
    { length: 5 },
    (_, code) => [`redirect ${code}`, 5, code, join(hex('c0000207'), quotedUdp)] as const,
  ),
  ['alternate address', 6, 0, filler(8, 1)],
  ['router advertisement', 9, 0, hex('02 02 0708 c0000201 00000000 c0000202 ffffffff')],
  [
    'router advertisement mobile',
    9,
    16,
    hex('01 02 0708 c0000201 00000000 10 0a 0001 0708 ff80 c0000201 13 01 18 00 18 06 01020304'),
  ],
  [
    'router advertisement mobile without address',
    9,
    16,
    hex('00 02 0708 10 06 0001 0708 0040 99 04 01020304'),
  ],
  ['router advertisement of long entries', 9, 0, hex('01 03 0708 c0000201 00000000 00000001')],
  ['router solicitation', 10, 0, hex('01020304')],
  ['time exceeded', 11, 0, join(hex('00000000'), quotedUdp)],
  ['time exceeded 1', 11, 1, join(hex('00000000'), quotedUdp)],
  ['time exceeded 9', 11, 9, join(hex('00000000'), quotedUdp)],
  ['parameter problem', 12, 0, join(hex('14000000'), quotedUdp)],
  ['parameter problem 1', 12, 1, join(hex('14000000'), quotedUdp)],
  ['parameter problem 2', 12, 2, join(hex('14010203'), quotedUdp)],
  ['timestamp', 13, 0, hex('1234 0001 02255100 00000000 00000000')],
  ['timestamp reply', 14, 0, hex('1234 0001 02255100 02255200 82255300')],
  ['timestamp wide', 13, 0, hex('1234 0001 ffffffff 05265bff 05265c00')],
  ['timestamp little', 14, 0, hex('1234 0001 00512502 00522502 00532502')],
  ['information request', 15, 0, hex('1234 0001')],
  ['information reply', 16, 0, hex('1234 0001')],
  ['mask request', 17, 0, hex('1234 0001 00000000')],
  ['mask reply', 18, 0, hex('1234 0001 ffffff00')],
  ['traceroute', 30, 0, filler(16)],
  ['photuris', 40, 0, hex('01020304')],
  ['experimental mobility', 41, 0, hex('01020304 05060708')],
  ['extended echo request', 42, 0, hex('1234 05 01 2000 0000 0008 0302 00000002')],
  ['extended echo request alone', 42, 0, hex('1234 05 00')],
  ['extended echo reply', 43, 1, hex('1234 05 47')],
  ['extended echo reply full', 43, 0, hex('1234 05 ff 01020304')],
  ...[1, 2, 7, 19, 31, 44, 253, 255].map(type => [`type ${type}`, type, 0, filler(8, 1)] as const),
  ...objects.flatMap(([what, bytes]) => [
    [`unreachable, object ${what}`, 3, 1, join(hex('00200000'), extended(bytes))] as const,
    [`time exceeded without length, object ${what}`, 11, 0, join(hex('00000000'), extended(bytes))] as const,
    [`parameter problem, object ${what}`, 12, 0, join(hex('14200000'), extended(bytes))] as const,
    [`extended echo, object ${what}`, 42, 0, join(hex('1234 05 01 2000 0000'), bytes)] as const,
  ]),
  ['unreachable of length 6', 3, 1, join(hex('00060000'), quotedUdp, hex('2000 dfff 0008 0101 12345678'))],
  ['unreachable of length 33', 3, 1, join(hex('00210000'), extended(hex('0008 0101 12345678 0004 0901')))],
  ['unreachable of length 200', 3, 1, join(hex('00c80000'), quotedUdp)],
];

const GROUP = 'e0 00 00 fb';
const igmps: readonly (readonly [string, number, number, Uint8Array])[] = [
  ['query 1', 0x11, 0, hex(GROUP)],
  ['query 2', 0x11, 100, hex(GROUP)],
  ['query 3', 0x11, 100, hex(`${GROUP} 0a 7d 0000`)],
  ['query 3 with sources', 0x11, 0xff, hex(`${GROUP} fa ff 0002 c0000201 c0000202`)],
  ['query 3 short of sources', 0x11, 0x8f, hex(`${GROUP} 02 80 0003 c0000201`)],
  ['query 2 longer', 0x11, 100, hex(`${GROUP} 0a 7d`)],
  ['report 1', 0x12, 0, hex(GROUP)],
  ['report 1 with code', 0x12, 5, hex(GROUP)],
  ['report 2', 0x16, 0, hex(GROUP)],
  ['leave', 0x17, 0, hex(GROUP)],
  [
    'report 3',
    0x22,
    0,
    hex(`0000 0007 01 00 0000 ${GROUP} 02 00 0001 ${GROUP} c0000201 03 01 0000 ${GROUP} 01020304
      04 00 0002 ${GROUP} c0000201 c0000202 05 00 0000 ${GROUP} 06 02 0001 ${GROUP} c0000201 0102030405060708
      07 00 0000 ${GROUP}`),
  ],
  ['report 3 with reserved', 0x22, 7, hex(`0102 0001 01 00 0000 ${GROUP}`)],
  ['report 3 with rest', 0x22, 0, hex(`0000 0001 01 00 0000 ${GROUP} 01020304`)],
  ['report 3 short of records', 0x22, 0, hex(`0000 0003 01 00 0000 ${GROUP}`)],
  ['create group 0', 0x01, 0, hex('00000001 00000000 0000000000000000')],
  ['create group 1', 0x01, 1, hex('00000001 00000000 0102030405060708')],
  ...[0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08].flatMap(type =>
    [0, 1, 5].map(
      code => [`version 0 ${type} ${code}`, type, code, hex(`00000001 ${GROUP} 0102030405060708`)] as const,
    ),
  ),
  ['DVMRP', 0x13, 1, hex('0000 ff03 00000001')],
  ['PIM', 0x14, 0, hex('00000001')],
  ['access', 0x15, 0, hex('00000001')],
  ['traceroute query', 0x1f, 16, hex(`${GROUP} c0000201 c0000202 c0000203 40 010203`)],
  [
    'traceroute request',
    0x1f,
    16,
    hex(`${GROUP} c0000201 c0000202 c0000203 40 010203
      00000001 c0000204 c0000205 c0000206 00000007 00000008 00000009 01 40 5f 00`),
  ],
  [
    'traceroute response',
    0x1e,
    16,
    hex(`${GROUP} c0000201 c0000202 c0000203 40 010203
      00000001 c0000204 c0000205 c0000206 00000007 00000008 00000009 01 40 df 81
      00000001 c0000204 c0000205 c0000206 00000007 00000008 00000009 0a 40 20 02`),
  ],
  ['multicast router advertisement', 0x24, 20, hex('007d 0002')],
  ['multicast router advertisement 2', 0x30, 20, hex('007d 0002')],
  ['multicast router solicitation', 0x31, 0, hex('')],
  ['multicast router termination', 0x32, 0, hex('')],
  ['multicast router solicitation 2', 0x25, 0, hex('')],
  ['type 0', 0x00, 1, hex('01020304')],
  ['type 9', 0x09, 1, hex('01020304')],
  ['type 255', 0xff, 1, hex('01020304')],
];

export function craftedIcmp(): CraftedFrame[] {
  const frames = messages.map(([what, type, code, body]) =>
    overIpv4(`ICMP ${what}`, 1, icmp(type, code, body)),
  );
  const wrong = icmp(8, 0, hex('1234 0001 0102'));
  wrong[2] ^= 0x55;
  frames.push(overIpv4('ICMP wrong checksum', 1, wrong));
  frames.push({ name: 'ICMP over IPv6', bytes: ethernet(0x86dd, ipv6(1, icmp(8, 0, hex('1234 0001')))) });
  return frames;
}

export function craftedIgmp(): CraftedFrame[] {
  const frames = igmps.map(([what, type, code, body]) => overIpv4(`IGMP ${what}`, 2, icmp(type, code, body)));
  const wrong = icmp(0x16, 0, hex(GROUP));
  wrong[2] ^= 0x55;
  frames.push(overIpv4('IGMP wrong checksum', 2, wrong));
  frames.push({ name: 'IGMP over IPv6', bytes: ethernet(0x86dd, ipv6(2, icmp(0x16, 0, hex(GROUP)))) });
  return frames;
}
