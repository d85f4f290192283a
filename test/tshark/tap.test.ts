/**
 * What a tap recorded, as tshark reads it: every field of the PKTAP header, raw IP, both families, both
 * directions.
 */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder, linux, run } from '../cli/program';
import { lacksTshark, runTshark } from './tshark';

const router = readFileSync(join(PROJECT_ROOT, 'test/replay/r1.stack'), 'utf8');
const router4 = `sysctl net.inet.ip.forwarding=1
ifconfig em0 inet 192.0.2.1/24 lladdr 02:00:00:00:01:02 up
ifconfig em1 inet 198.51.100.1/24 lladdr 02:00:00:00:02:01 mtu 1280 up
listen udp none
`;
const taps = `ifconfig iptap0 create
capture iptap0 pktap "pktap.pcapng"
capture iptap0 raw "raw.pcapng"
`;
const header = [
  'pktap.hdrlen',
  'pktap.rectype',
  'pktap.dlt',
  'pktap.pid',
  'pktap.cmdname',
  'pktap.svc_class',
  'pktap.epid',
  'pktap.ecmdname',
];
const shown = [
  'frame.packet_flags_direction',
  'pktap.flags',
  'pktap.pfamily',
  'pktap.ifname',
  'pktap.iftype',
];

/** Lines that tshark prints of a file; it complains of nothing. */
function fields(file: string, names: readonly string[]): string[] {
  const { lines, complaints } = runTshark(file, ['-T', 'fields', ...names.flatMap(name => ['-e', name])]);
  assert.equal(complaints.replace(/^Running as user.*\n/, ''), '');
  return [...lines];
}

/** Replays a capture of the lab on a router with a tap; `look` is given the folder with the two files. */
function withTap(machine: string, capture: string, look: (folder: string) => void): void {
  inFolder(
    {
      'r.stack': `${machine}\n${taps}replay "c.pcapng" (lan = em0, wan = em1)\n`,
      'c.pcapng': readFileSync(join(linux, capture)),
    },
    folder => {
      const ran = run(['replay', '--stack', 'r.stack', '--json'], folder);
      assert.equal(ran.status, 0, ran.stderr);
      look(folder);
    },
  );
}

const out = (family: number) => `0x00000002\t0x00000002\t${family}\t\t0`;
const inBy = (family: number, name: string) => `0x00000001\t0x00000001\t${family}\t${name}\t6`;

describe('what a tap recorded, in tshark', function () {
  this.timeout(60_000);
  if (lacksTshark()) return;

  for (const [family, machine, capture, protocol] of [
    [2, router4, '25-ipv4-router-r1-lan+wan.pcapng', 'ip'],
    [30, router, '08-unreachables-r1-lan+wan.pcapng', 'ipv6'],
  ] as const) {
    it(`is right in every field of the header: ${protocol}`, () => {
      withTap(machine, capture, folder => {
        const file = join(folder, 'pktap.pcapng');
        const constant = ['156', '1', '0', '4294967295', '', '0', '4294967295', ''].join('\t');
        assert.deepEqual(new Set(fields(file, header)), new Set([constant]));
        const directions = new Set(fields(file, shown));
        assert.ok(directions.has(out(family)) && directions.has(inBy(family, 'em0')));
        for (const one of directions)
          assert.ok([out(family), inBy(family, 'em0'), inBy(family, 'em1')].includes(one), one);
        assert.deepEqual(new Set(fields(file, ['frame.interface_name'])), new Set(['iptap0']));
      });
    });

    it(`is the same packets as raw IP: ${protocol}`, () => {
      withTap(machine, capture, folder => {
        const names = ['frame.time_epoch', `${protocol}.src`, `${protocol}.dst`, '_ws.col.Info'];
        const packets = fields(join(folder, 'pktap.pcapng'), names);
        assert.ok(packets.length > 5);
        assert.deepEqual(fields(join(folder, 'raw.pcapng'), names), packets);
        const link = fields(join(folder, 'raw.pcapng'), ['frame.encap_type']);
        assert.deepEqual(new Set(link), new Set(['7']));
      });
    });
  }

  it('is the same when the command line asks for it, and no line of the file does', () => {
    inFolder(
      {
        'r.stack': `${router4}\nreplay "c.pcapng" (lan = em0, wan = em1)\n`,
        'c.pcapng': readFileSync(join(linux, '25-ipv4-router-r1-lan+wan.pcapng')),
      },
      folder => {
        const names = [...shown, 'frame.time_epoch', 'ip.src', 'ip.dst', 'frame.interface_name'];
        let byLine: string[] = [];
        withTap(router4, '25-ipv4-router-r1-lan+wan.pcapng', of => {
          byLine = fields(join(of, 'pktap.pcapng'), names);
        });
        const plain = run(['replay', '--stack', 'r.stack', '--json'], folder);
        const ran = run(['replay', '--stack', 'r.stack', '--json', '--tap', 'seen.pcapng'], folder);
        assert.equal(ran.status, 0, ran.stderr);
        // A tap is seen on paths and in counters, and changes nothing else.
        const told = (text: string) =>
          text
            .trim()
            .split('\n')
            .map(line => ({ ...JSON.parse(line), path: null, counters: null }));
        assert.deepEqual(told(ran.stdout), told(plain.stdout));
        assert.deepEqual(fields(join(folder, 'seen.pcapng'), names), byLine);
        run(['replay', '--stack', 'r.stack', '--tap', 'seen.pcapng', '--raw'], folder);
        assert.deepEqual(new Set(fields(join(folder, 'seen.pcapng'), ['frame.encap_type'])), new Set(['7']));
        const refused = run(['replay', '--stack', 'r.stack', '--tap', 'seen.pcapng@B'], folder);
        assert.equal(refused.status, 2);
        assert.match(refused.stderr, /r\.stack describes one machine and no host B/);
      },
    );
  });

  it('shows forwarded packets on their way out alone, what is ours on its way in, and errors of ours', () => {
    withTap(router4, '25-ipv4-router-r1-lan+wan.pcapng', folder => {
      const lines = fields(join(folder, 'pktap.pcapng'), [
        'pktap.flags',
        'ip.src',
        'ip.dst',
        'ip.ttl',
        'icmp.type',
      ]);
      assert.deepEqual(lines.slice(0, 2), [
        '0x00000002\t192.0.2.10\t198.51.100.20\t63\t8',
        '0x00000002\t198.51.100.20\t192.0.2.10\t63\t0',
      ]);
      const incoming = lines.filter(line => line.startsWith('0x00000001'));
      assert.ok(
        incoming.every(line => /^0x00000001\t192\.0\.2\.10\t192\.0\.2\.(1|255)\t/.test(line)),
        incoming.join('\n'),
      );
      assert.ok(
        lines.includes('0x00000002\t192.0.2.1,192.0.2.10\t192.0.2.10,198.51.100.20\t64,1\t11,8'),
        lines.join('\n'),
      );
    });
  });
});
