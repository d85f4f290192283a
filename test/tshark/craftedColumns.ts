/**
 * Frames made by hand of which only the list's columns are compared: every number that a column names, on
 * every link type.
 */
import { put16 } from '../../src/wire/bytes';
import { foldChecksum, sumBytes } from '../../src/wire/checksum';
import {
  LINKTYPE_ETHERNET,
  LINKTYPE_IPV4,
  LINKTYPE_IPV6,
  LINKTYPE_LINUX_SLL,
  LINKTYPE_LINUX_SLL2,
  LINKTYPE_LOOP,
  LINKTYPE_NULL,
  LINKTYPE_PKTAP,
  LINKTYPE_PPP,
  LINKTYPE_RAW,
} from '../../src/wire/linktype';
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

/** Frames of one link type. */
export interface CraftedLink {
  readonly name: string;
  readonly linkType: number;
  readonly frames: readonly CraftedFrame[];
}

const inner4 = ipv4(17, udp(40000, 40001, filler(12)));
const inner6 = ipv6(17, udp(40000, 40001, filler(12)));
const arpRequest = hex('0001 0800 06 04 0001 020000000001 c0000201 000000000000 c0000202');

/** `count` numbers from `first` on. */
function numbers(count: number, first = 0): number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}

/** Two bytes. */
function word(value: number): Uint8Array {
  const bytes = new Uint8Array(2);
  put16(bytes, 0, value);
  return bytes;
}

/** A hop-by-hop header of padding, after its next header. */
const OPTIONS = hex('00 0104 00000000');

function internet(): CraftedFrame[] {
  return numbers(256).flatMap(n => [
    overIpv4(`IPv4 protocol ${n}`, n, filler(8)),
    overIpv4(`IPv4 protocol ${n} of nothing`, n, hex('')),
    overIpv4(`IPv4 protocol ${n} of zeros`, n, new Uint8Array(64)),
    overIpv6(`IPv6 next header ${n}`, n, filler(8)),
    overIpv6(`IPv6 next header ${n} of nothing`, n, hex('')),
    overIpv6(`IPv6 next header ${n} of zeros`, n, new Uint8Array(64)),
    overIpv4(
      `AH in IPv4 before ${n}`,
      51,
      join(Uint8Array.of(n), hex('01 0000 00000100 00000007'), filler(16)),
    ),
    overIpv6(
      `AH in IPv6 before ${n}`,
      51,
      join(Uint8Array.of(n), hex('01 0000 00000100 00000007'), filler(16)),
    ),
    overIpv6(`options before ${n}`, 0, join(Uint8Array.of(n), hex('00 0104 00000000'), new Uint8Array(24))),
    overIpv6(`fragment of ${n}`, 44, join(Uint8Array.of(n), hex('00 0009 00000007'), filler(16))),
    overIpv6(`atomic fragment of ${n}`, 44, join(Uint8Array.of(n), hex('00 0000 00000007'), filler(16))),
    fragment4(n),
    overIpv4(`options in IPv4 before ${n}`, 0, join(Uint8Array.of(n), OPTIONS, filler(16, 0x45))),
    overIpv4(`options in IPv4 before ${n} of nothing`, 0, join(Uint8Array.of(n), OPTIONS)),
  ]);
}

function fragment4(protocol: number): CraftedFrame {
  const packet = ipv4(protocol, filler(16));
  put16(packet, 6, 0x2003);
  put16(packet, 10, 0);
  put16(packet, 10, foldChecksum(sumBytes(packet, 0, 20)));
  return { name: `IPv4 fragment of ${protocol}`, bytes: ethernet(0x0800, packet) };
}

