/**
 * `npm test`: installs what is needed and runs every check of the project, two at a time; what a check says
 * is printed when it ends. A Debian package that is missing is named with what it is for; on CI that is a
 * failure, elsewhere the checks that need it are left out, loudly.
 */
import { spawn } from 'node:child_process';
import { availableParallelism, getPriority, setPriority } from 'node:os';
import { join } from 'node:path';
import { editorTests, engineTests, pageTests } from './testFiles.mjs';
import { has, installDependencies, root, tool } from './tools.mjs';

/** More at a time would keep the real VS Code from answering in time. */
const AT_ONCE = Math.min(2, availableParallelism());
/** The check that waits for windows to answer in time: all others give way to it. */
const EDITOR = 'tests in VS Code';
const GIVE_WAY = 10;

const needed = [
  ['tshark', 'tshark', 'comparing decoded fields and filters with Wireshark'],
  ['tcpdump', 'tcpdump', 'the benchmark'],
  ['chromium', 'chromium', 'the tests of the page and in the real VS Code'],
  ['rg', 'ripgrep', 'finding files in the real VS Code'],
];
const missing = needed.filter(([program]) => !has(program));
for (const [program, debian, purpose] of missing) {
  console.error(`${program} is missing: apt-get install ${debian} (needed for ${purpose}).`);
}
if (missing.length && process.env.CI) process.exit(1);

installDependencies();

const build = ['build', ...script('build.mjs', '--tests')];
const checks = [
  ['types', tool('tsc'), ['--noEmit', '-p', '.']],
  ['types of the page', tool('tsc'), ['--noEmit', '-p', 'src/webview/page']],
  ['lint and format', tool('biome'), ['check', '--error-on-warnings', '.']],
  ['promises nobody awaits', tool('oxlint'), ['--type-aware', '-c', 'scripts/oxlint.json', 'src', 'test']],
  ['layers', ...script('layers.mjs')],
  ['extension package', ...script('checkPackage.mjs')],
  [EDITOR, ...mocha(editorTests())],
  ['tests', ...mocha(engineTests())],
  ['tests of the page', ...mocha(pageTests())],
];

const failed = [];
await check(build);
// Nothing else can be told of what does not build.
if (failed.length === 0) {
  const waiting = [...checks];
  await Promise.all(Array.from({ length: AT_ONCE }, () => checkAll(waiting)));
}
if (failed.length) console.log(`\nFailed: ${failed.join(', ')}`);
console.log(`\n${checks.length + 1 - failed.length} passed, ${failed.length} failed`);
process.exit(failed.length ? 1 : 0);

/** Takes one check after the other from those that wait. */
async function checkAll(waiting) {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await check(next);
}

/** Runs a check, then prints what it said and how long it took. */
async function check([name, program, args]) {
  const began = Date.now();
  const { passed, said } = await ending(program, args, name !== EDITOR);
  if (!passed) failed.push(name);
  const took = `   ${((Date.now() - began) / 1000).toFixed(1)} s${passed ? '' : ', failed'}`;
  console.log([`\n── ${name}`, said.trimEnd(), took].filter(Boolean).join('\n'));
}

/** How a program ends, and all it says until then. */
function ending(program, args, givesWay) {
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
  const child = spawn(program, args, { cwd: root, env: { ...process.env, ...colour } });
  if (givesWay && child.pid !== undefined) setPriority(child.pid, Math.max(getPriority(), GIVE_WAY));
  const pieces = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', piece => pieces.push(piece));
  return new Promise(done => {
    const end = (passed, more = '') => done({ passed, said: `${Buffer.concat(pieces)}${more}` });
    child.on('error', error => end(false, `${program} could not be started: ${error.message}`));
    child.on('close', status => end(status === 0));
  });
}

function script(name, ...args) {
  return [process.execPath, [join(root, 'scripts', name), ...args]];
}

function mocha(files) {
  const built = files.map(file => join('out/test', file.replace(/\.ts$/, '.js')));
  const reporter = process.env.CI ? 'dot' : 'spec';
  return [tool('mocha'), ['--reporter', reporter, '--timeout', '600000', ...built]];
}
