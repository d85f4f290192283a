/**
 * `npm run bench`: generates captures in the system's folder for temporary files and prints what work on them
 * costs: CPU seconds, frames a second, and how many times faster it is than `tcpdump -r FILE -n` (or tshark,
 * where named) in the same run. Every measurement is a process of its own; the best of three counts, of seven
 * where it is short.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { has, installDependencies, root } from './tools.mjs';

const RUNS = 3;
/** Where one run takes seconds. */
const FEW = 2;
/** Where seconds are few, whatever else the machine does weighs more. */
const MANY = 7;
const MIXED = { name: 'mixed.pcap', frames: 1_000_000, mix: 'mix' };
const SHORT = { name: 'short.pcap', frames: 100_000, mix: 'mix' };
const IPV4 = { name: 'ipv4.pcap', frames: 1_000_000, mix: 'ipv4' };
const SHORT4 = { name: 'short4.pcap', frames: 100_000, mix: 'ipv4' };
const SMALL = { name: 'small.pcap', frames: 2_000_000, mix: 'small' };
/** Bytes a frame that memory may take, beyond the fixed part. */
const FIXED_MEMORY = 100 * 2 ** 20;

if (!has('tcpdump')) {
  console.error('tcpdump is missing: apt-get install tcpdump (what everything is compared with).');
  process.exit(2);
}
// Before the bundler is loaded: a fresh clone has none, and one of another lock file may lack what the
// sources need.
installDependencies();
const { build } = await import('esbuild');
const { buildStack, bundle } = await import('./build.mjs');
const folder = join(tmpdir(), 'packet-debugger-bench');
mkdirSync(folder, { recursive: true });
await buildStack();
await build({
  ...bundle,
  entryPoints: ['generate', 'measure', 'editor'].map(name => join(root, `test/bench/${name}.ts`)),
  outbase: join(root, 'test'),
  outdir: join(root, 'out/test'),
  outExtension: { '.js': '.cjs' },
});
const mixed = generated(MIXED);
const short = generated(SHORT);
const small = generated(SMALL);
const ipv4 = generated(IPV4);
const short4 = generated(SHORT4);