/** Every type of control message with the first codes, and of group message. */
function messages(): CraftedFrame[] {
  return numbers(256).flatMap(type => [
    ...numbers(type < 48 ? 18 : 1).map(code =>
      overIpv4(`ICMP ${type} ${code}`, 1, icmp(type, code, join(hex('12340001'), inner4))),
    ),
    ...numbers(type < 8 || type > 127 ? 12 : 1).map(code =>
      overIpv6(`ICMPv6 ${type} ${code}`, 58, icmpv6(type, code, join(hex('12340001'), inner6, filler(24)))),
    ),
    overIpv4(`IGMP ${type}`, 2, icmp(type, 0, filler(20))),
    overIpv4(`IGMP ${type} of 8 bytes`, 2, icmp(type, 7, filler(4, 0xe0))),
  ]);
}

/** Group queries and every record of a report with no, one and more sources. */
function groups(): CraftedFrame[] {
  const group = hex('e0 00 00 fb');
  const sources = hex('c0000201 c0000202 c0000203');
  const frames: CraftedFrame[] = [];
  for (const [kind, address] of [
    ['general', hex('00000000')],
    ['specific', group],
  ] as const) {
    for (const code of [0, 100]) {
      frames.push(overIpv4(`IGMP ${kind} query ${code}`, 2, icmp(0x11, code, address)));
      for (const n of [0, 1, 2]) {
        const body = join(address, hex('0a 7d'), word(n), sources.subarray(0, 4 * n));
        frames.push(overIpv4(`IGMP ${kind} query 3 of ${code} and ${n} sources`, 2, icmp(0x11, code, body)));
      }
    }
    for (const type of numbers(9)) {
      for (const n of [0, 1, 2, 3]) {
        const body = join(
          hex('0000 0001'),
          Uint8Array.of(type, 0),
          word(n),
          address,
          sources.subarray(0, 4 * n),
        );
        frames.push(overIpv4(`IGMP record ${type} ${kind} of ${n} sources`, 2, icmp(0x22, 0, body)));
      }
    }
  }
  frames.push(overIpv4('IGMP report without records', 2, icmp(0x22, 0, hex('0000 0000'))));
  for (const length of [20, 24, 56, 88]) {
    frames.push(overIpv4(`IGMP traceroute response ${length}`, 2, icmp(0x1e, 0, filler(length - 4))));
    frames.push(overIpv4(`IGMP traceroute ${length}`, 2, icmp(0x1f, 0, filler(length - 4))));
  }
  return frames;
}

function resolution(): CraftedFrame[] {
  const head = (hardware: number, type: number, sizes: string, opcode: number) =>
    join(word(hardware), word(type), hex(sizes), word(opcode));
  const addresses = hex('020000000001 c0000201 020000000002 c0000202');
  const same = hex('020000000001 c0000201 000000000000 c0000201');
  const probe = hex('020000000001 00000000 000000000000 c0000202');
  const frames: CraftedFrame[] = [];
  for (const ethertype of [0x0806, 0x8035]) {
    for (const opcode of [...numbers(28), 0xffff]) {
      for (const [kind, body] of [
        ['plain', addresses],
        ['gratuitous', same],
        ['probe', probe],
      ] as const) {
        const packet = join(head(1, 0x800, '06 04', opcode), body);
        frames.push({ name: `ARP ${ethertype} ${opcode} ${kind}`, bytes: ethernet(ethertype, packet) });
      }
    }
  }
  for (const hardware of [0, 6, 7, 15, 19, 24, 27, 32]) {
    for (const opcode of [1, 2, 3, 8]) {
      const packet = join(head(hardware, 0x800, '06 04', opcode), addresses);
      frames.push({ name: `ARP hardware ${hardware} ${opcode}`, bytes: ethernet(0x0806, packet) });
    }
  }
  for (const sizes of ['00 00', '08 04', '06 10', '00 04', '06 00', '02 03', 'ff ff']) {
    for (const opcode of [1, 2, 3, 8, 9]) {
      const packet = join(head(1, 0x800, sizes, opcode), filler(64));
      frames.push({ name: `ARP sizes ${sizes} ${opcode}`, bytes: ethernet(0x0806, packet) });
      const other = join(head(1, 0x86dd, sizes, opcode), filler(64));
      frames.push({ name: `ARP for IPv6 sizes ${sizes} ${opcode}`, bytes: ethernet(0x0806, other) });
    }
  }
  return frames;
}

