/** IPv4 against a real router: what a Linux kernel sent, and where BSD does otherwise. */
import { strict as assert } from 'node:assert';
import { type Compared, Comparison, disorder } from '../../src/replay/compare';
import { packetAt } from '../../src/replay/describe';
import { FrameNames } from '../../src/replay/rows';
import { input, stackReplay } from './lab';
import { runToEnd } from './oracle';

const CAPTURE = '25-ipv4-router-r1-lan+wan.pcapng';
const machine = `
sysctl net.inet.ip.forwarding=1
ifconfig em0 inet 192.0.2.1/24 lladdr 02:00:00:00:01:02 up
ifconfig em1 inet 198.51.100.1/24 lladdr 02:00:00:00:02:01 mtu 1280 up
route add 203.0.113.0/24 192.0.2.2
route add 10.1.0.0/16 127.0.0.1 -reject
route add 10.3.0.0/16 127.0.0.1 -blackhole
listen udp none
`;

/** Frames that the real router sent and the model did not send so, each with the reason. */
const differences: Readonly<Record<number, string>> = {
  22: 'Where no route leads, Linux answers "network unreachable"; ip_forward of BSD answers "host unreachable".',
  24: 'An unreachable route of Linux answers "host unreachable". A reject route of BSD to a network fails with ENETUNREACH, "network unreachable".',
  40: 'Fragments of an echo reply bear the identification that each kernel gave it.',
  41: 'As frame 40.',
  62: 'Linux asks a silent neighbour three times by a timer, then tells the sender. BSD asks when packets come, and tells nobody of the one that waited.',
};

/** Verdicts by frame. */
const verdicts: Readonly<Record<string, readonly number[]>> = {
  queued: [3, 36, 37, 42, 51],
  forwarded: [8, 9, 12, 17, 18, 27, 32, 35, 48, 55, 59],
  delivered: [30, 38],
  dropped: [13, 15, 21, 23, 47, 53, 57],
  consumed: [1, 6, 26, 28, 45],
};

describe('IPv4 against the real router', function () {
  this.timeout(20_000);

  it('takes every frame as it did', () => {
    const replay = stackReplay(machine, [input(CAPTURE, null)]);
    const found: Record<string, number[]> = {};
    for (const [position, did] of runToEnd(replay).entries()) {
      if (did === undefined) continue;
      found[did.verdict] ??= [];
      found[did.verdict].push(replay.script.order.frame(position) + 1);
    }
    for (const frames of Object.values(found)) frames.sort((a, b) => a - b);
    assert.deepEqual(found, verdicts);
  });

  it('sends what it sent, but for what is told here', () => {
    const seen: Compared[] = [];
    const replay = stackReplay(machine, [input(CAPTURE, null)]);
    const { script } = replay;
    const comparison = new Comparison(new Set(['em0', 'em1']), one => seen.push(one), disorder(script));
    const names = new FrameNames(replay, [CAPTURE]);
    replay.collecting = true;
    replay.onEvent = event => {
      for (const { interface: face, frame, bytes } of event.outputs) {
        comparison.sent(face, frame > 0 ? frame - 1 : event.position, event.now, bytes);
      }
      const face = event.kind === 'passed' ? names.interfaceAt(event.position) : null;
      if (face !== null) comparison.seen(face, event.position, event.now, packetAt(replay, event.position));
    };
    replay.run();
    comparison.expire(Number.POSITIVE_INFINITY);
    const others = seen
      .filter(one => one.counts && one.compare !== 'agree')
      .map(one => replay.script.order.frame(one.position) + 1);
    assert.deepEqual(
      others.sort((a, b) => a - b),
      Object.keys(differences).map(Number),
    );
    assert.equal(seen.filter(one => one.compare === 'agree').length, 24);
  });
});