const mixedFrames = { file: mixed, on: '1 M mixed', frames: MIXED.frames, beside: 'tcpdump mixed' };
const shortFrames = { file: short, on: '100,000 mixed', frames: SHORT.frames, beside: 'tcpdump short' };
const smallFrames = { file: small, on: '2 M of 74 bytes', frames: SMALL.frames, beside: 'tcpdump small' };
// Beside tcpdump with as many IPv6 frames: its table of IPv4 addresses puts those of one network into one
// list, which it searches for most of its time.
const ipv4Frames = { file: ipv4, on: '1 M IPv4', frames: IPV4.frames, beside: 'tcpdump mixed' };
const shortFrames4 = { file: short4, on: '100,000 IPv4', frames: SHORT4.frames, beside: 'tcpdump short' };
const jobs = [
  { id: 'tcpdump mixed', label: 'tcpdump -r FILE -n', command: 'tcpdump -r "$0" -n', ...mixedFrames },
  { id: 'tcpdump short', label: 'tcpdump -r FILE -n', command: 'tcpdump -r "$0" -n', ...shortFrames },
  { id: 'tcpdump small', label: 'tcpdump -r FILE -n', command: 'tcpdump -r "$0" -n', ...smallFrames },
  { label: 'index', work: 'index', ...mixedFrames, runs: MANY, goal: '20' },
  { label: 'index and columns', work: 'columns', ...mixedFrames, runs: MANY, goal: '12' },
  {
    id: 'replay',
    label: 'replay, 10 routes, no breakpoint',
    work: 'replay',
    ...mixedFrames,
    runs: MANY,
    goal: '5',
  },
  // The breakpoints of the row after it are found by a rehearsal, which leaves compiled code: so both have
  // one.
  {
    id: 'rehearsed',
    label: 'replay after a rehearsal, no breakpoint',
    work: 'rehearsed',
    ...mixedFrames,
    runs: MANY,
  },
  {
    id: 'armed',
    label: 'replay after a rehearsal, 20 armed breakpoints',
    work: 'armed',
    ...mixedFrames,
    runs: MANY,
  },
  { label: 'step back from the end', work: 'stepBack', ...mixedFrames },
  { label: 'reverse continue, 100,000 frames', work: 'reverseContinue', ...mixedFrames },
  {
    label: 'filter on columns: ipv6.hlim == 64',
    work: 'filterColumns',
    ...mixedFrames,
    goal: '100 × tshark',
    tshark: true,
  },
  {
    label: 'filter on other fields: tcp.window_size_value, icmpv6.type',
    work: 'filterAny',
    ...mixedFrames,
    goal: '15 × tshark',
    tshark: true,
  },
  { id: 'few', label: 'replay, 10 routes, 10 policies', work: 'replayTenPolicies', ...mixedFrames },
  { id: 'routes', label: 'replay, 10,000 routes, no policy', work: 'replayManyRoutes', ...mixedFrames },
  {
    id: 'policies',
    label: 'replay, 10,000 routes, 1,000 policies',
    work: 'replayManyPolicies',
    ...mixedFrames,
  },
  { id: 'memory', label: 'replay with index and columns in memory', work: 'memory', ...mixedFrames },
  { id: 'short', label: 'replay, 10 routes, no breakpoint', work: 'replay', ...shortFrames },
  {
    id: 'condition',
    label: 'continue past ipv6.hlim == 2 in every frame',
    work: 'condition',
    ...shortFrames,
  },
  { id: 'change', label: 'continue past changes ipv6.flow', work: 'change', ...shortFrames },
  { id: 'neighbors', label: 'replay, 257 routes, 10 neighbours', work: 'replayTenNeighbors', ...shortFrames },
  { id: 'many', label: 'replay, 257 routes, 1,000 neighbours', work: 'replayManyNeighbors', ...shortFrames },
  { id: 'gcm', label: 'ESP tunnel, AES-GCM-16', work: 'gcm', ...shortFrames, runs: FEW },
  { id: 'gcm alone', label: 'AES-GCM-16 by the library alone', work: 'gcmAlone', ...shortFrames, runs: FEW },
  { id: 'cbc', label: 'ESP tunnel, AES-CBC and HMAC-SHA1', work: 'cbcSha1', ...shortFrames, runs: FEW },
  {
    id: 'cbc alone',
    label: 'AES-CBC and HMAC-SHA1 by the library alone',
    work: 'cbcSha1Alone',
    ...shortFrames,
    runs: FEW,
  },
  { label: 'replay, 100 rules of ipfw', work: 'hundredRules', ...ipv4Frames, runs: FEW },
  { id: 'ten rules', label: 'replay, 10 rules of ipfw', work: 'tenRules', ...shortFrames4 },
  {
    id: 'thousand rules',
    label: 'replay, 1,000 rules of ipfw',
    work: 'thousandRules',
    ...shortFrames4,
    runs: FEW,
  },
  { id: 'divert', label: 'replay through a divert program', work: 'divert', ...shortFrames4 },
  { id: 'etherip', label: 'replay into an EtherIP tunnel', work: 'etherTunnel', ...shortFrames4 },
  {
    id: 'hosts',
    label: 'replay through an EtherIP tunnel between two hosts',
    work: 'betweenHosts',
    ...shortFrames4,
    runs: FEW,
  },
  { label: 'index', work: 'index', ...smallFrames },
  { label: 'index and columns', work: 'columns', ...smallFrames },
  { label: 'replay, 10 routes, no breakpoint', work: 'replay', ...smallFrames },
];
if (has('tshark')) {
  const command = 'tshark -n -r "$0" -Y \'ipv6.hlim == 64\'';
  jobs.splice(2, 0, { id: 'tshark', label: "tshark -Y 'ipv6.hlim == 64'", command, runs: 1, ...mixedFrames });
}
// In turns, so that whatever else the machine does falls on all of them alike.
for (let round = 0; round < MANY; round++) {
  for (const job of jobs) if (round < (job.runs ?? RUNS)) measure(job);
}
print();
printEditor();

/** The path of a generated capture; it is made anew when the generator has changed. */
function generated({ name, frames, mix }) {
  const path = join(folder, name);
  const stamp = `${path}.stamp`;
  const program = join(root, 'out/test/bench/generate.cjs');
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

/** Runs a job once and keeps the result if it is the best so far. */
function measure(job) {
  const result = job.command ? otherProgram(job) : ownProgram(job);
  if (job.best === undefined || result.seconds < job.best.seconds) job.best = result;
}

/** CPU seconds of another program. */
function otherProgram({ command, file, frames }) {
  const script = `TIMEFORMAT='%U %S'; time ${command} >/dev/null 2>&1`;
  const { stderr } = spawnSync('bash', ['-c', script, file], { encoding: 'utf8' });
  const [user, system] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
  return { seconds: user + system, frames };
}

/** What a process of ours reports of a piece of work. */
function ownProgram({ label, work, file }) {
  const program = join(root, 'out/test/bench/measure.cjs');
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--expose-gc', program, work, file], {
    encoding: 'utf8',
  });
  if (status === 0) return JSON.parse(stdout);
  console.error(`${label} failed:\n${stderr}`);
  process.exit(2);
}