/** Ethernet types, in a frame and behind tags; types that nobody knows too. */
function ethertypes(): CraftedFrame[] {
  const types = [
    0, 1501, 1535, 1536, 0x0801, 0x1234, 0xffff, 0x8863, 0x8864, 0x8847, 0x8848, 0x888e, 0x88cc, 0x8137,
  ];
  types.push(
    0x0600,
    0x0805,
    0x0842,
    0x22f0,
    0x6558,
    0x809b,
    0x80f3,
    0x8100,
    0x8808,
    0x8809,
    0x880b,
    0x88a8,
    0x88e5,
  );
  types.push(0x88f7, 0x8906, 0x8914, 0x9000, 0x9100, 0x893a, 0x88b5, 0x88b6, 0x894f, 0x0800, 0x86dd, 0x0806);
  return types.flatMap(type => [
    { name: `Ethernet type ${type}`, bytes: ethernet(type, filler(60)) },
    { name: `Ethernet type ${type} of nothing`, bytes: ethernet(type, hex('')) },
    { name: `802.1Q type ${type}`, bytes: ethernet(0x8100, join(hex('2005'), word(type), filler(60))) },
    { name: `802.1ad type ${type}`, bytes: ethernet(0x88a8, join(hex('2005'), word(type), filler(60))) },
    {
      name: `bridged in GRE type ${type}`,
      bytes: overIpv4('', 47, join(hex('0000'), word(type), filler(40))).bytes,
    },
    {
      name: `bridged in EtherIP type ${type}`,
      bytes: overIpv4('', 97, join(hex('3000'), ethernet(type, filler(40)))).bytes,
    },
  ]);
}

function llcFrame(name: string, body: Uint8Array): CraftedFrame {
  return { name, bytes: ethernet(body.length, body) };
}

/** Logical link control: service access points, kinds of frames, organizations. */
function logicalLink(): CraftedFrame[] {
  const frames: CraftedFrame[] = [];
  for (const sap of numbers(256)) {
    frames.push(llcFrame(`LLC to ${sap}`, join(Uint8Array.of(sap, 0x42, 3), filler(40))));
    frames.push(llcFrame(`LLC from ${sap}`, join(Uint8Array.of(0x40, sap, 3), filler(40))));
    frames.push(llcFrame(`LLC control ${sap}`, join(Uint8Array.of(0x40, 0x40, sap, 0x04), filler(40))));
    frames.push(llcFrame(`LLC response ${sap}`, join(Uint8Array.of(0x40, 0x41, sap, 0x05), filler(40))));
  }
  const organizations = [
    '000000',
    '0000f8',
    '00000c',
    '000081',
    '0001e8',
    '00005e',
    '0017f2',
    '00e02b',
    '001090',
  ];
  organizations.push('00e052', '0080a3', '004096', '001958', '080007', '0080c2', '123456', '00a0b0');
  for (const oui of organizations) {
    for (const pid of [
      '0800',
      '86dd',
      '0806',
      '0001',
      '0007',
      '000a',
      '2000',
      '2004',
      '010b',
      '1234',
      '8137',
    ]) {
      frames.push(llcFrame(`SNAP ${oui} ${pid}`, join(hex(`aa aa 03 ${oui} ${pid}`), filler(40))));
    }
  }
  return frames;
}

