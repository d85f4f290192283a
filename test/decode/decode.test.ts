/** Decoding as people and programs use it: columns, trees, reassembly, what is cut off. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Capture } from '../../src/capture';
import { FileSource } from '../../src/capture/files/fileSource';
import {
  ColumnTexts,
  Decoder,
  type Dissection,
  decodeLines,
  fieldNamed,
  fieldText,
  layers,
} from '../../src/decode';
import { fromHex } from '../../src/wire/bytes';
import { LINKTYPE_ETHERNET } from '../../src/wire/linktype';

const ETHERNET = '02000000000202000000000186dd';
const ADDRESSES = `20010db8${'0'.repeat(23)}120010db8${'0'.repeat(23)}2`;

/** A frame with fragment `offset` (in units of 8 bytes) of datagram `id`. */
function fragment(id: number, offset: number, more: boolean, payload: string): Uint8Array {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
  const header = `1100${hex(offset * 8 + (more ? 1 : 0), 4)}${hex(id, 8)}`;
  const length = hex(8 + payload.length / 2, 4);
  return fromHex(`${ETHERNET}60000000${length}2c40${ADDRESSES}${header}${payload}`);
}

function values(d: Dissection, name: string): string[] {
  const id = fieldNamed(name)?.id;
  return [...d.inTreeOrder()].filter(k => d.field[k] === id).map(k => fieldText(d, k));
}

/** Dissects frames in order and answers what `read` says of each. */
function decodeAll<T>(frames: readonly Uint8Array[], read: (d: Dissection) => T, missing = 0): T[] {
  const decoder = new Decoder();
  return frames.map((bytes, i) =>
    read(
      decoder.dissect(bytes, 0, bytes.length, LINKTYPE_ETHERNET, {
        number: i + 1,
        seconds: 0,
        nanoseconds: 0,
        originalLength: bytes.length + missing,
      }),
    ),
  );
}

describe('decode --fields', () => {
  const open = (name: string) => new FileSource(join(PROJECT_ROOT, 'test/captures/linux', name));

  it('reads a frame that is longer than it is said to have been as far as it goes', () => {
    const whole = fragment(1, 0, false, '0fa00fa1000c00000a0b0c0d');
    const [read] = decodeAll(
      [whole],
      d => ['frame.len', 'frame.cap_len', 'frame.protocols', 'udp.payload'].flatMap(name => values(d, name)),
      20 - whole.length,
    );
    assert.deepEqual(read.slice(0, 2), ['20', String(whole.length)]);
    assert.match(read[2], /:udp/);
    assert.equal(read[3], '0a0b0c0d');
  });

  it('prints one line a frame, tells an unknown name once, and leaves its column empty', () => {
    const source = open('06-fragments-udp4000-r1-lan.pcap');
    const unknown: string[] = [];
    const names = ['frame.number', 'no.such', 'ipv6.fragment', 'no.such', 'udp.dstport'];
    const lines = [...decodeLines(Capture.openWhole(source), names, name => unknown.push(name))];
    source.close();
    assert.deepEqual(unknown, ['no.such']);
    assert.deepEqual(lines.slice(0, 3), ['1\t\t\t\t', '2\t\t\t\t', '3\t\t1,2,3\t\t7777']);
  });

  it('prints the columns of the packet list beside fields', () => {
    const source = open('06-fragments-udp4000-r1-lan.pcap');
    const names = [
      '_ws.col.Protocol',
      'frame.number',
      '_ws.col.Info',
      '_ws.col.Source',
      '_ws.col.Destination',
    ];
    const lines = [...decodeLines(Capture.openWhole(source), names, name => assert.fail(name))];
    source.close();
    assert.match(
      lines[0],
      /^IPv6\t1\tIPv6 fragment \(off=0 more=y ident=0x[0-9a-f]{8} nxt=17\)\t2001:db8:1::10\t2001:db8:2::10$/,
    );
    assert.match(lines[2], /^UDP\t3\t\d+ → 7777 Len=4000\t/);
  });
});

