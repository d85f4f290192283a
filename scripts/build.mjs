/**
 * Builds the programs: `dist/cli.js`, `dist/extension.js`. The stack is built twice, for running and for
 * recording; both builds go into each program under the names `#stack/running` and `#stack/recording`.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { findDecisions, findFunctions } from './decisions.mjs';
import { root } from './tools.mjs';

const out = join(root, 'out');

/** Bundles both builds of the stack and the table of decision places into `out/stack`. */
export async function buildStack() {
  mkdirSync(join(out, 'stack'), { recursive: true });
  writeFileSync(join(out, 'stack/places.json'), JSON.stringify(findDecisions(root), null, 1));
  writeFileSync(join(out, 'stack/functions.json'), JSON.stringify(findFunctions(root), null, 1));
  for (const [name, recording] of [
    ['running', 'false'],
    ['recording', 'true'],
  ]) {
    await build({
      entryPoints: [join(root, 'src/stack/index.ts')],
      outfile: join(out, `stack/${name}.js`),
      bundle: true,
      format: 'esm',
      platform: 'neutral',
      target: 'es2022',
      keepNames: false,
      minifySyntax: true,
      sourcemap: 'linked',
      define: { RECORDING: recording },
      logLevel: 'warning',
    });
  }
}

/** Options shared by every bundle above the stack. */
export const bundle = {
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  logLevel: 'warning',
  alias: {
    '#stack/running': join(out, 'stack/running.js'),
    '#stack/recording': join(out, 'stack/recording.js'),
    '#stack/places': join(out, 'stack/places.json'),
    '#stack/functions': join(out, 'stack/functions.json'),
  },
  external: ['vscode'],
};

/** Bundles stand elsewhere than their sources: tests find the project by this constant. */
const inProject = { PROJECT_ROOT: JSON.stringify(root) };

/**
 * In tests, both builds of the stack note in `globalThis.outcomesReached` which outcomes were taken, by their
 * numbers.
 */
