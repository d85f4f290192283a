/** The router r1 against the real one: what a Linux kernel did with every frame of the Linux captures. */
import { strict as assert } from 'node:assert';
import { input, labReplay } from './lab';
import { linuxDifferences } from './linuxDifferences';
import { agrees, type Did, icmp6Of, oracle, runToEnd } from './oracle';

/** Lines that make r1 what it was in one of the captures. */
const variants: Readonly<Record<string, readonly string[]>> = {
  '04-packet-too-big-r1-lan.pcap': ['ifconfig em1 mtu 1280'],
};

/** Replays both sides of r1 and tells what became of each frame, by `side frame`. */
function replayed(capture: string): Map<string, Did> {
  const inputs = [input(capture, 'em0'), input(capture.replace('-lan', '-wan'), 'em1')];
  const replay = labReplay(inputs, variants[capture] ?? [], { until: '10s' });
  const { order } = replay.script;
  const did = new Map<string, Did>();
  for (const [position, one] of runToEnd(replay).entries()) {
    if (one === undefined) continue;
    did.set(`${order.capture(position) === 0 ? 'lan' : 'wan'} ${order.frame(position) + 1}`, one);
  }
  assert.equal(replay.panic, null);
  return did;
}

describe('r1 against the real router', function () {
  this.timeout(20_000);

  for (const [capture, rows] of Object.entries(oracle)) {
    it(capture, () => {
      const did = replayed(capture);
      for (const row of rows) {
        const here = did.get(`${row.side} ${row.frame}`);
        const name = `${row.side} frame ${row.frame}`;
        assert.ok(here !== undefined, `${name} reached the real router, so it must arrive here`);
        const difference = linuxDifferences.find(
          one => one.capture === capture && one.side === row.side && one.frame === row.frame,
        );
        const answer = icmp6Of(here.outputs);
        if (difference === undefined) {
          const happened = `${here.verdict} ${JSON.stringify(answer)}`;
          assert.ok(
            agrees(row, here),
            `${name}: real ${row.verdict} ${JSON.stringify(row.icmp6)}, model ${happened}`,
          );
        } else {
          assert.ok(!agrees(row, here), `${name} agrees; it is no difference any more`);
          assert.deepEqual(
            [here.verdict, answer],
            [difference.verdict, difference.icmp6],
            `${name}: ${difference.reason}`,
          );
        }
      }
    });
  }

  it('is compared on all that the oracle tells', () => {
    const rows = Object.values(oracle).flat();
    assert.equal(rows.length, 39);
    for (const difference of linuxDifferences) {
      assert.ok(
        oracle[difference.capture]?.some(
          row => row.side === difference.side && row.frame === difference.frame,
        ),
      );
    }
  });
});
