/**
 * Runs vector files through the engine: `node scripts/conformance.mjs FILE…`. The component is the base name of the file. Prints
 * the first differences in words and `component: N passed, N failed`; exit status 1 if any failed.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildStack, bundle, root } from './build.mjs';

const program = join(root, 'out/conformance.js');
await buildStack();
await build({ ...bundle, entryPoints: [join(root, 'test/conformance/main.ts')], outfile: program });
const { status } = spawnSync(process.execPath, ['--enable-source-maps', program, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exit(status ?? 2);