function best(id) {
  return jobs.find(job => job.id === id)?.best;
}

function print() {
  const rows = jobs.map(({ label, on, best: { seconds, frames }, beside, goal = '', tshark }) => [
    label,
    on,
    seconds.toFixed(3),
    `${(frames / seconds / 1e6).toFixed(2)} M`,
    (best(beside).seconds / seconds).toFixed(1),
    tshark && best('tshark') ? (best('tshark').seconds / seconds).toFixed(0) : '',
    goal,
  ]);
  const head = ['work', 'capture', 'CPU s', 'frames/s', '× tcpdump -n', '× tshark', 'to reach'];
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map(cells => cells[i].length)));
  for (const cells of [head, ...rows]) {
    console.log(
      cells.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '),
    );
  }
  const times = (id, other) => (best(id).seconds / best(other).seconds).toFixed(2);
  const microseconds = id => (best(id).seconds / best(id).frames) * 1e6;
  const { bytes, frames, resident } = best('memory');
  const beyond = Math.max(0, bytes - FIXED_MEMORY) / frames;
  console.log(`
20 armed breakpoints cost ${times('armed', 'rehearsed')} times a replay without (to reach: 1.05)
a condition asked in every frame costs ${times('condition', 'short')} times a replay without, a field watched ${times('change', 'short')} times
10,000 routes cost ${times('routes', 'replay')} times 10; 10,000 routes and 1,000 policies ${times('policies', 'few')} times 10 of each
1,000 neighbours cost ${times('many', 'neighbors')} times 10
an ESP tunnel costs, a packet, ${times('gcm', 'gcm alone')} times what the library alone takes for AES-GCM-16, ${times('cbc', 'cbc alone')} times for AES-CBC and HMAC-SHA1
1,000 rules of ipfw cost ${times('thousand rules', 'ten rules')} times 10: ${(microseconds('thousand rules') - microseconds('ten rules')).toFixed(2)} µs more a packet
a divert program costs ${times('divert', 'ten rules')} times 10 rules, an EtherIP tunnel ${times('etherip', 'ten rules')} times, one between two hosts ${times('hosts', 'ten rules')} times
memory for index, columns and replay of ${frames.toLocaleString('en')} frames: ${(bytes / 1e6).toFixed(1)} MB, ${(bytes / frames).toFixed(1)} bytes a frame,
${beyond.toFixed(1)} bytes a frame beyond the fixed 100 MB (to reach: 40); the process has ${(resident / 1e6).toFixed(0)} MB resident`);
}

/** What a person waits for in the capture editor, with a gigabyte of ten million frames. */
function printEditor() {
  const program = join(root, 'out/test/bench/editor.cjs');
  const file = join(folder, 'ten-million.pcap');
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--expose-gc', program, file], {
    encoding: 'utf8',
  });
  if (status !== 0) {
    console.error(`The capture editor's measurement failed:\n${stderr}`);
    process.exit(2);
  }
  const { frames, firstRows, index, total, middle, worst, byColumn, byField, replay, bytes } =
    JSON.parse(stdout);
  const ms = time => `${time < 100 ? time.toFixed(1) : time.toFixed(0)} ms`;
  const beyond = Math.max(0, bytes - FIXED_MEMORY) / frames;
  console.log(`
capture editor, a file of 1.08 GB with ${frames.toLocaleString('en')} frames (time that passes):
first rows ${ms(firstRows)}; all frames found ${ms(index)}
100 jumps to 40 rows anywhere ${ms(total)}, half of them within ${ms(middle)}, the longest ${ms(worst)}
filter on columns: first hit ${ms(byColumn.first)}, end ${ms(byColumn.end)}; on other fields: first hit ${ms(byField.first)}, end ${ms(byField.end)}
verdicts of all frames ${ms(replay)}
memory of index, columns, replay and list: ${(bytes / 1e6).toFixed(1)} MB, ${beyond.toFixed(1)} bytes a frame beyond the fixed 100 MB (to reach: 40)`);
}
