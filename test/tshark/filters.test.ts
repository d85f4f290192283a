/**
 * Display filters against tshark: which frames they select, over all captures joined into one, and which are refused.
 *
 * Environment: PACKET_DEBUGGER_CAPTURES names the folder of third-party captures.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Capture, CaptureError } from '../../src/capture';
import { FileSource } from '../../src/capture/fileSource';
import { CaptureDecoder, fieldNamed, matchingFrames } from '../../src/decode';
import { compileFilter } from '../../src/decode/filter';
import { captureFiles, thirdParty } from './captures';
import { filterDifferences } from './differences';
import { rightFilters, wrongFilters } from './filterList';
import { hasTshark, PREFERENCES, tshark } from './tshark';

interface Answer {
  /** Numbers of the frames selected, null when the filter is refused. */
  readonly frames: readonly number[] | null;
  readonly complaint: string;
}

function askTshark(file: string, filter: string): Answer {
  const run = spawnSync(
    'tshark',
    [...PREFERENCES, '-r', file, '-Y', filter, '-T', 'fields', '-e', 'frame.number'],
    { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' }, maxBuffer: 1 << 28 },
  );
  if (run.error !== undefined) throw run.error;
  if (run.status !== 0) return { frames: null, complaint: run.stderr };
  return { frames: run.stdout.split('\n').filter(Boolean).map(Number), complaint: '' };
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
  let folder: string;
  let file: string;
  let capture: Capture;
  /** Frames all of whose layers are ours. */
  let comparable: boolean[];

  before(function () {
    if (!hasTshark()) {
      console.log('      tshark is not present');
      assert.notEqual(process.env.CI, 'true', 'tshark is needed: apt-get install tshark');
      this.skip();
    }
    if (thirdParty === undefined) console.log('      captures of third parties are not present');
    folder = mkdtempSync(join(tmpdir(), 'filters-'));
    file = join(folder, 'all.pcapng');
    const files = merge(captureFiles(), file);
    capture = Capture.openWhole(new FileSource(file));
    const layers = tshark(file, ['-T', 'fields', '-e', 'frame.protocols', '-e', '_ws.malformed']) ?? [];
    assert.equal(layers.length, capture.frames);
    comparable = layers.map(line => {
      const [chain, malformed] = line.split('\t');
      return malformed === '' && chain.split(':').every(layer => fieldNamed(layer) !== undefined);
    });
    const count = comparable.filter(Boolean).length;
    console.log(`      ${files} captures, ${capture.frames} frames, ${count} with layers of ours only`);
    assert.ok(count > 0);
  });

  after(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  const exempt = (filter: string) => filterDifferences.some(difference => difference.filter === filter);

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
      const theirs = askTshark(file, filter);
      assert.ok(theirs.frames !== null, theirs.complaint);
      if (exempt(filter)) return;
      const isOurs = (frame: number) => comparable[frame - 1];
      const ours = [...matchingFrames(capture, compiled.filter)].filter(isOurs);
      assert.deepEqual(ours, theirs.frames.filter(isOurs));
    });
  }

  for (const filter of wrongFilters) {
    it(`is refused by both: ${filter}`, () => {
      const compiled = compileFilter(filter);
      assert.ok(!compiled.ok);
      const { from, to, message } = compiled.error;
      assert.ok(from >= 0 && from <= to && to <= filter.length);
      assert.notEqual(message, '');
      assert.equal(askTshark(file, filter).frames, null);
    });
  }

  for (const { filter, reason, refusedBy } of filterDifferences) {
    it(`differs, because ${reason}: ${filter}`, () => {
      const ours = compileFilter(filter);
      const theirs = askTshark(file, filter);
      if (refusedBy === undefined) {
        assert.ok(ours.ok && theirs.frames !== null);
        assert.notDeepEqual([...matchingFrames(capture, ours.filter)], theirs.frames);
      } else {
        assert.equal(ours.ok, refusedBy !== 'us');
        assert.equal(theirs.frames !== null, refusedBy !== 'tshark');
      }
    });
  }
});
