import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as stack from '#stack/recording';
import type { Host } from '../../src/stack/host';
import { buildHost } from '../conformance/ip6Forward/host';
import { runIp6Forward, runPacket } from '../conformance/ip6Forward/run';
import { abstractSurroundings, type Requests } from '../conformance/ip6Forward/surroundings';
import { forwardCases, givenOf } from './vectors';

/** The state of a host in a form that stays as it is. */
const stateOf = (host: Host): unknown => structuredClone(stack.stateOf(host));

describe('a copy of a host', () => {
  const cases = forwardCases().filter(vector => givenOf(vector).packets.length > 1);

  it('runs on as the original does, and leaves it alone', () => {
    fc.assert(
      fc.property(fc.nat(cases.length - 1), fc.nat(4), (which, cut) => {
        const given = givenOf(cases[which]);
        let requests: Requests = { transformed: false };
        const host = buildHost(
          given,
          abstractSurroundings(given, () => requests),
        );
        const at = Math.min(cut, given.packets.length - 1);
        const run = (on: Host, from: number, to: number) =>
          given.packets.slice(from, to).map(packet => {
            requests = { transformed: false };
            return runPacket(on, given, packet, requests, new Set());
          });
        run(host, 0, at);
        const copy = stack.copyHost(host, host.io);
        assert.deepEqual(stateOf(copy), stateOf(host));
        // Code compiled for a host serves its copies only when all have their fields in one order.
        assert.deepEqual(Object.keys(copy), Object.keys(host));
        const before = stateOf(copy);
        const went = run(host, at, given.packets.length);
        assert.deepEqual(stateOf(copy), before);
        assert.deepEqual(run(copy, at, given.packets.length), went);
        assert.deepEqual(stateOf(copy), stateOf(host));
      }),
      { numRuns: 300 },
    );
  });

  it('shares no object with it but frozen ones and addresses of routes', () => {
    const given = givenOf(cases[0]);
    const host = buildHost(
      given,
      abstractSurroundings(given, () => ({ transformed: false })),
    );
    const copy = stack.copyHost(host, host.io);
    const seen = new Set<unknown>();
    collect(stack.stateOf(host), seen);
    const shared: unknown[] = [];
    const visited = new Set<unknown>();
    collect(stack.stateOf(copy), visited);
    for (const object of visited) if (seen.has(object)) shared.push(object);
    assert.deepEqual(shared, []);
    assert.equal(
      copy.interfaces[0],
      stack.routes(copy.rt6).find(rt => rt.rt_ifp === copy.interfaces[0])?.rt_ifp,
    );
  });
});

function collect(value: unknown, into: Set<unknown>): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || into.has(value)) return;
  into.add(value);
  if (ArrayBuffer.isView(value)) return;
  for (const [name, part] of Object.entries(value)) {
    // What a route never changes is shared.
    if (!['rt_key', 'rt_gateway', 'origin'].includes(name)) collect(part, into);
  }
}

describe('the engine', () => {
  it('gives the same result for the same vectors, byte for byte', () => {
    for (const vector of forwardCases()) {
      const once = JSON.stringify(runIp6Forward(givenOf(vector), new Set()));
      assert.equal(JSON.stringify(runIp6Forward(givenOf(vector), new Set())), once);
    }
  });
});
