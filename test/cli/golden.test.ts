/**
 * What `replay` prints of the Linux captures, kept in test/cli/golden. After a change that is meant, run this
 * file with UPDATE_GOLDEN=1 and read the difference.
 */
import { strict as assert } from 'node:assert';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { linux, run } from './program';

const golden = join(PROJECT_ROOT, 'test/cli/golden');
const stack = join(PROJECT_ROOT, 'test/replay/r1.stack');
/** Several hosts and the links between them. */
const network = join(PROJECT_ROOT, 'test/replay/network.stack');

/** r1 with what was captured on both its sides. */
function sides(name: string): string[] {
  return ['--stack', stack, '--capture', `${name}-r1-lan.pcap@em0`, '--capture', `${name}-r1-wan.pcap@em1`];
}

/** Name of the golden file, the words after `replay`, and the status. */
const cases: readonly (readonly [string, readonly string[], number])[] = [
  ['02-ping6-forwarded.txt', [...sides('02-ping6-forwarded'), '--compare'], 0],
  ['06-fragments.txt', sides('06-fragments-udp4000'), 0],
  ['07-time-exceeded.txt', [...sides('07-time-exceeded-traceroute'), '--compare'], 0],
  ['07-time-exceeded.jsonl', [...sides('07-time-exceeded-traceroute'), '--compare', '--json'], 0],
  ['08-unreachables.txt', [...sides('08-unreachables'), '--until', '10s'], 0],
  ['08-unreachables.jsonl', [...sides('08-unreachables'), '--until', '10s', '--json'], 0],
  ['10-beyond-scope.txt', [...sides('10-beyond-scope'), '--compare'], 0],
  ['10-beyond-scope.jsonl', [...sides('10-beyond-scope'), '--json'], 0],
  ['several-hosts.txt', ['--stack', network], 0],
  ['several-hosts.jsonl', ['--stack', network, '--json'], 0],
];

describe('what replay prints', function () {
  this.timeout(20_000);

  for (const [name, words, status] of cases) {
    it(name, () => {
      const result = run(['replay', ...words], linux);
      const file = join(golden, name);
      if (process.env.UPDATE_GOLDEN !== undefined) writeFileSync(file, result.stdout);
      assert.ok(existsSync(file), `${name} is there`);
      const expected = readFileSync(file, 'utf8').split('\n');
      const printed = result.stdout.split('\n');
      const first = expected.findIndex((line, i) => line !== printed[i]);
      if (first >= 0) assert.equal(printed[first], expected[first], `line ${first + 1}`);
      assert.equal(printed.length, expected.length);
      assert.equal(result.stderr, '');
      assert.equal(result.status, status);
    });
  }
});
