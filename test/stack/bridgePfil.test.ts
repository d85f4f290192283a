/** Packet filters and bridges: what ipfw sees of frames that cross, and what it keeps from crossing. */
import assert from 'node:assert/strict';
import { arpRequest, BridgeLab, frameOf, ways } from './bridges';
import { ip6, join } from './packets';
import { icmp4, ip4 } from './packets4';

const machine = [
  'ifconfig em0 lladdr 02:00:00:00:01:00 up',
  'ifconfig em1 lladdr 02:00:00:00:01:01 up',
  'ifconfig em2 lladdr 02:00:00:00:01:02 up',
  'ifconfig bridge0 create',
  'ifconfig bridge0 addm em0 addm em1 addm em2 up',
];
const IPV4 = ip4();
const FROM_1 = frameOf(2, 1, 0x0800, IPV4);
const FROM_2 = frameOf(1, 2, 0x0800, IPV4);
const BROADCAST = frameOf('ff:ff:ff:ff:ff:ff', 1, 0x0800, IPV4);
const LLDP = frameOf(2, 1, 0x88cc, [1, 2, 3]);

/** The bridge with these rules; it knows that station 2 is behind em1. */
function filtered(...rules: string[]): BridgeLab {
  const lab = new BridgeLab([...machine, ...rules]);
  lab.receive('em1', frameOf(9, 2, 0x0806, []));
  return lab;
}

/** The packets and bytes that each rule of the machine counted. */
const counts = (lab: BridgeLab) => lab.host.ipfw.map(({ packets, bytes }) => [packets, bytes]);
const decided = (path: readonly string[]) => path.filter(step => step.startsWith('bridge_pfil'));

