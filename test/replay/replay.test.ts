/** Time travel: the same replay twice, from any checkpoint, and every event recorded anew. */
import { strict as assert } from 'node:assert';
import * as running from '#stack/running';
import { eventRows, FrameNames, JsonLines, type PastEvent, type Replay, summaryRow } from '../../src/replay';
import { input, labReplay } from './lab';

/** Inputs in which much happens: neighbours are learned, frames go back in time, two captures at once. */
const scenes: Readonly<Record<string, () => Parameters<typeof labReplay>>> = {
  'two captures': () => [
    [input('08-unreachables-r1-lan.pcap', 'em0'), input('08-unreachables-r1-wan.pcap', 'em1')],
    ['at 1s ifconfig em1 mtu 1300', 'at 2s sysctl net.inet6.ip6.redirect=0'],
    { until: '60s' },
  ],
  'one capture with two interfaces': () => [
    [input('09-redirect-r1-lan+wan.pcapng', null)],
    ['ndp -d fe80::ff:fe00:103%em0'],
    { until: '30s' },
  ],
};

/** Runs to the end and tells everything that happened, line by line. */
function happenings(replay: Replay, names: readonly string[] = ['a', 'b']): string[] {
  const frames = new FrameNames(replay, names);
  const json = new JsonLines(replay, frames);
  const lines: string[] = [];
  replay.collecting = true;
  replay.onEvent = event => {
    const rows = eventRows(replay, frames, event).map(row => JSON.stringify(row));
    assert.deepEqual(json.lines(event), rows, 'the quick way to JSON gives the same');
    lines.push(...rows);
  };
  assert.equal(replay.run(), 'end');
  lines.push(JSON.stringify(summaryRow(replay)));
  return lines;
}

describe('replay', function () {
  this.timeout(20_000);

  for (const [name, scene] of Object.entries(scenes)) {
    describe(name, () => {
      it('is the same twice', () => {
        const first = happenings(labReplay(...scene()));
        assert.ok(first.length > 5);
        assert.deepEqual(happenings(labReplay(...scene())), first);
      });

      it('is the same in the recording build', () => {
        const [inputs, more, options] = scene();
        const recorded = happenings(labReplay(inputs, more, { ...options, recordAll: true }));
        assert.deepEqual(recorded, happenings(labReplay(...scene())));
      });

      it('goes on from every checkpoint as it did before', () => {
        const [inputs, more, options] = scene();
        const replay = labReplay(inputs, more, { ...options, checkpointEvery: 1 });
        happenings(replay);
        const paths = [...replay.pathOf];
        const counters = running.counters(replay.host);
        const { events } = replay;
        const later: PastEvent[] = [];
        replay.onEvent = event => later.push(event);
        assert.ok(replay.checkpoints.all.length > 5);
        for (const i of replay.checkpoints.all.keys()) {
          replay.pathOf.fill(0, replay.script.order.length);
          replay.restore(i);
          assert.equal(replay.cursor, replay.checkpoints.all[i].event);
          assert.equal(replay.run(), 'end');
          assert.deepEqual([...replay.pathOf], paths);
          assert.deepEqual(running.counters(replay.host), counters);
          assert.equal(replay.events, events);
        }
        assert.deepEqual(later, [], 'no event is told a second time');
      });

      it('records every event as it ran', () => {
        const [inputs, more, options] = scene();
        const replay = labReplay(inputs, more, { ...options, checkpointEvery: 3 });
        const past: PastEvent[] = [];
        replay.collecting = true;
        replay.onEvent = event => past.push(event);
        replay.run();
        assert.equal(past.length, replay.events);
        const cursor = replay.cursor;
        for (const event of past) {
          const recorded = replay.record(event.event);
          const outcomes = recorded.steps.filter(step => step.kind === 'decision').map(step => step.outcome);
          assert.deepEqual(outcomes, [...replay.paths.outcomesOf(event.path)]);
          assert.equal(recorded.verdict, running.verdicts[replay.paths.verdict(event.path)]);
          assert.equal(recorded.settled?.outcome ?? -1, replay.paths.settledBy(event.path));
          assert.equal(recorded.now, event.now);
          assert.deepEqual(recorded.outputs, event.outputs);
          assert.deepEqual(
            recorded.steps.flatMap(step => step.emissions.map(emission => emission.bytes)),
            event.outputs.map(output => output.bytes),
          );
          const { kind, position, path } = replay.past(event.event);
          assert.deepEqual(
            { kind, position, path },
            { kind: event.kind, position: event.position, path: event.path },
          );
          if (event.kind === 'frame' || event.kind === 'passed') {
            assert.equal(replay.eventOf(event.position), event.event);
          }
        }
        assert.equal(replay.cursor, cursor);
      });
    });
  }

  it('moves its cursor anywhere', () => {
    const replay = labReplay(...scenes['two captures']());
    replay.run();
    const end = running.counters(replay.host);
    for (const event of [5, 0, 11, 3]) {
      replay.goTo(event);
      assert.equal(replay.cursor, event);
    }
    replay.run();
    assert.deepEqual(running.counters(replay.host), end);
  });

  it('stops after events that hold an armed outcome, and only there', () => {
    const replay = labReplay([input('07-time-exceeded-traceroute-r1-lan.pcap', 'em0')]);
    const point = running.catalogue.find(one => one.id === 'ip6_forward.hop-limit');
    assert.ok(point !== undefined);
    const exceeded = point.first + point.outcomes.indexOf('exceeded');
    replay.arm(path => replay.paths.outcomesOf(path).includes(exceeded));
    assert.equal(replay.run(), 'breakpoint');
    assert.equal(replay.cursor, 1);
    assert.equal(replay.run(), 'breakpoint');
    assert.equal(replay.past(replay.cursor - 1).position, 6);
    assert.equal(replay.run(), 'end');
    replay.goTo(0);
    assert.equal(replay.cursor, 0, 'moving does not stop at breakpoints');
    replay.arm(null);
    assert.equal(replay.run(), 'end');
  });

  it('runs commands and timers in the order of their times', () => {
    const replay = labReplay(
      [input('07-time-exceeded-traceroute-r1-lan.pcap', 'em0')],
      ['at 20s ifconfig em1 mtu 1280', 'at 10s ifconfig em1 mtu 1400', 'at 0s ifconfig em1 mtu 1450'],
      { until: '15s' },
    );
    const seen: string[] = [];
    replay.onEvent = event => {
      if (event.kind === 'command') seen.push(`${replay.cursor}: ${event.now - replay.script.start}`);
    };
    replay.run();
    assert.deepEqual(seen, ['1: 0', `${replay.events}: ${10e9}`]);
    assert.equal(replay.host.interfaces.find(ifp => ifp.name === 'em1')?.mtu, 1400);
    assert.equal(replay.host.now - replay.script.start, 15e9);
  });
});
