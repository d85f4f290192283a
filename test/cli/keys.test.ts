import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder, linux, run } from './program';

const machine = `ifconfig em0 ether 02:00:00:00:01:01
ifconfig em0 inet6 2001:db8:1::10/64 up
at 0.001s add ::1 ::2 esp 0x1001 -E aes-cbc 0x000102030405060708090a0b0c0d0e0f -A hmac-md5 "sixteen bytes..." ;
at 0.002s setkey add ::1 ::3 esp 0x1002 -E aes-cbc "sixteen bytes..."
at 0.003s add ::1 ::2 ah 0x1001 -A hmac-md5 0x000102030405060708090A0B0C0D0E0F ;
`;
const keys = ['000102030405060708090a0b0c0d0e0f', 'sixteen bytes...'];
const capture = join(linux, '04-packet-too-big-r1-lan.pcap');

describe('keys of associations', () => {
  for (const form of [[], ['--json'], ['--compare']]) {
    it(`are in nothing that ${['replay', ...form].join(' ')} prints or writes`, () => {
      const files = { 'lab.stack': machine };
      const written = inFolder(files, folder => {
        const words = [
          'replay',
          '--stack',
          'lab.stack',
          '--capture',
          `${capture}@em0`,
          '--output',
          'out.pcapng',
        ];
        const { status, stdout, stderr } = run([...words, ...form], folder);
        // 1: model and capture differ, as they do here.
        assert.equal(status, form[0] === '--compare' ? 1 : 0, stderr);
        return [stdout, stderr, readFileSync(join(folder, 'out.pcapng'), 'latin1')].join('\n');
      });
      // The table breaks lines at blanks.
      const text = written.replace(/\s+/g, ' ').toLowerCase();
      assert.ok(text.includes('04-packet-too-big'));
      for (const key of keys) assert.ok(!text.includes(key), key);
    });
  }

  it('are left out of the commands that replay shows, and nothing else is', () => {
    const { stdout } = inFolder({ 'lab.stack': machine }, folder =>
      run(['replay', '--stack', 'lab.stack', '--capture', `${capture}@em0`], folder),
    );
    const text = stdout.replace(/\s+/g, ' ');
    assert.ok(text.includes('add ::1 ::2 esp 0x1001 -E aes-cbc (key) -A hmac-md5 (key)'), text);
    assert.ok(text.includes('setkey add ::1 ::3 esp 0x1002 -E aes-cbc (key)'), text);
  });
});