describe('filters on a bridge', () => {
  it('see a packet come in by the member and on the bridge, and leave by the bridge and the other member', () => {
    const lab = filtered(
      'ipfw add 100 count ip from any to any in recv em0',
      'ipfw add 200 count ip from any to any out xmit bridge0',
      'ipfw add 300 count ip from any to any out xmit em1',
      'ipfw add 400 count ip from any to any in recv bridge0',
    );
    const happened = lab.receive('em0', join(FROM_1, [0, 0, 0]));
    assert.deepEqual(ways(happened), ['em1 bridged']);
    assert.deepEqual(counts(lab), [
      [2, 2 * IPV4.length],
      [1, IPV4.length],
      [1, IPV4.length],
      [0, 0],
    ]);
    assert.deepEqual(decided(happened.path), [
      'bridge_pfil.protocol=ipv4',
      'bridge_pfil.filter=passed',
      'bridge_pfil.filter=passed',
      'bridge_pfil.protocol=ipv4',
      'bridge_pfil.filter=passed',
      'bridge_pfil.filter=passed',
    ]);
    assert.deepEqual(
      [...happened.left[0].bytes],
      [...IPV4, 0, 0, 0],
      'the frame crosses with what fills it up',
    );
  });

  it('see IPv6 alike', () => {
    const lab = filtered('ipfw add 100 deny ip6 from any to any out xmit em1');
    const happened = lab.receive('em0', frameOf(2, 1, 0x86dd, ip6()));
    assert.equal(happened.verdict, 'dropped');
    assert.equal(happened.path.at(-1), 'bridge_pfil.filter=refused');
  });

  it('keep a packet from crossing where it comes in, before anything is sent', () => {
    const lab = filtered('ipfw add 100 deny ip from any to any in recv em0');
    const happened = lab.receive('em0', FROM_1);
    assert.deepEqual(ways(happened), []);
    assert.equal(happened.verdict, 'dropped');
    assert.deepEqual(decided(happened.path), ['bridge_pfil.protocol=ipv4', 'bridge_pfil.filter=refused']);
    assert.deepEqual(ways(lab.receive('em1', FROM_2)), ['em0 bridged']);
  });

  it('keep a frame for all from one member, and let it leave by the others', () => {
    const lab = filtered('ipfw add 100 deny ip from any to any out xmit em1');
    assert.deepEqual(ways(lab.receive('em0', BROADCAST)), ['em2 bridged']);
    const unknown = frameOf(7, 1, 0x0800, IPV4);
    assert.deepEqual(ways(lab.receive('em0', unknown)), ['em2 bridged']);
    lab.command('ifconfig em2 down');
    const nowhere = lab.receive('em0', unknown);
    assert.equal(nowhere.path.at(-1), 'bridge_broadcast.copies=none');
    assert.equal(nowhere.verdict, 'dropped');
  });

  it('keep a frame for all from all members on the bridge, and this machine receives it', () => {
    const lab = filtered(
      'ifconfig bridge0 inet 192.0.2.1/24',
      'ipfw add 100 deny ip from any to any out xmit bridge0',
    );
    const happened = lab.receive('em0', BROADCAST);
    assert.deepEqual(ways(happened), []);
    assert.ok(!happened.path.some(step => step.startsWith('bridge_broadcast')));
    assert.ok(happened.path.includes('ether_demux.protocol=ipv4'));
  });

  it('are not asked about ARP, and nothing else but IP crosses unless pfil_onlyip is 0', () => {
    const lab = filtered('ipfw add 100 deny ip from any to any');
    const arp = lab.receive('em0', arpRequest(1, '192.0.2.9', '192.0.2.8'));
    assert.deepEqual(ways(arp), ['em2 bridged', 'em1 bridged']);
    const refused = lab.receive('em0', LLDP);
    assert.equal(refused.verdict, 'dropped');
    assert.equal(refused.path.at(-1), 'bridge_pfil.protocol=not-ip');
    lab.command('sysctl net.link.bridge.pfil_onlyip=0');
    const crossed = lab.receive('em0', LLDP);
    assert.deepEqual(ways(crossed), ['em1 bridged']);
    assert.ok(crossed.path.includes('bridge_pfil.protocol=unfiltered'));
  });

  it('are asked on the members alone, on the bridge alone, or not at all, as sysctl says', () => {
    const lab = filtered('ipfw add 100 count ip from any to any', 'sysctl net.link.bridge.pfil_bridge=0');
    lab.receive('em0', FROM_1);
    assert.deepEqual(counts(lab), [[2, 2 * IPV4.length]]);
    lab.command('sysctl net.link.bridge.pfil_member=0');
    const unseen = lab.receive('em0', LLDP);
    assert.deepEqual(ways(unseen), ['em1 bridged']);
    assert.deepEqual(decided(unseen.path), ['bridge_pfil.protocol=off', 'bridge_pfil.protocol=off']);
    lab.command('sysctl net.link.bridge.pfil_bridge=1');
    lab.receive('em0', FROM_1);
    assert.deepEqual(counts(lab), [[4, 4 * IPV4.length]]);
  });

  it('hand a packet to a divert socket without its frame; what comes back is received, not bridged', () => {
    const lab = filtered(
      'ifconfig em0 inet 192.0.2.1/24',
      'ipfw add 100 divert 8668 ip from any to any in recv em0',
      'divert 8668 pass',
    );
    const taken = lab.receive('em0', FROM_1);
    assert.equal(taken.verdict, 'diverted');
    assert.deepEqual(ways(taken), []);
    assert.equal(taken.path.at(-1), 'bridge_pfil.filter=taken');
    const { path, left } = lab.timer();
    assert.ok(path.includes('divert_program.answer=passed'));
    assert.ok(path.some(step => step.startsWith('ip_input.')));
    assert.deepEqual(
      left.filter(({ kind }) => kind === 'bridged'),
      [],
    );
  });

  it('are not asked by the bridge about what this machine sends: IP has asked them', () => {
    const lab = filtered(
      'ifconfig bridge0 lladdr 02:00:00:00:01:0b inet 192.0.2.1/24',
      'arp -s 192.0.2.9 02:00:00:00:00:07',
      'ipfw add 100 count ip from any to any out',
    );
    const ping = icmp4({ src: '192.0.2.9', dst: '192.0.2.1' }, 8, 0);
    const answered = lab.receive('em0', frameOf('02:00:00:00:01:0b', 1, 0x0800, ping));
    assert.deepEqual(ways(answered), ['em2 local', 'em1 local', 'em0 local']);
    assert.deepEqual(decided(answered.path), []);
    assert.deepEqual(counts(lab), [[1, ping.length]]);
  });

  describe('see no packet that is none', () => {
    const broken: readonly (readonly [string, number, Uint8Array, string])[] = [
      ['too-small', 0x0800, ip4().subarray(0, 19), 'ipstat.ips_toosmall'],
      ['version', 0x0800, ip4({ vhl: 0x65 }), 'ipstat.ips_badvers'],
      ['header-length', 0x0800, ip4({ vhl: 0x44 }), 'ipstat.ips_badhlen'],
      ['checksum', 0x0800, ip4({ sum: 1 }), 'ipstat.ips_badsum'],
      ['less-than-header', 0x0800, ip4({ len: 19 }), 'ipstat.ips_badlen'],
      ['too-short', 0x0800, ip4({ len: 1000 }), 'ipstat.ips_tooshort'],
      ['too-small', 0x86dd, ip6().subarray(0, 39), 'ip6stat.ip6s_toosmall'],
      ['version', 0x86dd, ip4({ payload: new Uint8Array(40) }), 'ip6stat.ip6s_badvers'],
    ];
    for (const [outcome, type, packet, counter] of broken) {
      const check = type === 0x0800 ? 'bridge_ip_checkbasic' : 'bridge_ip6_checkbasic';
      it(`${check}: ${outcome}`, () => {
        const lab = filtered('ipfw add 100 count ip from any to any');
        const happened = lab.receive('em0', frameOf(2, 1, type, packet));
        assert.equal(happened.path.at(-1), `${check}.header=${outcome}`);
        assert.equal(happened.verdict, 'dropped');
        assert.equal(lab.counters[counter], 1);
        assert.deepEqual(counts(lab), [[0, 0]]);
      });
    }
  });
});
