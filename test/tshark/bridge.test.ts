/**
 * A LAN across a routed network: frames go in at one host, through an EtherIP tunnel, and out at another as
 * they were; tshark finds nothing wrong with any of it.
 */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PcapngWriter } from '../../src/capture';
import { toHex } from '../../src/wire/bytes';
import { LINKTYPE_ETHERNET } from '../../src/wire/linktype';
import { inFolder, objects, run } from '../cli/program';
import { arpRequest, frameOf, station } from '../stack/bridges';
import { icmp6Packet, join as joined, solicitation } from '../stack/packets';
import { arp, icmp4 } from '../stack/packets4';
import { lacksTshark, runTshark } from './tshark';

const ECHO = 128;
const echo6 = (size: number) =>
  icmp6Packet({ src: '2001:db8::1', dst: '2001:db8::2', type: ECHO }, new Uint8Array(4 + size));

/** What station 1 sends on the near side: the last frame is too long to travel in one packet. */
const near = [
  arpRequest(1, '192.0.2.1', '192.0.2.2'),
  frameOf(
    '33:33:ff:00:00:02',
    1,
    0x86dd,
    solicitation('2001:db8::1', 'ff02::1:ff00:2', '2001:db8::2', station(1)),
  ),
  frameOf(2, 1, 0x8100, joined([0, 10, 8, 0], icmp4({ src: '192.0.2.1', dst: '192.0.2.2' }, 8, 0))),
  frameOf(2, 1, 0x88b5, [1, 2, 3, 4]),
  frameOf(2, 1, 0x86dd, echo6(1400)),
];
/** What station 2 sends on the far side, later. */
const far = [
  frameOf(1, 2, 0x0806, arp(2, '192.0.2.2', '192.0.2.1', station(2), station(1))),
  frameOf(1, 2, 0x88b5, [5, 6, 7, 8]),
];

function capture(frames: readonly Uint8Array[], from: number): Uint8Array {
  const writer = new PcapngWriter();
  const id = writer.addInterface({ linkType: LINKTYPE_ETHERNET, name: 'lan' });
  for (const [i, bytes] of frames.entries())
    writer.packet({ interface: id, seconds: from + i, nanoseconds: 0, bytes, originalLength: bytes.length });
  return writer.take();
}

/** Two hosts with a LAN each, and a routed network between them. */
const network = (family: 'inet' | 'inet6', a: string, b: string) => `
host A {
  sysctl net.inet.etherip.allow=1
  ifconfig em0 up
  ifconfig em1 ${family} ${a} up
  ifconfig etherip0 tunnel ${a.split('/')[0]} ${b.split('/')[0]} up
  ifconfig bridge0 addm em0 addm etherip0 up
}
host B {
  sysctl net.inet.etherip.allow=1
  ifconfig em0 up
  ifconfig em1 ${family} ${b} up
  ifconfig etherip0 tunnel ${b.split('/')[0]} ${a.split('/')[0]} up
  ifconfig bridge0 addm em0 addm etherip0 up
}
link A.em1 B.em1 delay 1ms
replay "near.pcapng" on A.em0
replay "far.pcapng" on B.em0
`;

interface Sent {
  readonly interface: string;
  readonly kind: string;
  readonly bytes: string;
}

describe('a LAN across a tunnel', function () {
  this.timeout(60_000);
  if (lacksTshark()) return;

  for (const [name, text] of [
    ['IPv4', network('inet', '198.51.100.1/24', '198.51.100.2/24')],
    ['IPv6', network('inet6', '2001:db8:9::1/64', '2001:db8:9::2/64')],
  ] as const) {
    it(`carries every frame to the far side and back as it was, over ${name}`, () => {
      const files = { 'lan.stack': text, 'near.pcapng': capture(near, 1), 'far.pcapng': capture(far, 10) };
      inFolder(files, folder => {
        const ran = run(['replay', '--stack', 'lan.stack', '--output', 'out.pcapng', '--json'], folder);
        assert.equal(ran.status, 0, ran.stderr);
        const frames = objects(ran).filter(one => one.frame !== undefined && one.event === undefined);
        assert.deepEqual(
          frames.map(one => `${one.capture} ${one.frame} ${one.verdict}`),
          [
            ...near.map((_, i) => `near.pcapng ${i + 1} encapsulated`),
            ...far.map((_, i) => `far.pcapng ${i + 1} encapsulated`),
          ],
        );
        const bridged = objects(ran)
          .flatMap(one => (one.outputs ?? []) as Sent[])
          .filter(one => one.kind === 'bridged');
        assert.deepEqual(
          bridged.map(one => [one.interface, one.bytes]),
          [
            ...near.map(frame => ['B.em0', toHex(frame, 14, frame.length)]),
            ...far.map(frame => ['A.em0', toHex(frame, 14, frame.length)]),
          ],
        );
        checkOutput(join(folder, 'out.pcapng'));
      });
    });
  }
});

/**
 * The frames that left are those that came in, byte for byte; what carried them is dissected without
 * complaint.
 */
function checkOutput(file: string): void {
  const written = readFileSync(file);
  for (const frame of [...near, ...far])
    assert.ok(
      written.includes(Buffer.from(frame.buffer, frame.byteOffset, frame.length)),
      'the frame is in the file as it was',
    );
  const names = ['frame.interface_name', '_ws.expert.severity', '_ws.expert.message', 'frame.protocols'];
  const { lines, complaints } = runTshark(file, ['-T', 'fields', ...names.flatMap(name => ['-e', name])]);
  assert.equal(complaints.replace(/^Running as user.*\n/, ''), '');
  const warnings = lines.filter(line => Number((line.split('\t')[1] || '0').split(',')[0]) >= 0x600000);
  assert.deepEqual(warnings, []);
  const carried = runTshark(file, ['-Y', 'etherip', '-T', 'fields', '-e', 'frame.protocols']).lines;
  // The longest frame travels in fragments.
  const whole = near.length - 1 + far.length;
  assert.ok(carried.filter(line => line.includes(':etherip:eth:')).length >= whole, carried.join('\n'));
}
