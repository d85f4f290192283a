/** Runs a replay and compares all that left the machine with what its captures show, for tests. */
import { strict as assert } from 'node:assert';
import { type Compared, Comparison, disorder, FrameNames, packetAt, type Replay } from '../../src/replay';

/** What was found about each packet, in the order of their being settled, and the names of the frames. */
export function comparedBy(
  replay: Replay,
  files: readonly string[],
  interfaces: readonly string[] = ['em0', 'em1'],
): { all: Compared[]; names: FrameNames } {
  const names = new FrameNames(replay, files);
  const all: Compared[] = [];
  const comparison = new Comparison(new Set(interfaces), one => all.push(one), disorder(replay.script));
  replay.collecting = true;
  replay.onEvent = event => {
    for (const output of event.outputs) {
      const cause = output.frame > 0 ? output.frame - 1 : event.position;
      comparison.sent(output.interface, cause, event.now, output.bytes);
    }
    const face = event.kind === 'passed' ? names.interfaceAt(event.position) : null;
    if (face !== null) comparison.seen(face, event.position, event.now, packetAt(replay, event.position));
  };
  assert.equal(replay.run(), 'end');
  comparison.expire(Number.POSITIVE_INFINITY);
  return { all, names };
}
