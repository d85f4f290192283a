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

/**
 * True where tshark is not there: tests that need it are left out then, but for one that says so and fails on
 * CI.
 */
export function lacksTshark(): boolean {
  if (isPresent) return false;
  it('tshark is missing: apt-get install tshark', function () {
    assert.equal(process.env.CI, undefined, 'CI needs tshark');
    this.skip();
  });
  return true;
}

/** What a run of tshark came to. */
export interface Run {
  readonly status: number | null;
  readonly lines: readonly string[];
  /** What it complained of. */
  readonly complaints: string;
}

/** Runs tshark over a capture. `configuration` is a folder of its settings to use instead of the user's. */
export function runTshark(file: string, args: readonly string[], configuration?: string): Run {
  const { error, status, stdout, stderr } = spawnSync('tshark', [...PREFERENCES, '-r', file, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: {
      ...process.env,
      TZ: 'UTC',
      ...(configuration === undefined ? {} : { WIRESHARK_CONFIG_DIR: configuration }),
    },
  });
  if (error !== undefined) throw error;
  if (/aren't valid|not valid/.test(stderr)) throw new Error(`tshark: ${stderr}`);
  return { status, lines: stdout.split('\n').slice(0, -1), complaints: stderr };
}

/** The lines that tshark prints of a capture; null when it refuses the file before the first frame. */
export function tshark(
  file: string,
  args: readonly string[],
  configuration?: string,
): readonly string[] | null {
  const { status, lines } = runTshark(file, args, configuration);
  return status !== 0 && lines.length === 0 ? null : lines;
}

/** Arguments for these fields as columns. */
export function printing(fields: readonly string[]): string[] {
  return ['-T', 'fields', ...fields.flatMap(field => ['-e', field])];
}

/** Lines of tab-separated values by field. */
export function columnsOf(fields: readonly string[], lines: readonly string[]): Columns {
  const rows = lines.map(line => line.split('\t'));
  return new Map(fields.map((field, i) => [field, rows.map(row => row[i] ?? '')]));
}

/** The columns `-T fields` prints for these fields; null when tshark refuses the file. */
export function tsharkColumns(file: string, fields: readonly string[]): Columns | null {
  const lines = tshark(file, printing(fields));
  return lines === null ? null : columnsOf(fields, lines);
}
