/** ICMPv6: every message, every neighbour discovery option, every routing protocol option. */
import { type CraftedFrame, filler, hex, icmpv6, ipv4, ipv6, join, overIpv6, udp } from './crafted';

const A = '2001 0db8 0001 0002 0003 0004 0005 0006';
const B = 'fe80 0000 0000 0000 0200 00ff fe00 0002';
const GROUP = 'ff02 0000 0000 0000 0000 0001 ff00 1234';
const name = (text: string) => Uint8Array.from(text, c => c.charCodeAt(0));
const quotedUdp = ipv6(17, hex('9c40 9c41 0010 1234 0102030405060708'));

/** `[what it is, type, code, body]` */
const messages: readonly (readonly [string, number, number, Uint8Array])[] = [
  ['type 0', 0, 0, filler(8, 1)],
  ...Array.from(
    { length: 8 },
    (_, code) => [`unreachable ${code}`, 1, code, join(hex('00000000'), quotedUdp)] as const,
  ),
  ['unreachable with length', 1, 0, join(hex('09000000'), quotedUdp, filler(24))],
  [
    'unreachable with extension structure',
    1,
    0,
    join(
      hex('10000000'),
      quotedUdp,
      new Uint8Array(128 - quotedUdp.length),
      hex('2000 0000 0008 0101 12345678'),
    ),
  ],
  ['unreachable without quote', 1, 3, hex('00000000')],
  ['too big', 2, 0, join(hex('00000500'), quotedUdp)],
  ['too big code 3', 2, 3, join(hex('00000500'), quotedUdp)],
  ['time exceeded 0', 3, 0, join(hex('00000000'), quotedUdp)],
  ['time exceeded 1', 3, 1, join(hex('05000000'), quotedUdp)],
  ['time exceeded 9', 3, 9, join(hex('00000000'), quotedUdp)],
  ...Array.from(
    { length: 12 },
    (_, code) => [`parameter problem ${code}`, 4, code, join(hex('00000028'), quotedUdp)] as const,
  ),
  ['error quoting IPv4', 1, 0, join(hex('00000000'), ipv4(17, udp(40000, 40001, filler(4))))],
  ['error quoting rubbish', 1, 0, join(hex('00000000'), filler(44, 0x10))],
  ['type 5', 5, 1, filler(8, 1)],
  ['experiment 100', 100, 0, filler(8, 1)],
  ['experiment 101', 101, 0, filler(8, 1)],
  ['type 127', 127, 0, filler(8, 1)],
  ['echo request', 128, 0, join(hex('1234 0001'), filler(20))],
  ['echo request code 1', 128, 1, join(hex('1234 0002'), filler(20))],
  ['echo reply', 129, 0, join(hex('1234 0001'), filler(20))],
  ['echo request without data', 128, 0, hex('1234 0003')],
  ['echo request to be answered wrongly', 128, 0, join(hex('1234 0004'), filler(20))],
  ['echo reply with other data', 129, 0, join(hex('1234 0004'), filler(20, 1))],
  ['listener query', 130, 0, hex(`2710 0000 ${GROUP}`)],
  ['listener query 2', 130, 0, hex(`2710 0000 ${GROUP} 0a7d 0000`)],
  ['listener query 2 with sources', 130, 0, hex(`8710 0000 ${GROUP} fb7d 0002 ${A} ${B}`)],
  ['listener query 2 floating', 130, 0, hex(`ffff 0000 ${GROUP} 0fff 0001 ${A}`)],
  ['listener report', 131, 0, hex(`0000 0000 ${GROUP}`)],
  ['listener done', 132, 0, hex(`0000 0000 ${GROUP}`)],
  [
    'listener report 2',
    143,
    0,
    hex(`0000 0007 01 00 0000 ${GROUP} 02 00 0001 ${GROUP} ${A} 03 01 0000 ${GROUP} 01020304
      04 00 0002 ${GROUP} ${A} ${B} 05 00 0000 ${GROUP} 06 02 0001 ${GROUP} ${A} 0102030405060708 07 00 0000 ${GROUP}`),
  ],
  ['listener report 2 short of records', 143, 0, hex(`0000 0003 01 00 0000 ${GROUP}`)],
  ['listener report 2 with rest', 143, 0, hex(`0000 0001 01 00 0000 ${GROUP} 01020304`)],
  ['listener report 2 no record', 143, 0, hex('0000 0000')],
  ['router solicitation', 133, 0, hex('01020304')],
  ['router advertisement', 134, 0, hex('40 ff 0708 00007530 000003e8')],
  ['router advertisement low', 134, 0, hex('40 5a 0708 00007530 000003e8')],
  ['neighbour solicitation', 135, 0, hex(`00000000 ${A}`)],
  ['neighbour advertisement', 136, 0, hex(`e0000000 ${A}`)],
  ['neighbour advertisement reserved', 136, 0, hex(`5fffffff ${A}`)],
  ['redirect', 137, 0, hex(`00000000 ${B} ${A}`)],
  [
    'renumbering command',
    138,
    0,
    join(
      hex('00000001 01 fd 0102 01020304'),
      hex(`01 0b 05 40 30 80 0000 ${A} 40 10 c0 80 00010000 00008000 c0000000 ${B}`),
    ),
  ],
  ['renumbering command long', 138, 0, hex(`00000001 01 fd 0102 01020304 02 03 05 c0 30 80 0000 ${A}`)],
  [
    'renumbering command without use',
    138,
    0,
    hex(`00000001 01 07 0102 01020304 03 03 05 40 30 80 0000 ${A}`),
  ],
  [
    'renumbering result',
    138,
    1,
    hex(`00000001 01 00 0102 01020304 0003 05 40 00000007 ${A} fffe 06 c0 00000008 ${B}`),
  ],
  ['renumbering reset', 138, 255, hex('00000001 01 00 0102 01020304')],
  ['renumbering other', 138, 7, hex('00000001 01 00 0102 01020304 0102')],
  ['node query empty', 139, 1, hex('0000 0000 0102030405060708')],
  ['node query name by address', 139, 0, hex(`0002 0000 0102030405060708 ${A}`)],
  [
    'node query name by name',
    139,
    1,
    join(hex('0002 0000 0102030405060708'), hex('03 777777 07 6578616d706c65 00')),
  ],
  [
    'node query name by name twice',
    139,
    1,
    join(hex('0002 0000 0102030405060708'), hex('01 61 00 00 01 62 00')),
  ],
  ['node query name by IPv4', 139, 2, hex('0002 0000 0102030405060708 c0000201')],
  ['node query IPv6', 139, 0, hex(`0003 003f 0102030405060708 ${A}`)],
  ['node query IPv4', 139, 0, hex(`0004 ffff 0102030405060708 ${A}`)],
  ['node query of type 1', 139, 0, hex(`0001 0000 0102030405060708 ${A}`)],
  ['node query of type 9', 139, 0, hex(`0009 0000 0102030405060708 ${A}`)],
  ['node query code 3', 139, 3, hex(`0002 0000 0102030405060708 ${A}`)],
  ['node reply empty', 140, 0, hex('0000 0000 0102030405060708')],
  ['node reply name', 140, 0, join(hex('0002 0000 0102030405060708 00000e10'), hex('04 686f7374 00 00'))],
  [
    'node reply names',
    140,
    0,
    join(hex('0002 0000 0102030405060708 00000e10'), hex('04 686f7374 00 03 646f74 00')),
  ],
  ['node reply IPv6', 140, 0, hex(`0003 002a 0102030405060708 00000e10 ${A} 00000e11 ${B}`)],
  ['node reply IPv4', 140, 0, hex('0004 0000 0102030405060708 00000e10 c0000201 00000e11 c0000202')],
  ['node reply of type 1', 140, 0, hex('0001 0000 0102030405060708 0000000f')],
  ['node reply of type 9', 140, 0, hex('0009 0000 0102030405060708 01020304')],
  ['node reply refused', 140, 1, hex('0003 0000 0102030405060708')],
  ['node reply unknown', 140, 2, hex('0003 0000 0102030405060708 01020304')],
  ['inverse solicitation', 141, 0, hex('00000000')],
  ['inverse advertisement', 142, 0, hex('00000000')],
  ['home agent request', 144, 0, hex('1234 0000')],
  ['home agent reply', 145, 0, hex(`1234 0000 ${A} ${B}`)],
  ['home agent reply none', 145, 0, hex('1234 0000')],
  ['mobile prefix solicitation', 146, 0, hex('1234 0000')],
  ['mobile prefix solicitation 2', 146, 0, hex('1234 8000 01020304')],
  ['mobile prefix advertisement', 147, 0, hex(`1234 c001 03 04 40 c0 00015180 00003840 00000000 ${A}`)],
  ['certification solicitation', 148, 0, hex('1234 ffff')],
  ['certification solicitation with name', 148, 0, hex('1234 0001 0f 02 01 01 6162636465666768 0000 0000')],
  ['certification advertisement', 149, 0, hex('1234 0003 0002 0000')],
  ['experimental mobility', 150, 0, filler(12, 1)],
  ['experimental mobility 0', 150, 0, hex('00 010203 04050607')],
  ['multicast router advertisement', 151, 20, hex('007d 0002')],
  ['multicast router solicitation', 152, 0, new Uint8Array(0)],
  ['multicast router termination', 153, 0, new Uint8Array(0)],
  ...[0, 1, 2, 3, 4, 5, 6].map(
    subtype => [`fast handover ${subtype}`, 154, 0, join(Uint8Array.of(subtype, 0xff), hex('1234'))] as const,
  ),
  ['fast handover code 3', 154, 3, hex('02 00 1234 1901 01 00 00000000')],
  ['locator update', 156, 0, hex('02 00 0000 0001020304050607 0001 0e10 1001020304050607 0002 0e11')],
  ['locator update wide', 156, 0, hex('01 04 0000 0001020304050607 0001 0e10')],
  ['duplicate request', 157, 0, hex(`00 00 003c 0001020304050607 ${A}`)],
  ['duplicate confirmation', 158, 0, hex(`01 00 003c 0001020304050607 ${A}`)],
  [
    'multicast forwarding',
    159,
    0,
    hex('05 04 80  06 05 0001 40  07 0a 00010203 04050607 c0c0  08 07 000102030405060708090a0b0c0d0e0f 80'),
  ],
  ['extended echo request', 160, 0, hex('1234 05 01')],
  ['extended echo request by name', 160, 0, hex('1234 05 00 2000 0000 000c 03 01 65746830 00000000')],
  ['extended echo request by index', 160, 0, hex('1234 05 01 2000 0000 0008 03 02 00000002')],
  ['extended echo request by address', 160, 0, hex(`1234 05 01 2000 0000 0018 03 03 0002 10 00 ${A}`)],
  ...[0, 1, 2, 3, 4, 5, 9].map(
    code =>
      [`extended echo reply ${code}`, 161, code, Uint8Array.of(0x12, 0x34, 6, (code << 5) | code)] as const,
  ),
  ['extended echo reply with data', 161, 0, hex('1234 06 47 01020304')],
  ['type 162', 162, 0, filler(8, 1)],
  ['experiment 200', 200, 0, filler(8, 1)],
  ['experiment 201', 201, 0, filler(8, 1)],
  ['type 255', 255, 0, filler(8, 1)],
];