function pointToPoint(): CraftedFrame[] {
  return [
    ...numbers(256).map(n => ({ name: `PPP ${n}`, bytes: join(hex('ff03'), word(n), filler(24)) })),
    ...numbers(256).map(n => ({
      name: `PPP 0x80 ${n}`,
      bytes: join(hex('ff03'), word(0x8000 | n), filler(24)),
    })),
    ...numbers(256).map(n => ({
      name: `PPP 0x82 ${n}`,
      bytes: join(hex('ff03'), word(0x8200 | n), filler(24)),
    })),
    ...numbers(256).map(n => ({
      name: `PPP 0x02 ${n}`,
      bytes: join(hex('ff03'), word(0x0200 | n), filler(24)),
    })),
    ...numbers(256).map(n => ({
      name: `PPP 0xc0 ${n}`,
      bytes: join(hex('ff03'), word(0xc000 | n), filler(24)),
    })),
    ...numbers(256).map(n => ({
      name: `PPP 0xc2 ${n}`,
      bytes: join(hex('ff03'), word(0xc200 | n), filler(24)),
    })),
    { name: 'PPP IPv4', bytes: join(hex('ff03 0021'), inner4) },
    { name: 'PPP IPv4 with short protocol', bytes: join(hex('21'), inner4) },
    { name: 'PPP IPv6', bytes: join(hex('ff03 0057'), inner6) },
    { name: 'PPP of nothing', bytes: hex('ff03 c021') },
    { name: 'PPP cut', bytes: hex('ff03') },
    { name: 'Cisco HDLC', bytes: join(hex('0f00 0800'), inner4) },
  ];
}

function otherLinks(): CraftedLink[] {
  const little = (value: number) => Uint8Array.of(value & 0xff, value >>> 8, 0, 0);
  const families = [0, 1, 2, 24, 28, 30, 7, 0x0800, 0x86dd, 0x1234];
  const cooked = (kind: string, hardware: string, size: string, type: number, payload: Uint8Array) =>
    join(hex(`${kind} ${hardware} ${size} 0200 0000 0001 0000`), word(type), payload);
  const cooked2 = (kind: string, hardware: string, size: string, type: number, payload: Uint8Array) =>
    join(word(type), hex(`0000 00000003 ${hardware} ${kind} ${size} 0200 0000 0001 0000`), payload);
  const payloads: readonly (readonly [string, number, Uint8Array])[] = [
    ['IPv4', 0x0800, inner4],
    ['IPv6', 0x86dd, inner6],
    ['ARP', 0x0806, arpRequest],
    ['unknown', 0x1234, filler(20)],
    ['LLC', 4, join(hex('42 42 03'), filler(20))],
    ['raw 802.3', 1, filler(20)],
    ['CAN', 0x000c, filler(20)],
    ['PPPoE', 0x8864, filler(20)],
    ['Linux 0', 0, filler(20)],
    ['PPP', 9, filler(20)],
    ['VLAN', 0x8100, join(hex('2005 0800'), inner4)],
  ];
  const hardwares = ['0001', '0304', 'fffe'];
  const heads = (make: typeof cooked, kinds: readonly string[], sizes: readonly string[]): CraftedFrame[] =>
    payloads.flatMap(([name, type, payload]) =>
      hardwares.flatMap(hardware =>
        kinds.flatMap(kind =>
          sizes.map(size => ({
            name: `cooked ${name} ${hardware} ${kind} ${size}`,
            bytes: make(kind, hardware, size, type, payload),
          })),
        ),
      ),
    );
  const pktap = (dlt: number, payload: Uint8Array) => {
    const header = new Uint8Array(108);
    header.set([108, 0, 0, 0, 1, 0, 0, 0, dlt]);
    header.set(hex('656e30'), 12);
    return join(header, payload);
  };
  return [
    {
      name: 'null',
      linkType: LINKTYPE_NULL,
      frames: families.flatMap(family => [
        { name: `Null ${family} IPv4`, bytes: join(little(family), inner4) },
        { name: `Null ${family} IPv6`, bytes: join(little(family), inner6) },
        { name: `Null ${family} of nothing`, bytes: little(family) },
      ]),
    },
    {
      name: 'loop',
      linkType: LINKTYPE_LOOP,
      frames: families.map(family => ({
        name: `Loop ${family}`,
        bytes: join(hex('0000'), word(family), family === 2 ? inner4 : inner6),
      })),
    },
    {
      name: 'raw',
      linkType: LINKTYPE_RAW,
      frames: [inner4, inner6, filler(40), hex('45'), hex(''), join(hex('ff03 0021'), inner4)].map(
        (bytes, i) => ({
          name: `Raw ${i}`,
          bytes,
        }),
      ),
    },
    {
      name: 'ipv4',
      linkType: LINKTYPE_IPV4,
      frames: [inner4, inner6, hex('05'), hex('')].map((bytes, i) => ({ name: `IPv4 link ${i}`, bytes })),
    },
    {
      name: 'ipv6',
      linkType: LINKTYPE_IPV6,
      frames: [inner4, inner6, hex('05'), hex('')].map((bytes, i) => ({ name: `IPv6 link ${i}`, bytes })),
    },
    {
      name: 'sll',
      linkType: LINKTYPE_LINUX_SLL,
      frames: heads(
        cooked,
        ['0000', '0001', '0004', '0009'],
        ['0006', '0000', '0004', '0008', '0003', '0010'],
      ),
    },
    {
      name: 'sll2',
      linkType: LINKTYPE_LINUX_SLL2,
      frames: heads(cooked2, ['00', '04'], ['06', '00']),
    },
    { name: 'ppp', linkType: LINKTYPE_PPP, frames: pointToPoint() },
    {
      name: 'pktap',
      linkType: LINKTYPE_PKTAP,
      frames: [
        { name: 'PKTAP Ethernet', bytes: pktap(1, ethernet(0x86dd, inner6)) },
        { name: 'PKTAP raw', bytes: pktap(12, inner4) },
        { name: 'PKTAP null', bytes: pktap(0, join(little(30), inner6)) },
        { name: 'PKTAP unknown', bytes: pktap(200, filler(40)) },
        { name: 'PKTAP itself', bytes: pktap(149, filler(40)) },
        { name: 'PKTAP of nothing', bytes: pktap(1, hex('')) },
        { name: 'PKTAP cut', bytes: filler(20) },
        { name: 'PKTAP short', bytes: filler(120) },
      ],
    },
    {
      name: '802.15.4',
      linkType: 195,
      frames: [{ name: 'link type that is not decoded', bytes: filler(40) }],
    },
  ];
}

