/**
 * Runs vector files through the engine: `npm run conformance -- FILE…`. The component is the base name of the
 * file. Prints the first differences in words and `component: N passed, N failed`; exit status 1 if any
 * failed.
 */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { installDependencies, root } from './tools.mjs';

// Before the bundler is loaded: a fresh clone has none, and one of another lock file may lack what the
// sources need.
installDependencies();
const { build } = await import('esbuild');
const { buildStack, bundle } = await import('./build.mjs');

const program = join(root, 'out/conformance.js');
await buildStack();
await build({ ...bundle, entryPoints: [join(root, 'test/conformance/main.ts')], outfile: program });
// npm runs scripts in the project's folder; files are named from where it was called.
const from = process.env.npm_lifecycle_event === 'conformance' ? process.env.INIT_CWD : undefined;
const files = process.argv.slice(2).map(file => resolve(from ?? '.', file));
const { status } = spawnSync(process.execPath, ['--enable-source-maps', program, ...files], {
  stdio: 'inherit',
});
process.exit(status ?? 2);
