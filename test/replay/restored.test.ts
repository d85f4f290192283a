/**
 * What a checkpoint holds, by name: everything that waits or was learned is as it was after going back, and
 * goes on as it went.
 */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { Capture, MemorySource } from '../../src/capture';
import type { Replay } from '../../src/replay';
import type { Host } from '../../src/stack/host';
import { pcapFile } from '../capture/build';
import {
  AES,
  association,
  LEFT,
  leftGateway,
  leftToRight,
  RIGHT,
  SHA1,
  sendLeft,
  tunnelPolicy,
} from '../stack/gateways';
import { ethernet, fragmentHeader, ip6, join, NEIGHBOR_MAC } from '../stack/packets';
import { stackReplay } from './lab';

const sa = association(`-r 4 ${AES} ${SHA1}`);
const machine = `sysctl net.inet6.ip6.forwarding=1
ifconfig em0 ether 02:00:00:00:01:01 inet6 2001:db8:9::1/64 up
ifconfig em1 ether ${NEIGHBOR_MAC} inet6 ${RIGHT}/64 up
ndp -s ${LEFT} 02:00:00:00:01:02 temp
${sa}
${tunnelPolicy('in')}
at 1s mld join em1 ff02::db8
at 6s mld query em1 maxdelay 3000
at 8s mld leave em1 ff02::db8`;

const fragment = (offset: number, more: boolean, id: number) =>
  ip6({
    src: LEFT,
    dst: RIGHT,
    nxt: 44,
    payload: join(fragmentHeader(59, offset, more, id), new Uint8Array(16)),
  });

/**
 * A gateway at which fragments, packets of a tunnel, one of them twice, and listener messages arrive, up to
 * the end of every timer but the longest.
 */
function begun(): Replay {
  const left = leftGateway(`${sa}\n${tunnelPolicy('out')}`);
  const [first, second] = [1, 2].map(() => sendLeft(left, leftToRight()).sent[0].bytes);
  const packets = [
    fragment(0, true, 1),
    first,
    fragment(0, true, 2),
    second,
    first,
    fragment(16, false, 1),
    ip6({ src: LEFT, dst: RIGHT }),
  ];
  const frames = packets.map((packet, i) => ({
    seconds: i + 1,
    ticks: 0,
    bytes: ethernet(packet, { dst: NEIGHBOR_MAC, src: '02:00:00:00:01:02' }),
  }));
  const capture = Capture.openWhole(new MemorySource(pcapFile({ network: 1 }, frames)));
  const placement = { on: 'em1', map: new Map<string, string>(), where: 'made.pcap' };
  return stackReplay(machine, [{ name: 'made.pcap', capture, placement }], {
    checkpointEvery: 1,
    until: '70s',
  });
}

const groups = (host: Host) => host.interfaces.flatMap(ifp => ifp.addresses.flatMap(ia => ia.ia6_multiaddrs));

/** What is looked at, and when there is something of it. */
const parts: readonly [name: string, of: (host: Host) => unknown, some: (host: Host) => boolean][] = [
  ['groups', groups, host => groups(host).some(one => one.in6m_timer > 0)],
  ['fragments', host => host.frag6, host => host.frag6.nfrags > 1],
  ['timers', host => host.timers, host => host.timers.length > 3],
  ['neighbours', host => host.neighbors, host => host.neighbors.some(ln => ln.ln_hold !== null)],
  ['associations', host => host.sad, host => host.sad.some(one => one.lastseq === 1)],
];

const text = (value: unknown) =>
  inspect(value, { depth: null, maxArrayLength: null, maxStringLength: null, sorted: true });

describe('a checkpoint', () => {
  for (const [name, of, some] of parts) {
    it(`has the ${name} as they were, and they go on as they went`, () => {
      const replay = begun();
      while (!some(replay.host)) assert.equal(replay.run(1), 'limit', `there are ${name} at some time`);
      const event = replay.cursor;
      const past = [text(of(replay.host))];
      for (let i = 0; i < 4 && replay.run(1) === 'limit'; i++) past.push(text(of(replay.host)));
      replay.run();
      const end = text(of(replay.host));
      replay.restore(replay.checkpoints.all.findIndex(one => one.event === event));
      for (const [i, before] of past.entries()) {
        assert.equal(text(of(replay.host)), before, `before event ${event + i}`);
        replay.run(1);
      }
      replay.run();
      assert.equal(text(of(replay.host)), end);
      assert.ok(past.some(one => one !== past[0]) || end !== past[0], `${name} change`);
    });
  }
});
