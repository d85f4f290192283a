import { strict as assert } from 'node:assert';
import { createHost, type Host, if_attach, rtadd } from '#stack/running';
import { Checkpoints } from '../../src/replay';

function host(routes = 0): Host {
  const made = createHost({ io: { output: () => {} } });
  const ifp = if_attach(made, { name: 'em0', origin: null });
  for (let i = 0; i < routes; i++) {
    const dst = new Uint8Array(16);
    dst.set([0x20, 1, 0x0d, 0xb8, i >> 8, i & 0xff]);
    rtadd(made.rt6, { dst, prefixlen: 48, gateway: null, flags: 0, ifp, origin: null });
  }
  return made;
}

/** Takes checkpoints as a replay of so many events does. */
function taken(checkpoints: Checkpoints, events: number, of: Host): number {
  let made = 0;
  for (let event = 0; event < events; event++) {
    if (event < checkpoints.nextAt) continue;
    checkpoints.add({ event, position: event, nextCommand: 0, hosts: [of], flights: [] });
    made++;
  }
  return made;
}

describe('checkpoints', () => {
  it('stay few and spread over all that has run', () => {
    const checkpoints = new Checkpoints(1);
    taken(checkpoints, 5000, host());
    const events = checkpoints.all.map(one => one.event);
    assert.ok(events.length > 16 && events.length <= 64, `${events.length} are kept`);
    assert.equal(events[0], 0);
    assert.deepEqual(
      events,
      [...events].sort((a, b) => a - b),
    );
    const gaps = events.slice(1).map((event, i) => event - events[i]);
    assert.ok(Math.max(...gaps) <= 2 * Math.min(...gaps), gaps.join(' '));
    assert.ok(5000 - events[events.length - 1] <= 2 * Math.max(...gaps));
  });

  it('finds the latest one that is not after an event', () => {
    const checkpoints = new Checkpoints(10);
    taken(checkpoints, 300, host());
    for (let event = 0; event < 320; event++) {
      const found = checkpoints.before(event).event;
      const expected = checkpoints.all.filter(one => one.event <= event).at(-1)?.event;
      assert.equal(found, expected);
    }
  });

  it('of a large host are fewer, and taken less often', () => {
    const large = host(5000);
    const many = new Checkpoints(1);
    taken(many, 2000, large);
    assert.ok(many.all.length < 16, `${many.all.length} are kept`);
    const events = 400_000;
    const rare = taken(new Checkpoints(), events, large);
    const usual = taken(new Checkpoints(), events, host());
    assert.ok(rare < usual, `${rare} of the large host, ${usual} of the small one`);
  });
});
