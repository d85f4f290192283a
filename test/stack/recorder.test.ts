import assert from 'node:assert/strict';
import * as stack from '#stack/recording';
import type { Step } from '../../src/stack/recorder';
import { toHex } from '../../src/wire/bytes';
import { runIp6Forward } from '../conformance/ip6Forward/run';
import { forwardCases, givenOf } from './vectors';

/** The steps of the packets of a vector. */
function stepsOf(id: string): Step[][] {
  const vector = forwardCases().find(known => known.id === id);
  assert.ok(vector);
  const all: Step[][] = [];
  runIp6Forward(givenOf(vector), new Set(), (host, m, srcrt) => {
    const recorder = host.trace.recorder;
    assert.ok(recorder);
    all.push(recorder.steps as Step[]);
    stack.ip6_forward(host, m, srcrt);
  });
  return all;
}

describe('the recorder', () => {
  it('keeps what each decision changed: bytes, counters', () => {
    const [steps] = stepsOf('ip6f-h001');
    const step = (id: string) => {
      const found = steps.find(({ point }) => point?.id === id);
      assert.ok(found, id);
      return found;
    };
    const { bytes } = step('ip6_forward.hop-limit');
    assert.deepEqual(
      bytes.map(({ offset, before, after }) => [offset, toHex(before), toHex(after)]),
      [[7, '40', '3f']],
    );
    assert.deepEqual(step('ip6_forward.neighbor-output').counters, [
      { counter: 'ip6stat.ip6s_forward', by: 1 },
      { counter: 'if.em1.ifs6_out_forward', by: 1 },
    ]);
    assert.equal(steps.flatMap(({ counters }) => counters).length, 2);
    assert.equal(steps[0].kind, 'enter');
    assert.ok(steps.every(({ depth }) => depth === 1));
  });

  it('lists the routes that were chosen among', () => {
    const [steps] = stepsOf('ip6f-h001');
    const lookup = steps.find(({ point }) => point?.id === 'ip6_forward.route-lookup');
    const chosen = lookup?.candidates.filter(candidate => candidate.chosen);
    assert.equal(chosen?.length, 1);
    assert.match(chosen?.[0].name ?? '', /^2001:db8:2::\/64 on em1$/);
    assert.match(chosen?.[0].why ?? '', /longest/);
    assert.equal(lookup?.candidates.length, 8);
  });

  it('keeps log lines, leaks, and the branches passed before a panic', () => {
    const all = forwardCases().flatMap(({ id, expect }) => {
      const packets = (expect as { packets: { panic?: string; leaks?: string[] }[] }).packets;
      return packets.some(({ panic }) => panic !== undefined) ? [id] : [];
    });
    const steps = stepsOf(all[0]).at(-1);
    assert.equal(steps?.at(-1)?.point?.id, 'ip6_forward.point-to-point-loop');
    assert.deepEqual(steps?.at(-1)?.branches, ['534T']);
  });

  it('shows a packet that became longer as one change', () => {
    const [steps] = stepsOf('ip6f-h112');
    const changes = steps
      .flatMap(step => step.bytes)
      .filter(({ before, after }) => before.length !== after.length);
    assert.equal(changes.length, 1);
    assert.ok(changes[0].after.length > changes[0].before.length);
  });
});
