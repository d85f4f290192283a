/**
 * `npm run bench`: generates two captures in the system's folder for temporary files and prints what work on them
 * costs: CPU seconds, frames a second, and how many times faster it is than `tcpdump -r FILE -n` (or tshark, where named)
 * in the same run. Every measurement is a process of its own; the best of three counts.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildStack, bundle } from './build.mjs';
import { has, root } from './tools.mjs';

const RUNS = 3;
const MIXED = { name: 'mixed.pcap', frames: 1_000_000, mix: 'mix' };
const SMALL = { name: 'small.pcap', frames: 2_000_000, mix: 'small' };
/** Bytes a frame that memory may take, beyond the fixed part. */
const FIXED_MEMORY = 100 * 2 ** 20;

if (!has('tcpdump')) {
  console.error('tcpdump is missing: apt-get install tcpdump (what everything is compared with).');
  process.exit(2);
}
const folder = join(tmpdir(), 'packet-debugger-bench');
mkdirSync(folder, { recursive: true });
await buildStack();
await build({
  ...bundle,
  entryPoints: ['generate', 'measure'].map(name => join(root, `test/bench/${name}.ts`)),
  outbase: join(root, 'test'),
  outdir: join(root, 'out/test'),
});
const mixed = generated(MIXED);
const small = generated(SMALL);

const tcpdump = { mixed: baseline('tcpdump', mixed), small: baseline('tcpdump', small) };
const tshark = has('tshark') ? baseline('tshark', mixed) : null;
const rows = [];

row('tcpdump -r FILE -n', '1 M mixed', { seconds: tcpdump.mixed, frames: MIXED.frames }, tcpdump.mixed);
row('tcpdump -r FILE -n', '2 M of 74 bytes', { seconds: tcpdump.small, frames: SMALL.frames }, tcpdump.small);
if (tshark)
  row("tshark -Y 'ipv6.hlim == 64'", '1 M mixed', { seconds: tshark, frames: MIXED.frames }, tcpdump.mixed);
measured('index', 'index', { goal: '20' });
measured('index and columns', 'columns', { goal: '12' });
const replay = measured('replay, 10 routes, no breakpoint', 'replay', { goal: '5' });
const armed = measured('replay, 20 armed breakpoints', 'armed', {});
measured('filter on columns: ipv6.hlim == 64', 'filterColumns', { goal: '100 × tshark', against: tshark });
measured('filter on other fields: tcp.window_size_value, icmpv6.type', 'filterAny', {
  goal: '15 × tshark',
  against: tshark,
});
const few = measured('replay, 10 routes, 10 policies', 'replayTenPolicies', {});
const routes = measured('replay, 10,000 routes, no policy', 'replayManyRoutes', {});
const policies = measured('replay, 10,000 routes, 1,000 policies', 'replayManyPolicies', { runs: 1 });
const memory = measured('index, columns and replay at once', 'memory', {});
measured('index', 'index', { file: small, on: '2 M of 74 bytes', tcpdump: tcpdump.small });
measured('index and columns', 'columns', { file: small, on: '2 M of 74 bytes', tcpdump: tcpdump.small });
measured('replay, 10 routes, no breakpoint', 'replay', {
  file: small,
  on: '2 M of 74 bytes',
  tcpdump: tcpdump.small,
});
print();

/** The path of a generated capture; it is made anew when the generator has changed. */
function generated({ name, frames, mix }) {
  const path = join(folder, name);
  const stamp = `${path}.stamp`;
  const program = join(root, 'out/test/bench/generate.js');
  const version = createHash('sha256').update(readFileSync(program)).digest('hex');
  const known = existsSync(path) && existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  if (known !== `${version} ${existsSync(path) ? statSync(path).size : 0}`) {
    console.log(`Generating ${frames.toLocaleString('en')} frames in ${path}…`);
    const made = spawnSync(process.execPath, [program, path, String(frames), mix], { stdio: 'inherit' });
    if (made.status !== 0) process.exit(2);
    writeFileSync(stamp, `${version} ${statSync(path).size}`);
  }
  return path;
}

/** CPU seconds of another program on a capture, the best of some runs. */
function baseline(program, file) {
  const commands = {
    tcpdump: ['tcpdump -r "$0" -n', RUNS],
    tshark: ['tshark -n -r "$0" -Y \'ipv6.hlim == 64\'', 1],
  };
  const [command, runs] = commands[program];
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < runs; i++) {
    const script = `TIMEFORMAT='%U %S'; time ${command} >/dev/null 2>&1`;
    const { stderr } = spawnSync('bash', ['-c', script, file], { encoding: 'utf8' });
    const [user, system] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
    best = Math.min(best, user + system);
  }
  return best;
}

function measured(label, work, { goal = '', against, runs = RUNS, file = mixed, on = '1 M mixed', ...more }) {
  const reference = more.tcpdump ?? tcpdump.mixed;
  let best = null;
  for (let i = 0; i < runs; i++) {
    const program = join(root, 'out/test/bench/measure.js');
    const { stdout, stderr, status } = spawnSync(process.execPath, ['--expose-gc', program, work, file], {
      encoding: 'utf8',
    });
    if (status !== 0) {
      console.error(`${label} failed:\n${stderr}`);
      process.exit(2);
    }
    const result = JSON.parse(stdout);
    if (best === null || result.seconds < best.seconds) best = result;
  }
  row(label, on, best, reference, goal, against);
  return best;
}

function row(label, on, { seconds, frames }, reference, goal = '', against = undefined) {
  const ratio = `${(reference / seconds).toFixed(1)}`;
  const beside = against ? `, ${(against / seconds).toFixed(0)} × tshark` : '';
  rows.push([
    label,
    on,
    seconds.toFixed(3),
    `${(frames / seconds / 1e6).toFixed(2)} M`,
    ratio + beside,
    goal,
  ]);
}

function print() {
  const head = ['work', 'capture', 'CPU s', 'frames/s', '× tcpdump -n', 'to reach'];
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map(cells => cells[i].length)));
  for (const cells of [head, ...rows]) {
    console.log(
      cells.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '),
    );
  }
  const beyond = Math.max(0, memory.bytes - FIXED_MEMORY);
  console.log(
    `\nbreakpoints armed cost ${(armed.seconds / replay.seconds).toFixed(3)} times a replay without (to reach: 1.05)`,
    `\n10,000 routes cost ${(routes.seconds / replay.seconds).toFixed(2)} times 10;`,
    `10,000 routes and 1,000 policies cost ${(policies.seconds / few.seconds).toFixed(2)} times 10 of each`,
    `\nmemory for index, columns and replay: ${(memory.bytes / 1e6).toFixed(1)} MB for 1 M frames,`,
    `${(memory.bytes / memory.frames).toFixed(1)} bytes a frame; beyond the fixed 100 MB`,
    `${(beyond / memory.frames).toFixed(1)} (to reach: 40); resident ${(memory.resident / 1e6).toFixed(0)} MB`,
  );
}