const noteOutcomes = {
  name: 'note outcomes',
  setup({ onLoad }) {
    onLoad({ filter: /out[\\/]stack[\\/](running|recording)\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const noting = text.replace(
        /^function decide\((\w+, \w+, (\w+).*)\{$/m,
        (head, _, outcome) => `${head} (globalThis.outcomesReached ??= new Set()).add(${outcome});`,
      );
      if (noting === text) throw new Error(`decide is not found in ${path}`);
      return { contents: noting, loader: 'js' };
    });
  },
};

/**
 * Bundles every `test/**\/*.test.ts` into `out/test`. They share what they have in common as a program would:
 * with a copy of everything in each, most of their time would go into making the same code fast again.
 */
async function buildTestFiles() {
  const folder = join(out, 'test');
  rmSync(join(folder, 'shared'), { recursive: true, force: true });
  await build({
    ...bundle,
    format: 'esm',
    splitting: true,
    entryPoints: testSources(file => file.endsWith('.test.ts')),
    external: ['vscode', 'mocha', 'playwright-core'],
    outbase: join(root, 'test'),
    outdir: folder,
    chunkNames: 'shared/[name]-[hash]',
    banner: { js: commonjs },
    define: inProject,
    plugins: [noteOutcomes],
  });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
}

/** Bundles what the tests run elsewhere than in their own process. */
async function buildTestPrograms() {
  // VS Code's extension host loads no modules.
  await build({
    ...bundle,
    entryPoints: testSources(file => /host[\\/]run\w*\.ts$/.test(file)),
    external: ['vscode', 'mocha'],
    outbase: join(root, 'test'),
    outdir: join(out, 'test'),
    outExtension: { '.js': '.cjs' },
    define: inProject,
  });
  // What a page talks to in tests of the page: it runs in the browser, beside the page, and is loaded anew
  // for each test.
  await build({
    ...bundle,
    ...small,
    sourcemap: false,
    entryPoints: [join(root, 'test/webview/harness/host.ts')],
    outfile: join(out, 'test/webview/harness/host.js'),
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
  });
}

function testSources(wanted) {
  return readdirSync(join(root, 'test'), { recursive: true })
    .filter(wanted)
    .map(file => join(root, 'test', file));
}

/** Comments and white space left out; names stay, for whoever reads where an error came from. */
const small = { minifySyntax: true, minifyWhitespace: true };

/** Programs of their own: they share nearly everything, which lies in `dist/programs` once. */
const programs = { cli: 'src/cli.ts', adapter: 'src/adapter.ts', worker: 'src/extension/worker/worker.ts' };
/** What shares it with them and is loaded by the extension as it is. */
const parts = { editing: 'src/config/editing/index.ts' };

/** What the extension host loads. The first stays as it is: checkPackage looks for the names of its files. */
const extension = [
  ['extension', 'src/extension/extension.ts', {}],
  ['workerSession', 'src/extension/debug/workerSession.ts', small],
  ['captureEditor', 'src/extension/editor/captureEditor.ts', small],
  ['openSample', 'src/extension/samples/openSample.ts', small],
  ['stackTests', 'src/extension/testing/stackTests.ts', small],
  ['languageProviders', 'src/extension/language/languageProviders.ts', small],
];

/** In the shared modules, what their CommonJS parts look for: `require`, and the folder of the programs. */
const commonjs = `import{createRequire as moduleRequire}from'node:module';import{fileURLToPath as modulePath}from'node:url';
const require=moduleRequire(import.meta.url),__dirname=modulePath(new URL('..',import.meta.url)).replace(/[\\\\/]$/,'');`;

/** Bundles the programs: each is a file in `dist` that loads its part of what they share. */
async function buildShared() {
  const folder = join(root, 'dist/programs');
  rmSync(folder, { recursive: true, force: true });
  await build({
    ...bundle,
    ...small,
    format: 'esm',
    splitting: true,
    entryPoints: Object.fromEntries(
      Object.entries({ ...programs, ...parts }).map(([name, entry]) => [name, join(root, entry)]),
    ),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    banner: { js: commonjs },
  });
  for (const name of Object.keys(programs)) {
    const file = join(root, 'dist', `${name}.js`);
    writeFileSync(file, `#!/usr/bin/env node\nimport('./programs/${name}.mjs');\n`, { mode: 0o755 });
  }
}

/**
 * Bundles the capture editor's page into `dist/page.js`: it runs in a browser, under a policy that allows no
 * other script.
 */
async function buildPage() {
  await build({
    entryPoints: [join(root, 'src/webview/page/main.ts')],
    outfile: join(root, 'dist/page.js'),
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    sourcemap: true,
    logLevel: 'warning',
  });
}

/** Bundles the programs into `dist`, beside the engine's source that people step through. */
export async function buildPrograms() {
  cpSync(join(root, 'src/stack'), join(root, 'dist/engine/stack'), { recursive: true });
  await buildShared();
  for (const [program, entry, size] of extension) {
    await build({
      ...bundle,
      ...size,
      entryPoints: [join(root, entry)],
      outfile: join(root, 'dist', `${program}.js`),
      external: ['vscode', ...extension.map(([name]) => `./${name}.js`)],
    });
  }
  await buildPage();
  const { stdout } = spawnSync(process.execPath, [join(root, 'dist/cli.js'), 'decisions', '--json']);
  const homeless = JSON.parse(stdout).filter(({ source }) => source === null);
  if (homeless.length > 0) {
    const ids = homeless.map(({ id }) => id).join(', ');
    throw new Error(
      `decisions without a place in the source, as their id is not written where they are declared: ${ids}`,
    );
  }
  writeFileSync(join(root, 'dist/decisions.json'), stdout);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await buildStack();
  await buildPrograms();
  if (process.argv.includes('--tests')) {
    await buildTestFiles();
    await buildTestPrograms();
  }
}
