/** `infer` on the command line: what it prints and writes, and that the result replays. */
import { strict as assert } from 'node:assert';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder, linux, run } from './program';

const file = '02-ping6-forwarded-r1-lan+wan.pcapng';

describe('infer', function () {
  this.timeout(20_000);

  it('prints a .stack file', () => {
    const result = run(['infer', join(linux, file)]);
    assert.equal(result.status, 0);
    assert.match(result.stdout, /^# Inferred by packet-debugger from /);
    assert.match(result.stdout, /\nreplay "[^\n]*"\n$/);
    assert.equal(result.stderr, '');
  });

  it('writes one that names the capture from where it stands, and replays', () => {
    inFolder({}, folder => {
      copyFileSync(join(linux, file), join(folder, 'a b.pcapng'));
      const stack = join(folder, 'a.stack');
      assert.equal(run(['infer', join(folder, 'a b.pcapng'), '--output', stack]).stdout, `${stack}\n`);
      assert.match(readFileSync(stack, 'utf8'), /\nreplay "a b\.pcapng"\n$/);
      const replay = run(['replay', '--stack', stack]);
      assert.equal(replay.status, 0, replay.stderr);
      assert.match(replay.stdout, /\d+ forwarded/);
      // Written once more it takes the place of its own.
      assert.equal(run(['infer', join(folder, 'a b.pcapng'), '--output', stack]).status, 0);
    });
  });

  it('writes over no file of somebody else, and only .stack files', () => {
    inFolder({}, folder => {
      const stack = join(folder, 'mine.stack');
      writeFileSync(stack, 'ifconfig em0 up\n');
      const result = run(['infer', join(linux, file), '--output', stack]);
      assert.equal(result.status, 2);
      assert.match(result.stderr, /mine\.stack is there and was written by somebody else/);
      assert.equal(readFileSync(stack, 'utf8'), 'ifconfig em0 up\n');
      assert.match(run(['infer', join(linux, file), '--output', 'a.txt']).stderr, /\.stack file/);
    });
  });
});
