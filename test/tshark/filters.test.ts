/**
 * Display filters against tshark: which frames they select, over all captures joined into one, and which are
 * refused.
 *
 * Environment: PACKET_DEBUGGER_CAPTURES names the folder of third-party captures.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Capture, CaptureError } from '../../src/capture';
import { FileSource } from '../../src/capture/files/fileSource';
import { CaptureDecoder, fieldNamed, matchingFrames } from '../../src/decode';
import { compileFilter } from '../../src/decode/filter';
import { captureFiles, thirdParty } from './captures';
import { filterDifferences } from './differences';
import { rightFilters, wrongFilters } from './filterList';
import { lacksTshark, PREFERENCES, tshark } from './tshark';

/** Numbers of the frames that `tshark -Y` selects, null when it refuses the filter. */
function askTshark(file: string, filter: string): number[] | null {
  const run = spawnSync(
    'tshark',
    [...PREFERENCES, '-r', file, '-Y', filter, '-T', 'fields', '-e', 'frame.number'],
    { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' }, maxBuffer: 1 << 28 },
  );
  if (run.error !== undefined) throw run.error;
  return run.status === 0 ? run.stdout.split('\n').filter(Boolean).map(Number) : null;
}

/**
 * The same for many filters in one run: a listener for each, which hears of the frames that its filter
 * selects. A process for each would take minutes.
 */
function askAboutAll(file: string, filters: readonly string[], folder: string): (number[] | null)[] {
  const script = join(folder, 'listeners.lua');
  const list = filters.map(filter => `[=====[${filter}]=====]`).join(',\n');
  const lines = [
    `for i, filter in ipairs({${list}}) do`,
    "  local taken, listener = pcall(Listener.new, 'frame', filter)",
    "  print('filter', i, taken and 'taken' or 'refused')",
    "  if taken then function listener.packet(frame) print('frame', i, frame.number) end end",
    'end',
  ];
  writeFileSync(script, lines.join('\n'));
  const run = spawnSync('tshark', [...PREFERENCES, '-X', `lua_script:${script}`, '-q', '-r', file], {
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC' },
    maxBuffer: 1 << 28,
  });
  assert.equal(run.status, 0, run.stderr);
  const answers: (number[] | null)[] = filters.map(() => null);
  for (const line of run.stdout.split('\n')) {
    const [word, number, what] = line.split('\t');
    if (word === 'filter' && what === 'taken') answers[Number(number) - 1] = [];
    if (word === 'frame') answers[Number(number) - 1]?.push(Number(what));
  }
  return answers;
}

/** Joins all captures that can be read to their end into one; answers how many. */
function merge(files: readonly string[], into: string): number {
  const whole = files.filter(file => {
    try {
      const capture = Capture.openWhole(new FileSource(file));
      return capture.damage === null && spawnSync('capinfos', ['-c', file]).status === 0;
    } catch (error) {
      if (error instanceof CaptureError) return false;
      throw error;
    }
  });
  const run = spawnSync('mergecap', ['-a', '-F', 'pcapng', '-w', into, ...whole], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  return whole.length;
}

describe('filters beside tshark', function () {
  this.timeout(0);
  if (lacksTshark()) return;
  let folder: string;
  let file: string;
  let capture: Capture;
  /** Frames that are whole and all of whose layers are ours. */
  let comparable: boolean[];
  const theirs = new Map<string, number[] | null>();

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'filters-'));
    file = join(folder, 'all.pcapng');
    const files = merge(captureFiles(), file);
    capture = Capture.openWhole(new FileSource(file));
    // Segments seen before (captures joined repeat some), and those that a protocol above waits for, are no
    // one's data.
    const marks = ['_ws.malformed', '_ws.short', 'tcp.analysis.flags'];
    const columns = ['frame.protocols', 'tcp.len', ...marks].flatMap(field => ['-e', field]);
    const layers = tshark(file, ['-T', 'fields', ...columns]) ?? [];
    assert.equal(layers.length, capture.frames);
    comparable = layers.map(line => {
      const [chain, length, ...found] = line.split('\t');
      if (chain.endsWith(':tcp') && !/^0*$/.test(length)) return false;
      return (
        found.every(mark => mark === '') && chain.split(':').every(layer => fieldNamed(layer) !== undefined)
      );
    });
    const count = comparable.filter(Boolean).length;
    console.log(`      ${files} captures, ${capture.frames} frames, ${count} with layers of ours only`);
    assert.ok(count > 0);
    const asked = [...rightFilters, ...wrongFilters, ...filterDifferences.map(({ filter }) => filter)];
    const answers = askAboutAll(file, asked, folder);
    for (const [i, filter] of asked.entries()) {
      // With listeners, but not when it prints fields, tshark forgets that extension headers lengthen ipv6's
      // layer.
      theirs.set(filter, /\blen\(|ipv6\[/.test(filter) ? askTshark(file, filter) : answers[i]);
    }
  });

  it('asks in one run as it would with -Y', () => {
    for (const filter of [...rightFilters, ...wrongFilters].filter((_, i) => i % 30 === 0)) {
      assert.deepEqual(theirs.get(filter), askTshark(file, filter), filter);
    }
  });

  after(() => rmSync(folder, { recursive: true }));

  it('has enough filters, no one twice', () => {
    assert.ok(rightFilters.length >= 120, String(rightFilters.length));
    assert.ok(wrongFilters.length >= 60, String(wrongFilters.length));
    assert.equal(new Set([...rightFilters, ...wrongFilters]).size, rightFilters.length + wrongFilters.length);
  });

  it('decodes no more than a filter asks for, and selects the same', () => {
    const everything = new CaptureDecoder(capture);
    const compiled = rightFilters.map(text => compileFilter(text));
    const whole: number[][] = rightFilters.map(() => []);
    for (let d = everything.next(); d !== null; d = everything.next()) {
      for (const [i, one] of compiled.entries()) {
        if (one.ok && one.filter.matches(d)) whole[i].push(d.frame.number);
      }
    }
    for (const [i, one] of compiled.entries()) {
      if (one.ok) assert.deepEqual([...matchingFrames(capture, one.filter)], whole[i], rightFilters[i]);
    }
  });

  for (const filter of rightFilters) {
    it(`selects the same frames: ${filter}`, () => {
      const compiled = compileFilter(filter);
      assert.ok(compiled.ok, compiled.ok ? '' : compiled.error.message);
      const expected = theirs.get(filter);
      assert.ok(expected, 'tshark refuses it');
      const isOurs = (frame: number) => comparable[frame - 1];
      const ours = [...matchingFrames(capture, compiled.filter)].filter(isOurs);
      assert.deepEqual(ours, expected.filter(isOurs));
    });
  }

  for (const filter of wrongFilters) {
    it(`is refused by both: ${filter}`, () => {
      const compiled = compileFilter(filter);
      assert.ok(!compiled.ok);
      const { from, to, message } = compiled.error;
      assert.ok(from >= 0 && from <= to && to <= filter.length);
      assert.notEqual(message, '');
      assert.equal(theirs.get(filter), null);
    });
  }

  // What both understand otherwise shows in captures of third parties only.
  const shown = filterDifferences.filter(one => one.refusedBy !== undefined || thirdParty !== undefined);
  for (const { filter, reason, refusedBy } of shown) {
    it(`differs, because ${reason}: ${filter}`, () => {
      const ours = compileFilter(filter);
      const answer = theirs.get(filter) ?? null;
      assert.equal(ours.ok, refusedBy !== 'us');
      assert.equal(answer !== null, refusedBy !== 'tshark');
      if (ours.ok && answer !== null) assert.notDeepEqual([...matchingFrames(capture, ours.filter)], answer);
    });
  }
});