describe('reassembly', () => {
  const udp = '03e807d000180000';
  const rest = 'aa'.repeat(16);

  it('words the frame that completes a datagram as that datagram, alone as a fragment', () => {
    const texts = new ColumnTexts();
    const word = (d: Dissection) => [texts.of(d).protocol, texts.of(d).info];
    const first = fragment(1, 0, true, udp);
    const last = fragment(1, 1, false, rest);
    const lastAlone = ['IPv6', 'IPv6 fragment (off=8 more=n ident=0x00000001 nxt=17)'];
    assert.deepEqual(decodeAll([first, last], word)[1], ['UDP', '1000 → 2000 Len=16 [ILLEGAL CHECKSUM (0)]']);
    assert.deepEqual(decodeAll([last], word), [lastAlone]);
  });

  it('shows the upper layers in the frame that completes the datagram, in whatever order they come', () => {
    const frames = [fragment(1, 1, false, rest), fragment(2, 1, false, rest), fragment(1, 0, true, udp)];
    assert.deepEqual(
      decodeAll(frames, d => [values(d, 'udp.srcport'), values(d, 'ipv6.fragment')]),
      [
        [[], []],
        [[], []],
        [['1000'], ['3', '1']],
      ],
    );
  });

  it('marks fragments that overlap, and those that contradict each other', () => {
    const frames = [
      fragment(1, 0, true, udp),
      fragment(1, 1, true, 'bb'.repeat(8)),
      fragment(1, 0, true, udp),
      fragment(1, 1, true, 'cc'.repeat(8)),
      fragment(1, 2, false, 'dd'.repeat(8)),
    ];
    const last = decodeAll(frames, d => [
      values(d, 'ipv6.fragment'),
      values(d, 'ipv6.fragment.error'),
      values(d, 'ipv6.fragment.overlap'),
      values(d, 'ipv6.fragment.overlap.conflict'),
      values(d, 'ipv6.reassembled.length'),
    ])[4];
    assert.deepEqual(last, [['1', '3', '2', '5'], ['4'], ['1', '1'], ['1'], ['24']]);
  });

  it('does not take a fragment that the capture cut off', () => {
    const frames = [fragment(1, 0, true, udp), fragment(1, 1, false, rest)];
    const trailerMissing = decodeAll(frames, d => values(d, 'udp.srcport'), 4);
    assert.deepEqual(trailerMissing, [[], ['1000']]);
    const cut = frames.map(frame => frame.slice(0, -4));
    assert.deepEqual(
      decodeAll(cut, d => values(d, 'udp.srcport'), 4),
      [[], []],
    );
  });

  it('keeps datagrams of different senders apart', () => {
    const other = fragment(1, 1, false, rest);
    other[14 + 8 + 15] ^= 1;
    assert.deepEqual(
      decodeAll([fragment(1, 0, true, udp), other], d => values(d, 'udp.srcport')),
      [[], []],
    );
  });
});

describe('a packet that breaks a layer', () => {
  it('shows the layers before it and says what is wrong', () => {
    const frame = fromHex(`${ETHERNET}60000000000406ff${ADDRESSES}00010002`);
    const [[layersOf, mark]] = decodeAll([frame], d => [
      values(d, 'frame.protocols'),
      values(d, '_ws.malformed'),
    ]);
    assert.deepEqual(layersOf, ['eth:ethertype:ipv6:tcp']);
    assert.equal(mark[0], '[Malformed Packet: TCP]');
  });

  it('tells a frame that the capture cut from one that is wrong', () => {
    const frame = fromHex(`${ETHERNET}60000000001406ff${ADDRESSES}00010002`);
    const [short] = decodeAll([frame], d => values(d, '_ws.short'), 16);
    assert.deepEqual(short, ['[Packet size limited during capture: TCP truncated]']);
  });
});

describe('the tree of a frame', () => {
  it('hangs extension headers under IPv6 and has ranges from the start of the frame', () => {
    const frame = fromHex(`${ETHERNET}6000000000103c40${ADDRESSES}3b00010400000000${'00'.repeat(8)}`);
    const [tree] = decodeAll([frame], layers);
    const ip = tree.find(node => node.name === 'ipv6');
    const options = ip?.children.find(node => node.name === 'ipv6.dstopts');
    assert.deepEqual([ip?.offset, options?.offset, options?.length], [14, 54, 8]);
    assert.equal(options?.children.find(node => node.name === 'ipv6.dstopts.nxt')?.offset, 54);
    assert.ok(!tree.some(node => node.name === 'ipv6.dstopts'));
  });
});
