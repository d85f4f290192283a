/**
 * `npm test`: installs what is needed and runs every check of the project. A Debian package that is missing is
 * named with what it is for; on CI that is a failure, elsewhere the checks that need it are left out, loudly.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { has, installDependencies, root, run, tool } from './tools.mjs';

const needed = [
  ['tshark', 'tshark', 'comparing decoded fields and filters with Wireshark'],
  ['tcpdump', 'tcpdump', 'the benchmark'],
  ['chromium', 'chromium', 'the tests in the real VS Code'],
  ['rg', 'ripgrep', 'finding files in the real VS Code'],
];
const missing = needed.filter(([program]) => !has(program));
for (const [program, debian, purpose] of missing) {
  console.error(`${program} is missing: apt-get install ${debian} (needed for ${purpose}).`);
}
if (missing.length && process.env.CI) process.exit(1);

installDependencies();

const node = script => [process.execPath, [join(root, 'scripts', script)]];
const checks = [
  ['build', ...node('build.mjs'), ['--tests']],
  ['types', tool('tsc'), ['--noEmit', '-p', '.']],
  ['types of the page', tool('tsc'), ['--noEmit', '-p', 'src/webview/page']],
  ['lint and format', tool('biome'), ['check', '--error-on-warnings', '.']],
  ['promises nobody awaits', tool('oxlint'), ['--type-aware', '-c', 'scripts/oxlint.json', 'src', 'test']],
  ['layers', ...node('layers.mjs')],
  [
    'tests',
    tool('mocha'),
    ['--reporter', process.env.CI ? 'dot' : 'spec', '--timeout', '600000', ...testFiles()],
  ],
  ['extension package', ...node('checkPackage.mjs')],
];

const failed = [];
for (const [name, program, args, more = []] of checks) {
  const began = Date.now();
  console.log(`\n── ${name}`);
  if (!run(program, [...args, ...more])) failed.push(name);
  console.log(`   ${((Date.now() - began) / 1000).toFixed(1)} s`);
  if (name === 'build' && failed.length) break;
}
if (failed.length) console.log(`\nFailed: ${failed.join(', ')}`);
console.log(`\n${checks.length - failed.length} passed, ${failed.length} failed`);
process.exit(failed.length ? 1 : 0);

function testFiles() {
  return readdirSync(join(root, 'test'), { recursive: true })
    .filter(file => file.endsWith('.test.ts'))
    .map(file => join('out/test', file.replace(/\.ts$/, '.js')));
}
