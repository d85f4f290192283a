/** The router r1 against the real one: what a Linux kernel did with every frame of the Linux captures. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as running from '#stack/running';
import { frameVerdict, icmp6Type, type Output, upperLayer } from '../../src/replay';
import { get32 } from '../../src/wire/bytes';
import { input, labReplay, linux } from './lab';
import { linuxDifferences } from './linuxDifferences';

/** One row of oracle.json: what the real r1 did with a frame that reached it. */
interface OracleRow {
  readonly side: 'lan' | 'wan';
  readonly frame: number;
  readonly verdict:
    | 'forwarded'
    | 'forwarded-same-link'
    | 'error'
    | 'not-forwarded'
    | 'multicast-or-other-mac';
  readonly icmp6: readonly [number, number, number] | null;
}

/** What the model did with a frame, at once and later. */
interface Did {
  readonly verdict: string;
  readonly outputs: readonly Output[];
}

const oracle: Record<string, OracleRow[]> = JSON.parse(readFileSync(join(linux, 'oracle.json'), 'utf8'));

/** Lines that make r1 what it was in one of the captures. */
const variants: Readonly<Record<string, readonly string[]>> = {
  '04-packet-too-big-r1-lan.pcap': ['ifconfig em1 mtu 1280'],
};

/** Replays both sides of r1 and tells what became of each frame, by `side frame`. */
function replayed(capture: string): Map<string, Did> {
  const inputs = [input(capture, 'em0'), input(capture.replace('-lan', '-wan'), 'em1')];
  const replay = labReplay(inputs, variants[capture] ?? [], { until: '10s' });
  const sent = new Map<number, Output[]>();
  replay.collecting = true;
  replay.onEvent = event => {
    for (const output of event.outputs) {
      const position = output.frame > 0 ? output.frame - 1 : event.position;
      sent.set(position, [...(sent.get(position) ?? []), output]);
    }
  };
  assert.equal(replay.run(), 'end');
  const { order } = replay.script;
  const did = new Map<string, Did>();
  for (let position = 0; position < order.length; position++) {
    const path = replay.pathOf[position];
    if (path === 0) continue;
    did.set(`${order.capture(position) === 0 ? 'lan' : 'wan'} ${order.frame(position) + 1}`, {
      verdict: running.verdicts[frameVerdict(replay, path)],
      outputs: sent.get(position) ?? [],
    });
  }
  return did;
}

/** Type, code and parameter of the ICMPv6 error or redirect among the outputs, null when there is none. */
function icmp6Of(outputs: readonly Output[]): [number, number, number] | null {
  const answer = outputs.find(output => output.kind === 'icmp6-error' || output.kind === 'redirect');
  if (answer === undefined) return null;
  const at = upperLayer(answer.bytes).offset;
  return [icmp6Type(answer.bytes), answer.bytes[at + 1], get32(answer.bytes, at + 4)];
}

/** Whether the model did what the real router did, as the README of the captures says to compare. */
function agrees(row: OracleRow, did: Did): boolean {
  const leaves = did.outputs.some(output => output.kind === 'forwarded');
  switch (row.verdict) {
    case 'forwarded':
    case 'forwarded-same-link': {
      if (!leaves || !['forwarded', 'queued'].includes(did.verdict)) return false;
      const redirected = icmp6Of(did.outputs)?.[0] === 137;
      return redirected === (row.verdict === 'forwarded-same-link');
    }
    case 'error':
      return (
        ['dropped', 'queued'].includes(did.verdict) && !leaves && sameError(row.icmp6, icmp6Of(did.outputs))
      );
    case 'not-forwarded':
      if (leaves) return false;
      return did.verdict === 'dropped'
        ? did.outputs.length === 0
        : ['delivered', 'consumed'].includes(did.verdict);
    case 'multicast-or-other-mac':
      return true;
  }
}

function sameError(a: readonly number[] | null, b: readonly number[] | null): boolean {
  return a !== null && b !== null && a.length === b.length && a.every((value, i) => value === b[i]);
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
