/** Runs tshark the way the project compares itself with it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

/** Preferences under which tshark is the reference: checksums verified, plain sequence numbers, no names. */
export const PREFERENCES = [
  '-n',
  ...['ip.check_checksum:TRUE', 'tcp.check_checksum:TRUE', 'udp.check_checksum:TRUE'].flatMap(o => ['-o', o]),
  ...['-o', 'tcp.relative_sequence_numbers:FALSE'],
];

/** Columns of tshark by field name, one value a frame. */
export type Columns = Map<string, string[]>;

const isPresent = spawnSync('tshark', ['--version']).status === 0;

/** True where tshark is not there: tests that need it are left out then, but for one that says so and fails on CI. */
export function lacksTshark(): boolean {
  if (isPresent) return false;
  it('tshark is missing: apt-get install tshark', function () {
    assert.equal(process.env.CI, undefined, 'CI needs tshark');
    this.skip();
  });
  return true;
}

/**
 * Runs tshark over a capture; null when it refuses the file before the first frame. `configuration` is a folder of its
 * settings to use instead of the user's.
 */
export function tshark(file: string, args: readonly string[], configuration?: string): string[] | null {
  const run = spawnSync('tshark', [...PREFERENCES, '-r', file, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: {
      ...process.env,
      TZ: 'UTC',
      ...(configuration === undefined ? {} : { WIRESHARK_CONFIG_DIR: configuration }),
    },
  });
  if (run.error !== undefined) throw run.error;
  const complaint = run.stderr
    .split('\n')
    .find(line => line.includes("aren't valid") || line.includes('not valid'));
  if (complaint !== undefined) throw new Error(`tshark: ${run.stderr}`);
  if (run.status !== 0 && run.stdout === '') return null;
  const lines = run.stdout.split('\n');
  lines.pop();
  return lines;
}

/** The columns `-T fields` prints for these fields; null when tshark refuses the file. */
export function tsharkColumns(file: string, fields: readonly string[]): Columns | null {
  const lines = tshark(file, ['-T', 'fields', ...fields.flatMap(field => ['-e', field])]);
  if (lines === null) return null;
  const rows = lines.map(line => line.split('\t'));
  return new Map(fields.map((field, i) => [field, rows.map(row => row[i] ?? '')]));
}