/** Segments and datagrams whose ports have a protocol that is not decoded. */
function ports(): CraftedFrame[] {
  const known = [
    20, 21, 22, 23, 25, 53, 67, 68, 69, 80, 88, 110, 123, 137, 138, 139, 143, 161, 179, 389, 443, 445,
  ];
  known.push(
    500,
    514,
    520,
    521,
    546,
    547,
    554,
    646,
    1701,
    1812,
    2055,
    3784,
    4500,
    4789,
    5353,
    5355,
    6081,
    8080,
  );
  return known.flatMap(port => [
    overIpv4(`UDP to ${port}`, 17, udp(40000, port, filler(24))),
    overIpv4(`UDP from ${port}`, 17, udp(port, 40000, filler(24))),
    overIpv4(`TCP of port ${port}`, 6, tcpTo(port)),
  ]);
}

function tcpTo(port: number): Uint8Array {
  const segment = tcp(0x18, hex(''), filler(24));
  put16(segment, 2, port);
  return segment;
}

/** All of them, by link type. */
export function craftedColumns(): CraftedLink[] {
  const over = (name: string, frames: readonly CraftedFrame[]): CraftedLink => ({
    name,
    linkType: LINKTYPE_ETHERNET,
    frames,
  });
  return [
    over('internet', internet()),
    over('messages', messages()),
    over('groups', groups()),
    over('resolution', resolution()),
    over('ethertypes', ethertypes()),
    over('logical link', logicalLink()),
    over('ports', ports()),
    ...otherLinks(),
  ];
}
