/**
 * The machines of the Linux captures beside r1 with both its sides: each is described in a `.stack` file,
 * every capture replayed and compared to the last packet. What differs from the real machines is what
 * `hostDifferences` lists, no more and no less.
 */
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as running from '#stack/running';
import { frameVerdict, type Replay } from '../../src/replay';
import { comparedBy } from './compared';
import { hostDifferences } from './hostDifferences';
import { type Scene, scenes } from './hostScenes';
import { input, linux, stackReplay } from './lab';

/** `verdict frame,frame…` of the frames that arrived. */
function verdictsOf(replay: Replay): string[] {
  const frames = new Map<string, number[]>();
  for (const [position, path] of replay.pathOf.entries()) {
    if (path === 0) continue;
    const verdict = running.verdicts[frameVerdict(replay, path)];
    frames.set(verdict, [...(frames.get(verdict) ?? []), replay.script.order.frame(position) + 1]);
  }
  return [...frames].map(([verdict, all]) => `${verdict} ${all}`).sort();
}

/**
 * The replay of a scene, run to its end, and `how frame` of the packets that are not the same on both sides.
 */
function played(scene: Scene): { replay: Replay; differing: string[] } {
  const stack = readFileSync(join(PROJECT_ROOT, 'test/replay', scene.stack), 'utf8');
  const from = input(scene.capture, scene.on, [['lan', 'em0']]);
  const replay = stackReplay([stack, ...(scene.more ?? [])].join('\n'), [from], { until: '5s' });
  const { all } = comparedBy(replay, [scene.capture], [scene.on ?? 'em0']);
  const differing = all
    .filter(one => one.compare !== 'agree')
    .map(one => `${one.compare} ${replay.script.order.frame(one.position) + 1}`);
  return { replay, differing: differing.sort() };
}

/** Replayed by ipv4Router.test.ts. */
const IPV4_ROUTER = '25-ipv4-router-r1-lan+wan.pcapng';

describe('the hosts of the Linux captures', function () {
  this.timeout(20_000);

  for (const scene of scenes) {
    it(`${scene.name}: ${scene.capture}`, () => {
      const { replay, differing } = played(scene);
      assert.deepEqual(verdictsOf(replay), scene.verdicts);
      const listed = hostDifferences.flatMap(one => one.frames[scene.name] ?? []);
      assert.deepEqual(differing, [...listed].sort());
    });
  }

  it('every capture is replayed somewhere, and no difference is listed of a scene that is not', () => {
    const names = new Set(scenes.map(one => one.name));
    assert.deepEqual(
      hostDifferences.flatMap(one => Object.keys(one.frames)).filter(name => !names.has(name)),
      [],
    );
    const replayed = new Set(scenes.map(one => one.capture.slice(0, 2)));
    const captures = readdirSync(linux).filter(name => /^\d/.test(name));
    assert.deepEqual(
      captures.filter(name => !replayed.has(name.slice(0, 2))),
      [IPV4_ROUTER],
    );
  });
});
