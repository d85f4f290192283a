/** The command line program, run as users run it. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const program = join(PROJECT_ROOT, 'dist/cli.js');
export const linux = join(PROJECT_ROOT, 'test/captures/linux');

/** Runs the program in `folder` and waits for its end. */
export function run(words: readonly string[], folder: string = PROJECT_ROOT): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [program, ...words], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, NO_COLOR: undefined },
  });
}

/** The objects that a run printed, one a line. */
export function objects(result: SpawnSyncReturns<string>): Record<string, unknown>[] {
  return result.stdout
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Record<string, unknown>);
}

/** Calls `use` with a fresh folder that holds `files`, and removes it. */
export function inFolder<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  use: (folder: string) => T,
): T {
  const folder = mkdtempSync(join(tmpdir(), 'packet-debugger-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
