/** The sample labs that *Open Sample* offers. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { labs } from '../../src/extension/samples/labs';

describe('sample labs', () => {
  for (const { folder, stack, capture } of labs) {
    it(`${folder} replays its capture, and what it expects comes out`, () => {
      const args = ['replay', '--stack', join(PROJECT_ROOT, 'samples', folder, stack), '--json'];
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [join(PROJECT_ROOT, 'dist/cli.js'), ...args],
        { encoding: 'utf8' },
      );
      assert.equal(status, 0, stderr);
      const frames = stdout
        .trim()
        .split('\n')
        .map(line => JSON.parse(line))
        .filter(one => one.frame !== undefined);
      assert.ok(frames.length > 0);
      assert.ok(frames.every(one => one.capture === capture));
    });
  }
});
