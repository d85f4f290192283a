/** TCP and UDP: flags, header lengths, every option, checksums. */
import { get16, put16, put32 } from '../../src/wire/bytes';
import { foldChecksum, sumBytes, sumPseudo4 } from '../../src/wire/checksum';
import {
  type CraftedFrame,
  DESTINATION4,
  ethernet,
  filler,
  hex,
  ipv4,
  ipv6,
  join,
  overIpv4,
  SOURCE4,
  tcp,
  udp,
} from './crafted';

const SYN = 0x02;
const ACK = 0x10;
const A = '2001 0db8 0001 0002 0003 0004 0005 0006';

/** Options: what it is, flags of the segment, bytes. */
const options: readonly (readonly [string, number, Uint8Array])[] = [
  ['end', ACK, hex('00')],
  ['end, then others', ACK, hex('00 01 02 03 04 05 06 07')],
  ['end, then zeros', ACK, hex('01 01 00 00 00 00 00 00')],
  ['no operation', ACK, hex('01 01 01')],
  ['four no operations', ACK, hex('01 01 01 01')],
  ['nine no operations', ACK, hex('01 01 01 01 01 01 01 01 01')],
  ['segment size', SYN, hex('02 04 05b4')],
  ['segment size late', ACK, hex('02 04 05b4')],
  ['segment size short', SYN, hex('02 03 05')],
  ['segment size long', SYN, hex('02 05 05b4 00')],
  ...[0, 1, 7, 14, 15, 255].map(shift => [`window scale ${shift}`, SYN, Uint8Array.of(3, 3, shift)] as const),
  ['window scale short', SYN, hex('03 02')],
  ['selective permitted', SYN, hex('04 02')],
  ['selective permitted long', SYN, hex('04 03 00')],
  ['selective 1', ACK, hex('05 0a 00000001 00000002')],
  ['selective 2', ACK, hex('05 12 55667789 55667799 556677a0 556677b0')],
  ['selective 3', ACK, hex('05 1a 55667789 55667799 556677a0 556677b0 ffffff00 00000001')],
  ['selective 4', ACK, hex('05 22 55667789 55667799 556677a0 556677b0 ffffff00 00000001 00000003 00000004')],
  ['duplicate selective', ACK, hex('05 0a 55667780 55667788')],
  ['duplicate selective inside', ACK, hex('05 12 556677a4 556677a8 556677a0 556677b0')],
  ['selective odd', ACK, hex('05 0b 00000001 00000002 03')],
  ['echo', ACK, hex('06 06 01020304')],
  ['echo reply', ACK, hex('07 06 01020304')],
  ['timestamp', ACK, hex('08 0a 01020304 05060708')],
  ['timestamp short', ACK, hex('08 06 01020304')],
  ['order permitted', ACK, hex('09 02')],
  ['order profile', ACK, hex('0a 03 c0')],
  ['count', ACK, hex('0b 06 01020304')],
  ['count new', ACK, hex('0c 06 01020304')],
  ['count echo', ACK, hex('0d 06 01020304')],
  ['alternate checksum request', ACK, hex('0e 03 01')],
  ['alternate checksum data', ACK, hex('0f 05 010203')],
  ['Skeeter', ACK, hex('10 04 0102')],
  ['Bubba', ACK, hex('11 04 0102')],
  ['trailer checksum', ACK, hex('12 03 01')],
  ['MD5 signature', ACK, join(hex('13 12'), filler(16))],
  ['MD5 signature short', ACK, hex('13 0a 0001020304050607')],
  ['space capabilities', SYN, hex('14 04 ff 05')],
  ['space capabilities some', SYN, hex('14 04 50 00')],
  ['space capabilities extended', SYN, hex('14 0a 80 01 12 010203 24 01')],
  ['record boundary', ACK, hex('16 02')],
  ['corruption', ACK, hex('17 02')],
  ['SNAP', ACK, hex('18 04 0102')],
  ['unassigned 25', ACK, hex('19 04 0102')],
  ['compression filter', ACK, hex('1a 04 0102')],
  ['quick start', ACK, hex('1b 08 07 05 01020304')],
  ['quick start report', ACK, hex('1b 08 8f 05 01020304')],
  ['user timeout', ACK, hex('1c 04 8005')],
  ['user timeout seconds', ACK, hex('1c 04 7fff')],
  ['authentication', ACK, join(hex('1d 10 01 02'), filler(12))],
  ['authentication short', ACK, hex('1d 04 01 02')],
  ['multipath capable', SYN, hex('1e 04 01 81')],
  ['multipath capable 0', SYN, hex('1e 0c 00 81 0102030405060708')],
  ['multipath capable of two keys', ACK, hex('1e 14 00 ff 0102030405060708 1112131415161718')],
  ['multipath capable 1 of two keys', ACK, hex('1e 14 01 21 0102030405060708 1112131415161718')],
  ['multipath capable with data', ACK, hex('1e 16 01 01 0102030405060708 1112131415161718 0010')],
  ['multipath capable with checksum', ACK, hex('1e 18 01 81 0102030405060708 1112131415161718 0010 abcd')],
  ['multipath join', SYN, hex('1e 0c 11 05 01020304 05060708')],
  ['multipath join answer', SYN | ACK, hex('1e 10 10 05 0102030405060708 11121314')],
  ['multipath join end', ACK, join(hex('1e 18 10 00'), filler(20))],
  ['multipath data ack', ACK, hex('1e 08 20 01 01020304')],
  ['multipath data ack 8', ACK, hex('1e 0c 20 03 0102030405060708')],
  ['multipath data', ACK, hex('1e 0e 20 04 01020304 05060708 0010')],
  ['multipath data with checksum', ACK, hex('1e 10 20 04 01020304 05060708 0010 abcd')],
  ['multipath data 8', ACK, hex('1e 1c 20 1f 0102030405060708 1112131415161718 01020304 0010 abcd')],
  ['multipath data and ack', ACK, hex('1e 14 20 05 01020304 01020304 05060708 0010 abcd')],
  ['multipath address IPv4', ACK, hex('1e 08 34 05 c0000201')],
  ['multipath address IPv4 with port', ACK, hex('1e 0a 34 05 c0000201 1f90')],
  ['multipath address 1 IPv4', ACK, hex('1e 10 30 05 c0000201 0102030405060708')],
  ['multipath address 1 IPv4 with port', ACK, hex('1e 12 31 05 c0000201 1f90 0102030405060708')],
  ['multipath address IPv6', ACK, hex(`1e 14 36 05 ${A}`)],
  ['multipath address 1 IPv6 with port', ACK, hex(`1e 1e 30 05 ${A} 1f90 0102030405060708`)],
  ['multipath address 1 echo', ACK, hex('1e 08 31 05 c0000201')],
  ['multipath removal', ACK, hex('1e 04 40 05')],
  ['multipath removals', ACK, hex('1e 06 40 05 06 07')],
  ['multipath priority', ACK, hex('1e 03 51')],
  ['multipath priority of address', ACK, hex('1e 04 50 05')],
  ['multipath fail', ACK, hex('1e 0c 60 00 0102030405060708')],
  ['multipath close', ACK, hex('1e 0c 70 00 0102030405060708')],
  ['multipath reset', ACK | 4, hex('1e 04 81 02')],
  ['multipath reset flags', ACK | 4, hex('1e 04 8f 06')],
  ['multipath 9', ACK, hex('1e 04 90 02')],
  ['fast open request', SYN, hex('22 02')],
  ['fast open cookie', SYN, hex('22 0a 0102030405060708')],
  ['fast open old request', SYN, hex('fe 04 f989')],
  ['fast open old cookie', SYN, hex('fe 0c f989 0102030405060708')],
  ['probe', SYN, hex('4c 0a 01 11 c0000201 0005')],
  ['probe long', SYN, hex('4c 0e 11 11 c0000201 0005 c0000202')],
  ['probe response', SYN | ACK, hex('4c 10 11 11 c0000201 c0000202 1e6e 0000')],
  ['probe inner', SYN, hex('4c 0c 0c 01 c0000201 c0000202')],
  ['probe trace', SYN, hex('4c 0a 21 11 c0000201 0005')],
  ['transparency', SYN, hex('4e 10 0001 c0000201 c0000202 1e6e 1e6f 0000')],
  ['counters 0', ACK, hex('ac 0b 000001 000002 000003')],
  ['counters 1', ACK, hex('ae 0b 000001 000002 000003')],
  ['counters 0 of two', ACK, hex('ac 08 000001 000002')],
  ['counters 1 of one', ACK, hex('ae 05 000001')],
  ['counters empty', ACK, hex('ac 02')],
  ['experiment 253', ACK, hex('fd 08 1234 01020304')],
  ['experiment 254', ACK, hex('fe 06 0348 0102')],
  ['experiment without number', ACK, hex('fd 02')],
  ['experiment of one byte', ACK, hex('fe 03 01')],
  ['experiment counters', ACK, hex('fd 0d acce 000001 000002 000003')],
  ['experiment counters 0', ACK, hex('fd 0d acc0 000001 000002 000003')],
  ['experiment counters 1', ACK, hex('fe 0a acc1 000001 000002')],
  ['experiment rate', ACK, hex('fd 04 00ac')],
  ['experiment rate set', ACK, hex('fe 05 00ac 15')],
  ...[33, 69, 70, 77, 128, 173, 252, 255].map(
    kind => [`kind ${kind}`, ACK, Uint8Array.of(kind, 4, 1, 2)] as const,
  ),
  ['length 0', ACK, hex('08 00 01 01')],
  ['length 1', ACK, hex('08 01 01 01')],
  ['too long', ACK, hex('08 0a 0102')],
  ['unknown too long', ACK, hex('80 0a 0102')],
  ['kind alone', ACK, hex('01 01 01 08')],
  ['usual', SYN, hex('02 04 05b4 04 02 08 0a 01020304 00000000 01 03 03 07')],
];

