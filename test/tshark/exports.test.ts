/** What we export, read by tshark: without complaint, with the comments, and as the same frames. */
import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder, linux, run } from '../cli/program';
import { lacksTshark } from './tshark';

/** The lines that tshark prints, asserting that it complains of nothing. */
function fields(file: string, names: readonly string[]): string[] {
  const { stdout, stderr, status } = spawnSync(
    'tshark',
    ['-n', '-r', file, '-T', 'fields', ...names.flatMap(name => ['-e', name])],
    { encoding: 'utf8' },
  );
  const complaints = stderr.split('\n').filter(line => line !== '' && !line.startsWith('Running as user'));
  assert.deepEqual([status, complaints], [0, []]);
  return stdout.split('\n').slice(0, -1);
}

const stack = join(PROJECT_ROOT, 'samples/ipv6-router/router.stack');
const lab = join(PROJECT_ROOT, 'samples/ipv6-router/lab.pcapng');
const same = ['frame.number', 'frame.time_epoch', 'frame.interface_name', 'frame.len', '_ws.col.Info'];

describe('exports in tshark', function () {
  this.timeout(60_000);
  if (lacksTshark()) return;

  it('shows the verdict of every frame as its comment, and else the same frames', () => {
    inFolder({}, folder => {
      const file = join(folder, 'annotated.pcapng');
      const ran = run(['replay', '--stack', stack, '--annotate', file, '--json']);
      assert.equal(ran.status, 0, ran.stderr);
      assert.deepEqual(fields(file, same), fields(lab, same));
      const comments = fields(file, ['frame.number', 'frame.comment']);
      assert.equal(
        comments[18],
        '19\tDropped: the hop limit is 1, so the packet may go no further. Sent ICMPv6 Time Exceeded to 2001:db8:1::10.',
      );
      const verdicts = ran.stdout.split('\n').filter(line => line.includes('"verdict"')).length;
      assert.equal(comments.filter(line => !line.endsWith('\t')).length, verdicts);
    });
  });

  it('shows both captures of a replay of two', () => {
    inFolder({ 'r1.stack': readFileSync(join(PROJECT_ROOT, 'test/replay/r1.stack')) }, folder => {
      const file = join(folder, 'annotated.pcapng');
      const [lan, wan] = ['lan', 'wan'].map(side => join(linux, `02-ping6-forwarded-r1-${side}.pcap`));
      const captures = ['--capture', `${lan}@em0`, '--capture', `${wan}@em1`];
      const ran = run(['replay', '--stack', join(folder, 'r1.stack'), ...captures, '--annotate', file]);
      assert.equal(ran.status, 0, ran.stderr);
      assert.equal(fields(file, ['frame.number']).length, 18);
      assert.deepEqual(new Set(fields(file, ['frame.interface_id'])), new Set(['0', '1']));
    });
  });

  it('shows what was sent with the frame that caused it', () => {
    inFolder({}, folder => {
      const file = join(folder, 'sent.pcapng');
      assert.equal(run(['replay', '--stack', stack, '--output', file]).status, 0);
      assert.ok(
        fields(file, ['frame.comment']).some(line => /^icmp6-error, frame 19 of lab\.pcapng$/.test(line)),
      );
    });
  });
});