/** Options of neighbour discovery: what it is, bytes. */
const options: readonly (readonly [string, Uint8Array])[] = [
  ['type 0', hex('00 01 010203040506')],
  ['source link address', hex('01 01 020000000001')],
  ['source link address of 8 bytes', hex('01 02 0200000000000102 000000000000')],
  ['source link address of 20 bytes', hex('01 03 0200000000000102 0102030405060708090a0b0c0d0e')],
  ['target link address', hex('02 01 020000000001')],
  ['target link address of 8 bytes', hex('02 02 0200000000000102 000000000000')],
  ['prefix information', hex(`03 04 40 ff ffffffff 00003840 00000000 ${A}`)],
  ['prefix information odd', hex(`03 04 81 1f 00000e10 ffffffff 01020304 ${A}`)],
  ['prefix information short', hex('03 02 40 c0 00000e10 00000e10 00000000')],
  ['redirected header', join(hex('04 08 000000000000'), quotedUdp)],
  ['redirected header padded', join(hex('04 09 000000000000'), quotedUdp, new Uint8Array(8))],
  ['redirected header short', hex('04 01 000000000000')],
  ['MTU', hex('05 01 0000 000005dc')],
  ['NBMA shortcut', hex('06 01 05 00 00000000')],
  ['advertisement interval', hex('07 01 0000 00000bb8')],
  ['home agent', hex('08 01 0000 0001 0708')],
  ['source addresses', hex(`09 05 000000000000 ${A} ${B}`)],
  ['target addresses', hex(`0a 03 000000000000 ${A}`)],
  [
    'CGA',
    join(
      hex('0b 08 02 00'),
      filler(16, 1),
      hex('2001 0db8 0001 0002 00'),
      hex('301a300d06092a864886f70d010101050003090030060201ff0201'),
      filler(5),
    ),
  ],
  [
    'CGA with extension',
    join(
      hex('0b 0a 00 00'),
      filler(16, 1),
      hex('2001 0db8 0001 0002 01'),
      hex('3019 300d 0609 2a864886f70d010101 0500 0308 00 3005 020103 0200'),
      hex('0001 0002 aabb'),
      filler(18),
    ),
  ],
  ['RSA signature', join(hex('0c 05 0000'), filler(16, 1), filler(20, 0x80))],
  ['timestamp', hex('0d 02 000000000000 0000 65000000 8000')],
  ['nonce', hex('0e 01 010203040506')],
  ['nonce long', hex('0e 02 0102030405060708090a0b0c0d0e')],
  ['trust anchor name', join(hex('0f 03 01 02'), hex('300f310d300b0603550403130474657374'), hex('000000'))],
  [
    'trust anchor domain',
    join(hex('0f 03 02 03'), hex('03 777777 07 6578616d706c65 00'), hex('00000000000000')),
  ],
  ['trust anchor other', hex('0f 01 03 00 01020304')],
  ['certificate', join(hex('10 02 01 00'), filler(12))],
  ['address prefix', hex(`11 03 01 40 00000000 ${A}`)],
  ['address prefix care-of', hex(`11 03 04 40 00000000 ${A}`)],
  ['new router prefix', hex(`12 03 00 40 00000000 ${A}`)],
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8].map(
    code => [`link address ${code}`, join(Uint8Array.of(0x13, 2, code), filler(13, 1))] as const,
  ),
  ['neighbour acknowledgement', hex('14 01 00 01 00000000')],
  ['neighbour acknowledgement with address', hex(`14 03 00 02 00000000 ${A}`)],
  ['option 21', hex('15 01 010203040506')],
  ['option 22', hex('16 01 010203040506')],
  ['MAP', hex(`17 03 2f ff 00000e10 ${A}`)],
  ['route information', hex('18 01 00 08 00000e10')],
  ['route information 64', hex('18 02 40 18 ffffffff 2001 0db8 0001 0002')],
  ['route information 128', hex(`18 03 80 f7 00000e10 ${A}`)],
  ['route information odd', hex(`18 04 80 10 00000e10 ${A} 0102030405060708`)],
  ['DNS server', hex(`19 03 0000 00000e10 ${A}`)],
  ['DNS servers', hex(`19 05 0000 ffffffff ${A} ${B}`)],
  ['DNS server withdrawn', hex(`19 03 0000 00000000 ${A}`)],
  ['flags expansion', hex('1a 01 ff00 00000000')],
  ['flags expansion other', hex('1a 01 a9ff 01020304')],
  ...[0, 1, 3].map(
    pad =>
      [
        `key request padded ${pad}`,
        join(hex('1b 03'), Uint8Array.of(pad), hex('1f 00000000'), filler(16)),
      ] as const,
  ),
  ['key request', join(hex('1b 03 02 1f 00000000'), filler(16))],
  ['key reply', join(hex('1c 03 02 1f 0e10'), filler(18))],
  ['assist information', hex('1d 02 01 04 61626364 0000000000000000')],
  ['mobile node identifier', hex('1e 02 01 04 61626364 0000000000000000')],
  ['DNS search list', join(hex('1f 03 0000 00000e10'), hex('03 777777 07 6578616d706c65 00 000000'))],
  [
    'DNS search lists',
    join(hex('1f 04 0000 ffffffff'), hex('01 61 01 62 00 03 777777 07 6578616d706c65 00 00000000 0000')),
  ],
  ['proxy signature', join(hex('20 05 0000'), filler(16, 1), filler(20, 0x80))],
  ['address registration', hex('21 02 00 000000 003c 0001020304050607')],
  ['address registration full', hex('21 02 02 010203 003c 0001020304050607')],
  ['context', hex('22 02 40 1a 0000 003c 2001 0db8 0001 0002')],
  ['context long', hex(`22 03 80 ff 0000 003c ${A}`)],
  ['border router', hex(`23 03 0102 0003 003c ${A}`)],
  ['capability', hex('24 01 ffff 00000000')],
  ['capability bits', hex('24 01 002a 01020304')],
  ['captive portal', join(hex('25 03'), name('https://example.org/x'), hex('00'))],
  ['captive portal empty', hex('25 01 000000000000')],
  ['PREF64', hex('26 02 0708 0064 ff9b 0000 0000 0000 0000')],
  ['PREF64 56', hex('26 02 070a 2001 0db8 0001 0002 0000 0000')],
  ['PREF64 other', hex('26 02 070f 2001 0db8 0001 0002 0000 0000')],
  ['option 39', hex('27 01 010203040506')],
  ['candidate access router', hex('8a 01 010203040506')],
  ['option 139', hex('8b 01 010203040506')],
  ['option 253', hex('fd 01 010203040506')],
  ['option 254', hex('fe 02 0102030405060708090a0b0c0d0e')],
  ['option 255', hex('ff 01 010203040506')],
  ['option of length 0', hex('01 00 020000000001')],
  ['option too long', hex('01 05 020000000001')],
];