export function craftedTcp(): CraftedFrame[] {
  const frames: CraftedFrame[] = [];
  const add = (what: string, segment: Uint8Array) => frames.push(overIpv4(`TCP ${what}`, 6, segment));
  // Ports of their own keep one segment's conversation from the next.
  const alone = (segment: Uint8Array) => {
    const checksum = get16(segment, 16);
    put16(segment, 0, 41000 + frames.length);
    put16(segment, 16, foldChecksum((~checksum & 0xffff) + (~40000 & 0xffff) + 41000 + frames.length));
    return segment;
  };
  for (let flags = 0; flags < 64; flags++) add(`flags ${flags}`, alone(tcp(flags, hex(''))));
  for (const flags of [0x40, 0x80, 0xc0, 0x100, 0x1c0, 0xe00, 0xfff, 0x842]) {
    add(`flags ${flags}`, alone(tcp(flags, hex(''))));
  }
  for (const [what, flags, bytes] of options) add(`option ${what}`, alone(tcp(flags, bytes)));
  add('payload', alone(tcp(0x18, hex(''), filler(20))));
  add('payload with SYN', alone(tcp(SYN, hex(''), filler(20))));
  add('payload with RST', alone(tcp(0x14, hex(''), filler(20, 0x41))));
  add('payload with FIN', alone(tcp(0x19, hex(''), filler(20))));
  for (const words of [0, 3, 4, 6, 15]) {
    const segment = alone(tcp(ACK, hex(''), filler(8)));
    segment[12] = words << 4;
    add(`header of ${words} words`, segment);
  }
  const urgent = alone(tcp(0x30, hex(''), filler(8)));
  put16(urgent, 18, 5);
  add('urgent', urgent);
  const notUrgent = alone(tcp(ACK, hex(''), filler(8)));
  put16(notUrgent, 18, 5);
  add('urgent pointer alone', notUrgent);
  const number = alone(tcp(SYN, hex('')));
  put16(number, 10, 7);
  add('acknowledgement number alone', number);
  const wrong = alone(tcp(ACK, hex('')));
  wrong[17] ^= 0x55;
  add('wrong checksum', wrong);
  const none = alone(tcp(ACK, hex('')));
  put16(none, 16, 0);
  add('checksum 0', none);
  const ones = alone(tcp(ACK, hex('')));
  put16(ones, 16, 0xffff);
  add('checksum ffff', ones);
  // The urgent pointer makes up for the checksum, so that the sum is right with ones where it should be zero.
  const zero = alone(tcp(ACK, hex('')));
  put16(zero, 18, get16(zero, 16));
  put16(zero, 16, 0xffff);
  add('checksum ffff instead of 0', zero);
  frames.push({
    name: 'TCP over IPv6',
    bytes: ethernet(0x86dd, ipv6(6, alone(tcp(ACK, hex(''), filler(5))))),
  });
  frames.push({
    name: 'TCP in a first fragment',
    bytes: ethernet(0x86dd, ipv6(44, join(hex('06 00 0001 12345678'), tcp(ACK, hex(''), filler(12))))),
  });
  return frames;
}

