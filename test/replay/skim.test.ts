/** Looking into events one after the other: quicker than recording them whole, and the same steps. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as running from '#stack/running';
import type { Step } from '../../src/stack/recorder';
import { input, labReplay } from './lab';

const captures = ['02-ping6-forwarded', '04-packet-too-big', '07-time-exceeded-traceroute', '09-redirect'];

function ended() {
  const replay = labReplay(
    captures.map(name => input(`${name}-r1-lan+wan.pcapng`, null)),
    [],
    { checkpointEvery: 50 },
  );
  replay.run();
  const frames = Array.from({ length: replay.events }, (_, event) => event).filter(
    event => replay.past(event).kind === 'frame',
  );
  assert.ok(frames.length > 20, `${frames.length} frames`);
  return { replay, frames };
}

/** What breakpoints ask of a step. */
function told({
  kind,
  function: name,
  depth,
  outcome,
  operands,
  used,
  packet,
  packetNumber,
  emissions,
}: Step) {
  return { kind, name, depth, outcome, operands, used, packet, packetNumber, emissions };
}

describe('events looked into one after the other', () => {
  it('have the steps that recording them gives, in whatever order', () => {
    const { replay, frames } = ended();
    for (const event of [...frames, ...frames.toReversed()]) {
      const { steps, settled, verdict } = replay.record(event);
      const skimmed = replay.skim(event, null);
      assert.ok(skimmed !== null);
      assert.deepEqual(skimmed.steps.map(told), steps.map(told), `event ${event}`);
      assert.equal(skimmed.verdict, verdict);
      assert.equal(skimmed.steps.indexOf(skimmed.settled as Step), steps.indexOf(settled as Step));
    }
  });

  it('have the packet at the steps where it is wanted, or say that they lack it', () => {
    const { replay, frames } = ended();
    const recorded = frames.map(event => replay.record(event).steps);
    let compared = 0;
    let lacking = 0;
    for (const point of running.catalogue) {
      const packets = new Uint8Array(running.decisionOfOutcome.length);
      packets.fill(1, point.first, point.first + point.outcomes.length);
      for (const [i, event] of frames.entries()) {
        const whole = recorded[i];
        const skimmed = replay.skim(event, packets);
        const wanted = whole.flatMap((step, k) => (step.point?.id === point.id ? [k] : []));
        if (skimmed === null) {
          assert.ok(wanted.some(k => whole[k].packetNumber === 0));
          lacking++;
          continue;
        }
        for (const k of wanted) {
          assert.deepEqual(skimmed.steps[k].packet, whole[k].packet, `${point.id} in event ${event}`);
          compared++;
        }
      }
    }
    assert.ok(compared > 300 && lacking > 0, `${compared} packets, ${lacking} lacking`);
  });

  it('show the host before them, at each step and at the end', () => {
    const { replay, frames } = ended();
    for (const event of frames.slice(0, 30)) {
      const seen: number[] = [];
      const skimmed = replay.skim(event, null, host => seen.push(host.ip6stat.ip6s_total));
      assert.ok(skimmed !== null);
      const whole: number[] = [];
      const { before } = replay.record(event, host => whole.push(host.ip6stat.ip6s_total));
      assert.deepEqual(seen, [before.ip6stat.ip6s_total, ...whole]);
    }
  });
});