const DIO = `1e 01 0102 88 f0 00 00 ${A}`;

/** Options of the routing protocol. */
const rplOptions: readonly (readonly [string, Uint8Array])[] = [
  ['Pad1', hex('00')],
  ['PadN', hex('01 03 000000')],
  ['PadN empty', hex('01 00')],
  ['metric node state', hex('02 06 01 0000 02 0003')],
  ['metric node state with option', hex('02 0c 01 ff80 08 12ff 01 02 0102 02 00')],
  ['metric node energy', hex('02 06 02 03ff 02 ffff')],
  ['metric hop count', hex('02 06 03 0475 02 ff07')],
  ['metric throughput', hex('02 08 04 0010 04 00010203')],
  ['metric throughputs', hex('02 0c 04 0010 08 00010203 04050607')],
  ['metric latency', hex('02 08 05 0020 04 00010203')],
  ['metric quality', hex('02 07 06 0030 03 00 e1 5f')],
  ['metric transmissions', hex('02 06 07 0000 02 0180')],
  ['metric transmissions twice', hex('02 08 07 0000 04 0180 0190')],
  ...Array.from(
    { length: 16 },
    (_, flags) =>
      [
        `metric colour ${flags}`,
        join(hex('02 09 08'), Uint8Array.of(flags >> 1, (flags & 1) << 7), hex('05 00 ffc7 ffc8')),
      ] as const,
  ),
  ['metrics', hex('02 0c 03 0000 02 0107 07 0000 02 0180')],
  ['metric node energies', hex('02 08 02 0000 04 0110 0220')],
  ['metric hop counts', hex('02 08 03 0000 04 0110 0220')],
  ['metric 9', hex('02 06 09 0000 02 0180')],
  ['route 0', hex('03 06 00 08 00000e10')],
  ['route 64', hex('03 0e 40 18 ffffffff 2001 0db8 0001 0002')],
  ['route 48', hex('03 0c 30 f7 00000e10 2001 0db8 0001')],
  ['configuration', hex('04 0e 0f 01 02 03 0400 0500 0001 00 06 0007')],
  ['configuration other', hex('04 0e f8 14 0c 0a 0700 0100 0000 ff ff 003c')],
  ['target', hex(`05 12 00 80 ${A}`)],
  ['target 64', hex('05 0a 00 40 2001 0db8 0001 0002')],
  ['target 3', hex('05 03 00 03 20')],
  ['transit', hex('06 04 80 01 02 1e')],
  ['transit with parent', hex(`06 14 7f 01 02 ff ${A}`)],
  ['solicited', hex(`07 13 1e ff ${A} 01`)],
  ['prefix', hex(`08 1e 40 ff ffffffff 00003840 00000000 ${A}`)],
  ['prefix other', hex(`08 1e 80 1f 00000e10 ffffffff 00000000 ${A}`)],
  ['descriptor', hex('09 04 01020304')],
  ['route discovery', hex(`0a 12 80 c5 ${A}`)],
  ...Array.from(
    { length: 16 },
    (_, compressed) =>
      [
        `route discovery compressed ${compressed}`,
        join(hex('0a 22'), Uint8Array.of(0x80 | compressed, 0x45), filler(32)),
      ] as const,
  ),
  ['route discovery with vector', hex(`0a 22 40 05 ${A} ${B}`)],
  ['route discovery zero', hex(`0a 12 30 05 ${A}`)],
  ['option 11', hex('0b 04 01020304')],
  ['option 15', hex('0f 02 0102')],
];