export function craftedUdp(): CraftedFrame[] {
  const frames: CraftedFrame[] = [];
  const add = (what: string, datagram: Uint8Array) => frames.push(overIpv4(`UDP ${what}`, 17, datagram));
  const changed = (change: (datagram: Uint8Array) => void) => {
    const datagram = udp(40000, 40001, filler(12));
    change(datagram);
    return datagram;
  };
  add('plain', udp(40000, 40001, filler(12)));
  add('empty', udp(40000, 40001, hex('')));
  add('odd', udp(40000, 40001, filler(11)));
  add(
    'wrong checksum',
    changed(bytes => put16(bytes, 6, 0x1234)),
  );
  add(
    'without checksum',
    changed(bytes => put16(bytes, 6, 0)),
  );
  add(
    'checksum ffff',
    changed(bytes => put16(bytes, 6, 0xffff)),
  );
  for (const length of [0, 1, 7, 8, 9, 19, 21, 100]) {
    add(
      `of length ${length}`,
      changed(bytes => put16(bytes, 4, length)),
    );
  }
  add('to port 0', udp(40000, 0, filler(12)));
  add('to a traceroute port', udp(40000, 33435, filler(12)));
  for (const [what, checksum] of [
    ['wrong checksum', 0x1234],
    ['without checksum', 0],
  ] as const) {
    const datagram = changed(bytes => put16(bytes, 6, checksum));
    frames.push({ name: `UDP over IPv6 ${what}`, bytes: ethernet(0x86dd, ipv6(17, datagram)) });
  }
  frames.push({
    name: 'UDP of length 0 over IPv6',
    bytes: ethernet(
      0x86dd,
      ipv6(
        17,
        changed(bytes => put16(bytes, 4, 0)),
      ),
    ),
  });
  frames.push({
    name: 'UDP in a first fragment',
    bytes: ethernet(
      0x86dd,
      ipv6(
        44,
        join(
          hex('11 00 0001 12345679'),
          changed(bytes => put16(bytes, 4, 100)),
        ),
      ),
    ),
  });
  const fragment = ipv4(17, udp(40000, 40001, filler(16)));
  put16(fragment, 6, 0x2000);
  put16(fragment, 10, 0);
  frames.push({ name: 'UDP in a first IPv4 fragment', bytes: ethernet(0x0800, fragment) });
  return frames;
}

