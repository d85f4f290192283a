/** Runs tshark the way the project compares itself with it. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Preferences under which tshark is the reference: checksums verified, plain sequence numbers, no names. */
export const PREFERENCES = [
  '-n',
  ...['ip.check_checksum:TRUE', 'tcp.check_checksum:TRUE', 'udp.check_checksum:TRUE'].flatMap(o => ['-o', o]),
  ...['-o', 'tcp.relative_sequence_numbers:FALSE'],
];

/** Columns of tshark by field name, one value a frame. */
export type Columns = Map<string, string[]>;

/** Whether tshark is there. */
export function hasTshark(): boolean {
  return spawnSync('tshark', ['--version']).status === 0;
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

/**
 * The columns `-T fields` prints for these fields; null when tshark refuses the file. With the environment variable
 * PACKET_DEBUGGER_TSHARK_CACHE, a folder, columns are kept there from run to run.
 */
export function tsharkColumns(file: string, fields: readonly string[]): Columns | null {
  const folder = process.env.PACKET_DEBUGGER_TSHARK_CACHE;
  const kept = folder === undefined ? null : join(folder, `${basename(file)}.json`);
  const known: Columns | null =
    kept !== null && existsSync(kept) ? new Map(JSON.parse(readFileSync(kept, 'utf8'))) : null;
  const columns: Columns = known ?? new Map();
  const missing = fields.filter(field => !columns.has(field));
  if (missing.length > 0) {
    const lines = tshark(file, ['-T', 'fields', ...missing.flatMap(field => ['-e', field])]);
    if (lines === null) return null;
    const rows = lines.map(line => line.split('\t'));
    for (const [i, field] of missing.entries())
      columns.set(
        field,
        rows.map(row => row[i] ?? ''),
      );
    if (kept !== null && folder !== undefined) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(kept, JSON.stringify([...columns]));
    }
  }
  return columns;
}
