/** The command line as other programs see it: what it prints, where, and with which status. */
import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder, linux, program, run } from './program';

const lan = join(linux, '07-time-exceeded-traceroute-r1-lan.pcap');

describe('command line', function () {
  this.timeout(20_000);

  it('explains itself', () => {
    const help = run(['--help']);
    assert.equal(help.status, 0);
    for (const command of ['replay', 'decode', 'filter', 'decisions', 'dap']) {
      assert.ok(help.stdout.includes(`  ${command}`), command);
    }
    for (const line of help.stdout.split('\n')) assert.ok(line.length <= 80, line);
    const { version } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8'));
    assert.equal(run(['--version']).stdout, `${version}\n`);
  });

  it('answers a wrong command line with one sentence and status 2', () => {
    for (const words of [
      [],
      ['play'],
      ['replay'],
      ['decode', 'x'],
      ['filter', 'x'],
      ['decode', '--fields', 'a'],
    ]) {
      const result = run(words);
      assert.equal(result.status, 2, words.join(' '));
      assert.equal(result.stdout, '');
      assert.match(result.stderr, /^[^\n]+\.\n$/);
    }
  });

  it('names a missing file', () => {
    for (const words of [
      ['decode', 'nowhere.pcap', '--fields', 'ipv6.src'],
      ['filter', 'nowhere.pcap', 'ipv6'],
      ['replay', '--stack', 'nowhere.stack'],
    ]) {
      const result = run(words);
      assert.equal(result.status, 2);
      assert.match(result.stderr, /^nowhere\.(pcap|stack) [^\n]*no such file\.\n$/);
    }
  });

  it('gives up on a file without an end', function () {
    if (!existsSync('/dev/zero')) this.skip();
    for (const words of [
      ['replay', '--stack', '/dev/zero'],
      ['decode', '/dev/zero', '--fields', 'ipv6.src'],
    ]) {
      const result = run(words);
      assert.equal(result.status, 2);
      assert.match(result.stderr, /^\/dev\/zero cannot be (read|opened): [^\n]+\.\n$/);
    }
  });

  it('decodes fields in columns, and names once what it does not know', () => {
    const result = run(['decode', lan, '--fields', 'frame.number,ipv6.hlim,no.such,ipv6.src']);
    assert.equal(result.status, 0);
    const lines = result.stdout.split('\n');
    assert.equal(lines[0], '1\t1\t\t2001:db8:1::10');
    assert.equal(lines[1], '2\t64,1\t\t2001:db8:1::1,2001:db8:1::10');
    assert.equal(lines.length, 9);
    assert.match(result.stderr, /^no\.such [^\n]+\.\n$/);
  });

  it('prints the good frames of a damaged capture, then what is wrong', () => {
    const whole = readFileSync(lan);
    inFolder({ 'cut.pcap': whole.subarray(0, whole.length - 10) }, folder => {
      const result = run(['decode', 'cut.pcap', '--fields', 'frame.number'], folder);
      assert.equal(result.stdout, '1\n2\n3\n4\n5\n6\n7\n');
      assert.match(result.stderr, /^cut\.pcap: [^\n]*frame 7[^\n]*\.\n$/);
      assert.equal(result.status, 2);
    });
  });

  it('lists every decision', () => {
    const result = run(['decisions', '--json'], '/');
    assert.equal(result.status, 0);
    const rows = JSON.parse(result.stdout) as Record<string, unknown>[];
    const scope = rows.find(row => row.id === 'ip6_forward.source-scope');
    assert.ok(scope !== undefined);
    assert.deepEqual(Object.keys(scope), [
      'id',
      'kind',
      'question',
      'outcomes',
      'source',
      'kernel',
      'reference',
    ]);
    assert.equal(scope.kind, 'D');
    assert.deepEqual(scope.outcomes, ['same-zone', 'beyond-scope']);
    assert.deepEqual(scope.kernel, { file: 'freebsd-ip6_forward.c', from: 433, to: 457 });
    for (const { id, source, question } of rows as {
      id: string;
      source: { path: string; line: number };
      question: string;
    }[]) {
      assert.match(source.path, /^src\/stack\/.*\.ts$/, id);
      const line = readFileSync(join(PROJECT_ROOT, source.path), 'utf8').split('\n')[source.line - 1];
      assert.match(line, /decide\(/, `${id} is taken where it says`);
      assert.match(question, /[?.]$/, id);
    }
    const listed = run(['decisions']).stdout;
    for (const { id } of rows) assert.ok(listed.includes(`${id}\n`), String(id));
  });

  it('ends quietly when nobody reads on', async () => {
    const child = spawn(process.execPath, [program, 'decisions', '--json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let errors = '';
    child.stderr.on('data', data => {
      errors += data;
    });
    child.stdout.destroy();
    const status = await new Promise(resolve => child.on('close', resolve));
    assert.equal(errors, '');
    assert.equal(status, 0);
  });
});