/** A segment of a conversation: what it is, source port, flags, sequence number, bytes of payload. */
const conversations: readonly (readonly [string, number, number, number, number])[] = [
  ['first', 50001, ACK, 1000, 100],
  ['next', 50001, ACK, 1100, 100],
  ['repeated', 50001, ACK, 1100, 100],
  ['older', 50001, ACK, 1000, 100],
  ['overlapping', 50001, ACK, 1150, 100],
  ['after a gap', 50001, ACK, 1400, 100],
  ['filling the gap', 50001, ACK, 1250, 150],
  ['keeping alive', 50001, ACK, 1499, 1],
  ['keeping alive empty', 50001, ACK, 1499, 0],
  ['going on', 50001, ACK, 1500, 10],
  ['inside', 50001, ACK, 1505, 2],
  ['partly new', 50001, ACK, 1505, 10],
  ['opening', 50002, SYN, 1000, 0],
  ['opened', 50002, ACK, 1001, 50],
  ['repeated longer', 50002, ACK, 1001, 60],
  ['far', 50002, ACK, 900000, 20],
  ['not so far', 50002, ACK, 899990, 20],
  ['ending', 50003, 0x11, 1000, 10],
  ['after the end', 50003, ACK, 1011, 10],
  ['resetting', 50003, 0x14, 1011, 10],
  ['after the reset', 50003, ACK, 1021, 10],
  ['opening again', 50003, SYN, 5000, 0],
  ['opened again', 50003, ACK, 5001, 10],
  ['of the earlier connection', 50003, ACK, 1000, 10],
  ['opening with data', 50005, SYN, 77, 10],
  ['opening with data repeated', 50005, SYN, 77, 10],
  ['data repeated', 50005, ACK, 78, 10],
  ['opening elsewhere', 50005, SYN, 50, 0],
  ['elsewhere', 50005, ACK, 51, 10],
  ['near the end of numbers', 50006, ACK, 0xfffffff0, 10],
  ['around the end of numbers', 50006, ACK, 0xfffffffa, 10],
  ['beyond the end of numbers', 50006, ACK, 4, 10],
  ['before the end of numbers', 50006, ACK, 0xfffffff0, 10],
];

/** Segments that mean something only after one another: what is sent again is not plain data. */
export function craftedConversations(): CraftedFrame[] {
  return conversations.map(([what, port, flags, sequence, length]) => {
    const segment = tcp(flags, hex(''), filler(length));
    put16(segment, 0, port);
    put32(segment, 4, sequence);
    put16(segment, 16, 0);
    const pseudo = sumPseudo4(join(SOURCE4, DESTINATION4), 0, segment.length, 6);
    put16(segment, 16, foldChecksum(sumBytes(segment, 0, segment.length, pseudo)));
    return overIpv4(`TCP ${what}`, 6, segment);
  });
}
