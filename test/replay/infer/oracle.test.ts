/** The machine inferred from captures of a real router decides as that router did. */
import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Capture, PcapngWriter } from '../../../src/capture';
import { toHex } from '../../../src/wire/bytes';
import { input, linux } from '../lab';
import { agrees, icmp6Of, type OracleRow, oracle, runToEnd } from '../oracle';
import { captureOf, inferredReplay } from './inferred';

const sides = ['lan', 'wan'] as const;
const sideOf = (file: string, side: string): Capture => input(file.replace('-lan', `-${side}`), null).capture;

/** Both sides of r1 as one capture with two named interfaces, in the order of time. */
function merged(file: string): Capture {
  const writer = new PcapngWriter();
  const frames = sides.flatMap(side => {
    const capture = sideOf(file, side);
    const id = writer.addInterface({ name: side, linkType: capture.interfaces[0].linkType });
    return Array.from({ length: capture.frames }, (_, i) => ({ capture, id, i }));
  });
  const seconds = frames[0].capture.seconds(0);
  const time = ({ capture, i }: (typeof frames)[number]): number =>
    (capture.seconds(i) - seconds) * 1e9 + capture.nanoseconds(i);
  frames.sort((a, b) => time(a) - time(b));
  for (const { capture, id, i } of frames) {
    writer.packet({
      interface: id,
      seconds: capture.seconds(i),
      nanoseconds: capture.nanoseconds(i),
      bytes: capture.read(i),
    });
  }
  return captureOf(writer.take());
}

/**
 * Number from 0 that a frame of one side has in a capture of both: the one with the same bytes, and the same
 * place among equals.
 */
function placeIn(both: Capture, file: string, row: OracleRow): number {
  const one = sideOf(file, row.side);
  const wanted = toHex(one.read(row.frame - 1));
  let equals = 0;
  for (let i = 0; i < row.frame - 1; i++) if (toHex(one.read(i)) === wanted) equals++;
  for (let i = 0; i < both.frames; i++) {
    if (both.interfaces[both.interfaceOf(i)].name !== row.side || toHex(both.read(i)) !== wanted) continue;
    if (equals-- === 0) return i;
  }
  return assert.fail(`${row.side} ${row.frame} of ${file} is not in the capture of both sides`);
}

type Differences = Readonly<Record<string, { did: string; reason: string }>>;

/** What the machine inferred from one side alone does in its own way, with the reason. */
const differencesOfOneSide: Differences = {
  '08-unreachables-r1-lan.pcap lan 7': {
    did: 'forwarded null',
    reason:
      'What leaves by the other side is not seen, so it is not seen either that this packet never does.',
  },
};

/** The frame of a capture that a row is about, from 0. */
type Place = (row: OracleRow) => number;

function compare(
  capture: Capture,
  name: string,
  rows: readonly OracleRow[],
  place: Place,
  allowed: Differences,
  file = name,
): void {
  const replay = inferredReplay(capture, name, '10s');
  assert.ok(replay !== null);
  const did = runToEnd(replay);
  for (const row of rows) {
    const one = did[place(row)];
    const frame = `${file} ${row.side} ${row.frame}`;
    assert.ok(one !== undefined, `${frame} arrives`);
    const happened = `${one.verdict} ${JSON.stringify(icmp6Of(one.outputs))}`;
    const difference = allowed[frame];
    if (difference === undefined) {
      assert.ok(
        agrees(row, one),
        `${frame}: real ${row.verdict} ${JSON.stringify(row.icmp6)}, inferred ${happened}`,
      );
    } else {
      assert.ok(!agrees(row, one), `${frame} agrees; it is no difference any more`);
      assert.equal(happened, difference.did, difference.reason);
    }
  }
}

describe('the machine inferred from captures of a real router decides as it did', () => {
  for (const [file, rows] of Object.entries(oracle)) {
    const recorded = file.replace('-lan.pcap', '-lan+wan.pcapng');
    const both = (capture: Capture, name: string): void =>
      compare(capture, name, rows, row => placeIn(capture, file, row), {}, file);
    it(`${file} and its other side, by time`, () => both(merged(file), 'both.pcapng'));
    it(`${file} alone`, () => {
      const here = rows.filter(row => row.side === 'lan');
      compare(sideOf(file, 'lan'), file, here, row => row.frame - 1, differencesOfOneSide);
    });
    if (!existsSync(join(linux, recorded))) continue;
    it(`${recorded}, whose interfaces are not sorted by time`, () =>
      both(input(recorded, null).capture, recorded));
  }
});