/** Key identifier mode and security level of a secure message's security section. */
const KEYS = Array.from({ length: 32 }, (_, i) => ({ mode: i >> 3, level: i & 7 }));
const SECURE = '00 00 00 00 01020304 1e';

/** `[what it is, code, body]` of the routing protocol. */
const rplMessages: readonly (readonly [string, number, Uint8Array])[] = [
  ['DIS', 0, hex('ff 00')],
  ['DIS with solicited', 0, hex(`00 00 07 13 1e e0 ${A} 01`)],
  ['DIO', 1, hex(DIO)],
  ['DIO other', 1, hex(`1e 01 0102 7f f0 01 02 ${B}`)],
  ['DAO', 2, hex('1e 00 00 01')],
  ['DAO with identifier', 2, hex(`1e ff 00 01 ${A}`)],
  ['DAO-ACK', 3, hex('1e 00 01 82')],
  ['DAO-ACK with identifier', 3, hex(`1e ff 01 00 ${A}`)],
  ['P2P-DRO', 4, hex(`1e 01 e123 ${A}`)],
  ['P2P-DRO with route', 4, hex(`1e 01 0fff ${A} 0a 12 00 05 ${B}`)],
  ['P2P-DRO with wrong route', 4, hex(`1e 01 9000 ${A} 0a 12 f0 c5 ${B}`)],
  ['P2P-DRO-ACK', 5, hex(`1e 01 c123 ${A}`)],
  ['P2P-DRO-ACK short', 5, hex('c123')],
  ['code 6', 6, hex('01020304')],
  ['code 127', 127, hex('01020304')],
  ['consistency', 138, hex(`${SECURE} 1e ff 1234 ${A} 00000007`)],
  ['code 139', 139, hex('00 00 00 00 01020304 1e 80 1234')],
  ...KEYS.map(
    ({ mode, level }) =>
      [
        `secure DIS, key ${mode}, level ${level}`,
        128,
        join(hex('ff 01'), Uint8Array.of((mode << 6) | 0x38 | level), hex('3f 01020304'), filler(11, 0x10)),
      ] as const,
  ),
  ['secure DIO', 129, hex(`${SECURE} ${DIO}`)],
  ['secure DAO', 130, hex(`${SECURE} 1e c0 00 01 ${A} 05 12 00 80 ${A}`)],
  ['secure DAO-ACK', 131, hex(`${SECURE} 1e 00 01 82`)],
  ['secure P2P-DRO', 132, hex(`${SECURE} 1e 01 e123 ${A}`)],
  ['secure P2P-DRO-ACK', 133, hex(`${SECURE} c123`)],
];

