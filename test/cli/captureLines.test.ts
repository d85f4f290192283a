/** `capture` lines: the files that a replay writes for them, and those that it does not. */
import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Capture, MemorySource } from '../../src/capture';
import { inFolder, linux, run } from './program';

const hops = '07-time-exceeded-traceroute-r1-lan.pcap';
const machine = `ifconfig em0 ether 02:00:00:00:01:02
ifconfig em0 inet6 2001:db8:1::1/64 up
ifconfig em1 ether 02:00:00:00:02:01
ifconfig em1 inet6 2001:db8:2::1/64 up
sysctl net.inet6.ip6.forwarding=1
ifconfig iptap0 create
`;

/** What a replay of the hops says, with further lines for the machine, and what it left at `file`. */
function captured(
  more: string,
  file: string,
  before: (folder: string) => void = () => {},
  others: Record<string, string | Uint8Array> = {},
) {
  const files = { [hops]: readFileSync(join(linux, hops)), 'r.stack': machine + more, ...others };
  return inFolder(files, folder => {
    before(folder);
    const { status, stderr } = run(
      ['replay', '--stack', 'r.stack', '--capture', `${hops}@em0`, '--json'],
      folder,
    );
    const path = join(folder, file);
    return { status, stderr, written: existsSync(path) ? readFileSync(path) : null };
  });
}

function openWritten(written: Uint8Array | null): Capture {
  assert.ok(written !== null, 'the file is there');
  return Capture.openWhole(new MemorySource(written));
}

describe('capture lines', function () {
  this.timeout(30_000);

  it('have what the tap saw written, from their time to its end', () => {
    const all = openWritten(captured('capture iptap0 raw "a.pcapng"\n', 'a.pcapng').written);
    const later = 'at 1ms capture iptap0 raw "a.pcapng"\nat 3s capture iptap0 stop\n';
    const some = openWritten(captured(later, 'a.pcapng').written);
    assert.ok(all.frames > some.frames, `${all.frames}, ${some.frames}`);
    assert.ok(some.frames > 0);
    for (let i = 0; i < some.frames; i++) assert.ok(some.seconds(i) - all.seconds(0) <= 3);
  });

  it('write packets of tunnels and of the loopback behind their family', () => {
    const tun = '23-tun-rawip.pcap';
    const stack = `sysctl net.inet6.ip6.forwarding=1
ifconfig tun0 inet6 fd09::1/64 up
ifconfig lo0 inet6 2001:db8:5::9/64
capture tun0 null "null.pcapng"
capture tun0 loop "loop.pcapng"
capture lo0 null "lo0.pcapng"
`;
    const files = { [tun]: readFileSync(join(linux, tun)), 'r.stack': stack };
    inFolder(files, folder => {
      const { status, stderr } = run(['replay', '--stack', 'r.stack', '--capture', `${tun}@tun0`], folder);
      assert.equal(status, 0, stderr);
      const written = (name: string) =>
        run(['decode', name, '--fields', 'null.family,ipv6.dst'], folder).stdout.trim().split('\n');
      assert.equal(written('null.pcapng')[3], '28\t2001:db8:5::5');
      assert.equal(written('loop.pcapng')[3], '24\t2001:db8:5::5');
      assert.equal(written('lo0.pcapng')[0], '28\t2001:db8:5::5', 'what is sent there comes in again');
    });
  });

  it('leave a file without frames when the tap saw nothing', () => {
    const { status, written } = captured('at 1h capture iptap0 pktap "a.pcapng"\n', 'a.pcapng');
    assert.equal(status, 0);
    assert.equal(openWritten(written).frames, 0);
  });

  it('write over what they wrote before', () => {
    const line = 'capture iptap0 pktap "a.pcapng"\n';
    const first = captured(line, 'a.pcapng').written;
    assert.ok(first !== null);
    const again = captured(line, 'a.pcapng', undefined, { 'a.pcapng': first });
    assert.equal(again.status, 0, again.stderr);
    assert.deepEqual(again.written, first);
  });

  it('write over nothing that is not ours', () => {
    const foreign = readFileSync(join(linux, '23-tun-rawip.pcap'));
    const { status, stderr, written } = captured('capture iptap0 raw "a.pcapng"\n', 'a.pcapng', undefined, {
      'a.pcapng': foreign,
    });
    assert.equal(status, 2);
    assert.match(stderr, /^r\.stack:7: .*a\.pcapng is there and was not written by Packet Debugger/);
    assert.deepEqual(written, foreign);
  });

  it('lead out of the folder by no link', () => {
    inFolder({}, elsewhere => {
      const into = captured('capture iptap0 raw "link/a.pcapng"\n', 'link/a.pcapng', folder =>
        symlinkSync(elsewhere, join(folder, 'link')),
      );
      const file = captured('capture iptap0 raw "a.pcapng"\n', 'a.pcapng', folder =>
        symlinkSync(join(elsewhere, 'b.pcapng'), join(folder, 'a.pcapng')),
      );
      for (const { status, stderr, written } of [into, file]) {
        assert.equal(status, 2);
        assert.match(stderr, /^r\.stack:7: .*a\.pcapng leads out of the folder of r\.stack/);
        assert.equal(written, null);
      }
    });
  });

  it('write below the folder where there is one', () => {
    const line = 'capture iptap0 raw "below/a.pcapng"\n';
    const made = captured(line, 'below/a.pcapng', folder => mkdirSync(join(folder, 'below')));
    assert.ok(openWritten(made.written).frames > 0);
    const missing = captured(line, 'below/a.pcapng');
    assert.equal(missing.status, 2);
    assert.equal(missing.stderr, 'r.stack:7: below/a.pcapng cannot be written: there is no folder for it.\n');
  });
});
