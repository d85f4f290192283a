/**
 * `capture` lines on interfaces: what comes in and what leaves, with its direction, at any interface of any
 * host, as tshark reads it.
 */
import { strict as assert } from 'node:assert';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder, linux, run } from '../cli/program';
import { lacksTshark, runTshark } from './tshark';

const lab = join(PROJECT_ROOT, 'samples/lan-across-a-tunnel');

function rows(file: string, fields: readonly string[]): string[] {
  const { lines, complaints } = runTshark(file, ['-T', 'fields', ...fields.flatMap(name => ['-e', name])]);
  assert.equal(complaints.replace(/^Running as user.*\n/, ''), '');
  return [...lines];
}

const inwards = '0x00000001';
const outwards = '0x00000002';

describe('captures on interfaces, in tshark', function () {
  this.timeout(60_000);
  if (lacksTshark()) return;

  it('are of any interface of any host: frames that came in at one leave at another', () => {
    const lines = `host A {
  capture em0 en10mb "a-em0.pcapng"
  capture etherip0 en10mb "a-etherip0.pcapng"`;
    const more = `host B {
  capture em0 en10mb "b-em0.pcapng"
  capture em1 en10mb "b-em1.pcapng"`;
    const text = readFileSync(join(lab, 'lan.stack'), 'utf8').replace(/host ([AB]) \{/g, (_, name) =>
      name === 'A' ? lines : more,
    );
    // An interface is there from the line on that names it.
    const captureLines = text.split('\n').filter(line => /^ {2}capture/.test(line));
    const moved = text
      .split('\n')
      .filter(line => !/^ {2}capture/.test(line))
      .map(line => {
        if (!/^ {2}ifconfig bridge0/.test(line)) return line;
        return [line, ...captureLines.splice(0, 2)].join('\n');
      })
      .join('\n');
    inFolder({ 'lan.stack': moved }, folder => {
      copyFileSync(join(lab, 'lab.pcapng'), join(folder, 'lab.pcapng'));
      const ran = run(['replay', '--stack', 'lan.stack', '--json'], folder);
      assert.equal(ran.status, 0, ran.stderr);
      const read = (name: string, ...fields: string[]) =>
        rows(join(folder, name), ['frame.packet_flags', 'eth.src', 'eth.dst', 'frame.len', ...fields]);
      const frames = rows(join(lab, 'lab.pcapng'), ['eth.src', 'eth.dst', 'frame.len']);
      const h1 = frames.filter(row => row.startsWith('02:00:00:00:01:01'));
      const passed = (there: string, back: string) =>
        frames.map(row => `${h1.includes(row) ? there : back}\t${row}`);
      assert.deepEqual(read('a-em0.pcapng'), passed(inwards, outwards));
      assert.deepEqual(read('b-em0.pcapng'), passed(outwards, inwards));
      assert.deepEqual(
        read('a-etherip0.pcapng'),
        passed(outwards, inwards),
        'bridged into the tunnel and back',
      );
      const carried = read('b-em1.pcapng', 'ipv6.src', 'ipv6.nxt');
      const tunnel = carried.filter(row => /\t(50|44)$/.test(row));
      assert.deepEqual(
        [inwards, outwards].map(way => tunnel.filter(row => row.startsWith(way)).length),
        [9, 9],
        'eight frames each way, the longest in two fragments',
      );
      assert.deepEqual(
        new Set(rows(join(folder, 'b-em1.pcapng'), ['frame.interface_name'])),
        new Set(['B.em1']),
      );
    });
  });

  it('are frames made up where the capture has no Ethernet header, and packets of a point-to-point interface', () => {
    const stack = `sysctl net.inet6.ip6.forwarding=1
ifconfig em0 ether 02:00:00:00:01:02 inet6 2001:db8:1::1/64 up
ifconfig tun0 inet6 2001:db8:2::1 2001:db8:2::10 up
route add -inet6 default 2001:db8:2::10
ndp -s 2001:db8:1::10 02:00:00:00:01:01
capture em0 en10mb "em0.pcapng"
capture tun0 raw "tun0.pcapng"
replay "c.pcap" on em0
`;
    const files = { 'r.stack': stack, 'c.pcap': readFileSync(join(linux, '02b-ping6-r1-any-sll1.pcap')) };
    inFolder(files, folder => {
      const ran = run(['replay', '--stack', 'r.stack', '--json'], folder);
      assert.equal(ran.status, 0, ran.stderr);
      const came = rows(join(folder, 'em0.pcapng'), ['frame.packet_flags', 'frame.protocols', 'ipv6.dst']);
      assert.ok(came.includes(`${inwards}\teth:ethertype:ipv6:icmpv6:data\t2001:db8:2::10`), came.join('\n'));
      const left = rows(join(folder, 'tun0.pcapng'), ['frame.packet_flags', 'frame.protocols', 'ipv6.hlim']);
      assert.deepEqual(new Set(left), new Set([`${outwards}\traw:ipv6:icmpv6:data\t63`]));
    });
  });
});