/** Messages that bear neighbour discovery options: what stands before these. */
const carriers: readonly (readonly [number, Uint8Array])[] = [
  [133, hex('00000000')],
  [134, hex('40 00 0708 00000000 00000000')],
  [135, hex(`00000000 ${A}`)],
  [136, hex(`60000000 ${A}`)],
  [137, hex(`00000000 ${B} ${A}`)],
];

export function craftedIcmpv6(): CraftedFrame[] {
  const frames: CraftedFrame[] = [];
  const add = (what: string, type: number, code: number, body: Uint8Array) =>
    frames.push(overIpv6(`ICMPv6 ${what}`, 58, icmpv6(type, code, body)));
  for (const [what, type, code, body] of messages) add(what, type, code, body);
  for (const [i, [what, bytes]] of options.entries()) {
    const [type, before] = carriers[i % carriers.length];
    add(`option ${what}`, type, 0, join(before, bytes));
    add(`option ${what}, then MTU`, 134, 0, join(carriers[1][1], bytes, hex('05 01 0000 000005dc')));
    add(
      `option ${what}, then DNS servers`,
      135,
      0,
      join(carriers[2][1], bytes, hex(`19 05 0000 ffffffff ${A} ${B}`)),
    );
  }
  for (const [what, code, body] of rplMessages) add(`RPL ${what}`, 155, code, body);
  for (const [what, bytes] of rplOptions) {
    add(`RPL option ${what}`, 155, 1, join(hex(DIO), bytes));
    add(
      `RPL option ${what}, then target`,
      155,
      2,
      join(hex('1e 00 00 01'), bytes, hex('05 0a 00 40 2001 0db8 0001 0002')),
    );
  }
  const wrong = icmpv6(128, 0, hex('1234 0001 0102'));
  wrong[2] ^= 0x55;
  frames.push(overIpv6('ICMPv6 wrong checksum', 58, wrong));
  const without = icmpv6(128, 0, hex('1234 0001 0102'));
  without.fill(0, 2, 4);
  frames.push(overIpv6('ICMPv6 checksum zero', 58, without));
  return frames;
}
