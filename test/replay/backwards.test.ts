/**
 * Going back: events run again are what they were, however they are come to, and what is armed is found in
 * both directions.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Host } from '../../src/stack/host';
import { input, labReplay } from './lab';

/** One after the other, so that there is a way to go back. */
const captures = [
  '02-ping6-forwarded',
  '04-packet-too-big',
  '07-time-exceeded-traceroute',
  '08-unreachables',
  '09-redirect',
];

function inputs() {
  return captures.map(name => input(`${name}-r1-lan+wan.pcapng`, null));
}

/** A replay of the lab with checkpoints far apart, run to its end. */
function ended() {
  const replay = labReplay(inputs(), [], { checkpointEvery: 100_000 });
  replay.run();
  return replay;
}

/** What an event is known by. */
function trace(replay: ReturnType<typeof ended>, event: number): string {
  const { verdict, now, steps, outputs } = replay.record(event);
  return JSON.stringify([verdict, now, steps.map(step => step.outcome), outputs.map(one => [...one.bytes])]);
}

describe('events run again', () => {
  it('are the same from front to back, from back to front, and at random', () => {
    const forwards = ended();
    assert.ok(forwards.events > 80, 'there is a way to go back');
    const traces = Array.from({ length: forwards.events }, (_, event) => trace(forwards, event));
    const backwards = ended();
    for (let event = backwards.events - 1; event >= 0; event--)
      assert.equal(trace(backwards, event), traces[event]);
    const mixed = ended();
    for (let i = 0; i < 200; i++) {
      const event = (i * 7919) % mixed.events;
      assert.equal(trace(mixed, event), traces[event]);
    }
  });
});

describe('lines of the .stack file', () => {
  it('stop a run where they are used, and are found again backwards', () => {
    const replay = labReplay(inputs());
    const used = new Map<number, number[]>();
    const whole = ended();
    for (let event = 0; event < whole.events; event++) {
      for (const { used: origins } of whole.record(event).steps) {
        for (const { line } of origins) {
          const events = used.get(line) ?? [];
          if (events.at(-1) !== event) events.push(event);
          used.set(line, events);
        }
      }
    }
    assert.ok(used.size > 3, 'the lab uses several lines');
    for (const [line, events] of used) {
      replay.goTo(0);
      replay.arm({ path: () => false, lines: [line], probes: [], events: null, frames: null });
      const stops: number[] = [];
      while (replay.run() === 'breakpoint') stops.push(replay.cursor - 1);
      assert.deepEqual(stops, events, `line ${line} going on`);
      assert.deepEqual(replay.armedIn(0, replay.events), events, `line ${line} going back`);
      assert.equal(replay.lines.counts[line], events.length, `uses of line ${line} are counted once`);
    }
  });
});

describe('values of the host', () => {
  it('stop a run where they change, and are found again backwards', () => {
    const replay = labReplay(inputs());
    let last = 0;
    const probe = {
      begin: (host: Host) => {
        last = host.ip6stat.ip6s_redirectsent;
      },
      changed: (host: Host) => {
        const was = last;
        last = host.ip6stat.ip6s_redirectsent;
        return was !== last;
      },
    };
    replay.arm({ path: () => false, lines: [], probes: [probe], events: null, frames: null });
    const stops: number[] = [];
    while (replay.run() === 'breakpoint') stops.push(replay.cursor - 1);
    assert.equal(stops.length, replay.host.ip6stat.ip6s_redirectsent);
    assert.ok(stops.length > 0, 'the lab sends redirects');
    assert.deepEqual(replay.armedIn(0, replay.events), stops);
  });
});
