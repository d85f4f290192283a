/**
 * Files made of what a replay did: frames with their verdicts, what was sent, rows as JSON; whole, in part,
 * and given up.
 */
import { strict as assert } from 'node:assert';
import { Capture, CaptureError, MemorySource, PcapngWriter } from '../../../src/capture';
import { FileSource } from '../../../src/capture/files/fileSource';
import { FrameNames, type Replay } from '../../../src/replay';
import {
  FrameOutcomes,
  joined,
  type Piece,
  packetsFile,
  rowsFile,
  SentCapture,
  sentFile,
} from '../../../src/replay/export';
import { captureFiles } from '../../tshark/captures';
import { input, labReplay } from '../lab';

const LAN = '07-time-exceeded-traceroute-r1-lan.pcap';

const whole = (pieces: Iterable<Piece>): Uint8Array => joined([...pieces].map(piece => piece.bytes));
const opened = (bytes: Uint8Array): Capture => Capture.openWhole(new MemorySource(bytes));
const all = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** The lab's router after a capture, and what became of its frames. */
function ran(file: string): { capture: Capture; replay: Replay; outcomes: FrameOutcomes } {
  const one = input(file, file.includes('+') ? null : 'em0');
  const replay = labReplay([one]);
  replay.run();
  const { capture } = one;
  return { capture, replay, outcomes: new FrameOutcomes(replay, new FrameNames(replay, [file])) };
}

/** Everything about a frame that an export must keep. */
function facts(capture: Capture, i: number): object {
  const { name, linkType, description, comments } = capture.interfaces[capture.interfaceOf(i)];
  return {
    bytes: Array.from(capture.read(i)),
    original: capture.originalLength(i),
    seconds: capture.seconds(i),
    nanoseconds: capture.nanoseconds(i),
    direction: capture.direction(i),
    flags: Math.max(0, capture.packetFlags(i)),
    face: { name, linkType, description, comments },
  };
}

describe('frames exported with their verdicts', () => {
  it('have the sentence as a comment, those of the machine itself none', () => {
    const { capture, outcomes } = ran(LAN);
    const file = opened(
      whole(packetsFile({ capture, frames: all(capture.frames), outcomes, positionOf: frame => frame })),
    );
    assert.equal(file.frames, capture.frames);
    assert.deepEqual(file.comment(0), [
      'Dropped: the hop limit is 1, so the packet may go no further. Sent ICMPv6 Time Exceeded to 2001:db8:1::10.',
    ]);
    assert.deepEqual(file.comment(1), []);
    for (const i of all(capture.frames)) assert.deepEqual(facts(file, i), facts(capture, i));
  });

  it('have the sentence that the whole recording of their event gives', () => {
    for (const file of [LAN, '09-redirect-r1-lan+wan.pcapng', '10-beyond-scope-r1-lan.pcap']) {
      const { capture, replay, outcomes } = ran(file);
      const arrived = all(capture.frames).filter(position => replay.pathOf[position] > 0);
      for (const position of arrived) {
        const recorded = replay.record(replay.eventOf(position));
        assert.equal(outcomes.sentence(position), outcomes.sentenceOf(recorded));
      }
    }
  });

  it('are those chosen, in the order of the file', () => {
    const { capture, outcomes } = ran(LAN);
    const frames = [2, 6];
    const file = opened(whole(packetsFile({ capture, frames, outcomes, positionOf: frame => frame })));
    assert.deepEqual(
      all(file.frames).map(i => facts(file, i)),
      frames.map(i => facts(capture, i)),
    );
    assert.match(file.comment(0)[0], /^(Forwarded|Queued|Dropped)/);
  });

  it('keep what every capture says of its frames', () => {
    for (const path of captureFiles()) {
      let capture: Capture;
      try {
        capture = Capture.openWhole(new FileSource(path));
      } catch (error) {
        assert.ok(error instanceof CaptureError);
        continue;
      }
      const frames = all(capture.frames).filter(i => capture.interfaceOf(i) >= 0);
      const bytes = whole(packetsFile({ capture, frames, outcomes: null, positionOf: () => -1 }));
      const file = opened(bytes);
      assert.equal(file.damage, null, path);
      assert.equal(file.frames, frames.length, path);
      for (const [i, frame] of frames.entries()) {
        assert.deepEqual(facts(file, i), facts(capture, frame), `${path} ${frame + 1}`);
        assert.deepEqual(file.comment(i), capture.comment(frame), `${path} ${frame + 1}`);
      }
    }
  });

  it('keep flags, comments, names of addresses, and a comment of their own before the verdict', () => {
    const writer = new PcapngWriter();
    writer.addNames([[Uint8Array.of(192, 0, 2, 1), 'four.example']]);
    const id = writer.addInterface({
      name: 'em0',
      linkType: 1,
      filter: 'ip6',
      fcsLength: 4,
      comment: ['a', 'b'],
    });
    const bytes = new Uint8Array(60).fill(1);
    writer.packet({ interface: id, seconds: 7, nanoseconds: 8, bytes, flags: 0x80000082, comment: 'mine' });
    const capture = opened(writer.take());
    const file = opened(whole(packetsFile({ capture, frames: [0], outcomes: null, positionOf: () => -1 })));
    assert.equal(file.packetFlags(0), 0x80000082);
    assert.deepEqual(file.comment(0), ['mine']);
    const { filter, fcsLength, comments } = file.interfaces[0];
    assert.deepEqual([filter, fcsLength, comments], ['ip6', 4, ['a', 'b']]);
    assert.deepEqual(file.names.get('192.0.2.1'), ['four.example']);
  });

  it('come in pieces, and may be given up between two', () => {
    const frame = new Uint8Array(60);
    const writer = new PcapngWriter();
    const id = writer.addInterface({ name: 'em0', linkType: 1 });
    for (let i = 0; i < 2000; i++) writer.packet({ interface: id, seconds: i, nanoseconds: 0, bytes: frame });
    const capture = opened(writer.take());
    let asked = 0;
    const positionOf = (): number => {
      asked++;
      return -1;
    };
    const { outcomes } = ran(LAN);
    const pieces = packetsFile({ capture, frames: all(2000), outcomes, positionOf });
    const first = pieces.next().value as Piece;
    assert.ok(first.progress > 0 && first.progress < 1);
    pieces.return(undefined);
    assert.ok(asked < 2000, 'no frame is looked at that nobody asks for');
    assert.equal(pieces.next().done, true);
  });
});

describe('what a machine sent, exported', () => {
  it('is what was sent while the replay ran', () => {
    const one = input('09-redirect-r1-lan+wan.pcapng', null);
    const live: Uint8Array[] = [];
    const sent = new SentCapture(bytes => live.push(bytes));
    const replay = labReplay([one]);
    const names = new FrameNames(replay, [one.name]);
    replay.collecting = true;
    replay.onEvent = event => sent.event(replay.script.epoch, names, event);
    replay.run();
    sent.flush();
    const bytes = whole(sentFile({ replay, names: [one.name], wants: null }));
    assert.deepEqual(bytes, joined(live));
    assert.ok(opened(bytes).frames > 3);
  });

  it('is of the frames chosen alone', () => {
    const { replay } = ran(LAN);
    const file = opened(whole(sentFile({ replay, names: [LAN], wants: position => position === 0 })));
    assert.deepEqual(
      all(file.frames).flatMap(i => file.comment(i)),
      [`icmp6-error, frame 1 of ${LAN}`],
    );
  });
});

describe('rows exported as JSON', () => {
  it('are the objects of replay --json, with sentence and columns', () => {
    const { capture, outcomes } = ran(LAN);
    const text = new TextDecoder().decode(
      whole(
        rowsFile({
          count: capture.frames,
          outcomes,
          row: k => ({
            frame: { capture: LAN, frame: k + 1 },
            position: k,
            event: -1,
            columns: { number: k + 1 },
          }),
        }),
      ),
    );
    const rows = JSON.parse(text);
    assert.equal(rows.length, capture.frames);
    const { path, outputs, ...first } = rows[0];
    assert.deepEqual(first, {
      capture: LAN,
      frame: 1,
      time: '1795224316.158887',
      interface: 'em0',
      verdict: 'dropped',
      decision: 'ip6_forward.hop-limit',
      sentence:
        'Dropped: the hop limit is 1, so the packet may go no further. Sent ICMPv6 Time Exceeded to 2001:db8:1::10.',
      columns: { number: 1 },
    });
    assert.equal(path.at(-1).split('=')[0].length > 0 && outputs[0].kind, 'icmp6-error');
    assert.deepEqual(rows[1], { capture: LAN, frame: 2, columns: { number: 2 } });
  });

  it('are none without rows, and say less without a machine', () => {
    const none = { count: 0, outcomes: null, row: () => assert.fail() };
    assert.deepEqual(JSON.parse(new TextDecoder().decode(whole(rowsFile(none)))), []);
    const bare = {
      count: 1,
      outcomes: null,
      row: () => ({ frame: { capture: 'a', frame: 1 }, position: -1, event: -1, columns: {} }),
    };
    assert.deepEqual(JSON.parse(new TextDecoder().decode(whole(rowsFile(bare)))), [
      { capture: 'a', frame: 1, columns: {} },
    ]);
  });
});
