/**
 * The bridge by itself: who learns what, where frames go, what grows old, and what this machine receives of
 * it.
 */
import assert from 'node:assert/strict';
import * as recording from '#stack/recording';
import { formatIpv6 } from '../../src/wire/address';
import { arpRequest, BridgeLab, frameOf, station, ways, whole } from './bridges';
import { ip6, join, solicitation } from './packets';
import { icmp4, ip4 } from './packets4';

const three = [
  'ifconfig em0 lladdr 02:00:00:00:01:00 up',
  'ifconfig em1 lladdr 02:00:00:00:01:01 up',
  'ifconfig em2 lladdr 02:00:00:00:01:02 up',
  'ifconfig bridge0 create',
  'ifconfig bridge0 addm em0 addm em1 addm em2 up',
];
/** A frame from one station to another. */
const between = (dst: number, src: number) => frameOf(dst, src, 0x86dd, ip6());
const EVERYONE = 'ff:ff:ff:ff:ff:ff';
const BROADCAST = arpRequest(1, '192.0.2.9', '192.0.2.8');
const PING = icmp4({ src: '192.0.2.9', dst: '192.0.2.1' }, 8, 0);

describe('a bridge', () => {
  it('learns where stations are: the first frame goes to all, the answer to one', () => {
    const lab = new BridgeLab(three);
    const asked = lab.receive('em0', between(2, 1));
    assert.deepEqual(ways(asked), ['em2 bridged', 'em1 bridged']);
    assert.equal(asked.verdict, 'forwarded');
    assert.deepEqual(lab.stations, ['2:0:0:0:0:1 em0']);
    const answered = lab.receive('em1', between(1, 2));
    assert.deepEqual(ways(answered), ['em0 bridged']);
    assert.deepEqual(answered.path, [
      'link_input.interface-up=up',
      'link_input.header=whole',
      'bridge_input.running=running',
      'bridge_input.destination=station',
      'bridge_forward.learning=learned',
      'bridge_rtupdate.entry=new',
      'bridge_forward.destination=known',
      'bridge_forward.member-up=up',
      'bridge_enqueue.link=sent',
    ]);
    const [brt] = recording.bridgesOf(lab.host)[0].sc_rtlist;
    assert.equal(brt.frame, 2, 'the entry names the frame that taught it');
  });

  it('sends a frame on as it is, with what stands before and behind the network header', () => {
    const lab = new BridgeLab(three);
    const frame = between(2, 1);
    const [{ link, bytes }] = lab.receive('em0', frame).left;
    assert.deepEqual(join(link, bytes), frame);
    assert.deepEqual(bytes, ip6());
  });

  it('lets everything cross: ARP, neighbour discovery, tagged frames, and types it does not know', () => {
    const lab = new BridgeLab(three);
    const frames = [
      BROADCAST,
      frameOf('33:33:ff:00:00:02', 1, 0x86dd, ip6({ dst: 'ff02::1:ff00:2' })),
      frameOf(2, 1, 0x8100, join([0x60, 0x0a, 0x86, 0xdd], ip6())),
      frameOf(2, 1, 0x88cc, [1, 2, 3]),
      frameOf(2, 1, 0x0026, new Uint8Array(38)),
    ];
    for (const frame of frames) {
      const happened = lab.receive('em0', frame);
      assert.deepEqual(happened.left.map(whole), [frame, frame]);
      assert.equal(happened.verdict, 'forwarded');
    }
  });

  it('keeps a frame on the side on which its station is', () => {
    const lab = new BridgeLab(three);
    lab.receive('em0', between(2, 1));
    const heard = lab.receive('em0', between(1, 3));
    assert.deepEqual(ways(heard), []);
    assert.equal(heard.path.at(-1), 'bridge_forward.destination=same-side');
    assert.equal(heard.verdict, 'dropped');
  });

  it('follows a station that moves', () => {
    const lab = new BridgeLab(three);
    lab.receive('em0', between(2, 1));
    assert.ok(lab.receive('em0', between(2, 1)).path.includes('bridge_rtupdate.entry=same'));
    assert.ok(lab.receive('em2', between(2, 1)).path.includes('bridge_rtupdate.entry=moved'));
    assert.deepEqual(ways(lab.receive('em1', between(1, 2))), ['em2 bridged']);
  });

  it('forgets a station from which nothing came for 20 minutes, when it next looks', () => {
    const lab = new BridgeLab(three);
    lab.wait(100);
    lab.receive('em0', between(2, 1));
    for (const minute of [5, 10, 15, 20]) {
      assert.deepEqual(lab.timer().path, ['bridge_timer.aged=none']);
      assert.equal(lab.host.now, minute * 60e9);
    }
    assert.deepEqual(lab.timer().path, ['bridge_timer.aged=forgotten']);
    assert.equal(lab.host.now, 25 * 60e9);
    assert.deepEqual(lab.stations, []);
    assert.equal(recording.nextTimer(lab.host), Number.POSITIVE_INFINITY, 'nothing is left to grow old');
  });

  it('keeps addresses for as long as `timeout` says', () => {
    const lab = new BridgeLab([...three, 'ifconfig bridge0 timeout 60']);
    lab.receive('em0', between(2, 1));
    assert.deepEqual(lab.timer().path, ['bridge_timer.aged=forgotten']);
  });

  it('remembers no more addresses than `maxaddr` says, and forgets those beyond', () => {
    const lab = new BridgeLab([...three, 'ifconfig bridge0 maxaddr 2']);
    for (const station of [1, 2]) lab.receive('em0', between(9, station));
    assert.ok(lab.receive('em0', between(9, 3)).path.includes('bridge_rtupdate.entry=full'));
    assert.deepEqual(lab.stations, ['2:0:0:0:0:1 em0', '2:0:0:0:0:2 em0']);
    lab.command('ifconfig bridge0 static em1 02:00:00:00:00:01 maxaddr 1');
    assert.deepEqual(lab.stations, ['2:0:0:0:0:1 em1'], 'what was given by hand stays');
  });

  it('never moves a station that was placed by hand, and forgets it only when told to', () => {
    const lab = new BridgeLab([...three, 'ifconfig bridge0 static em2 02:00:00:00:00:01']);
    assert.ok(lab.receive('em0', between(2, 1)).path.includes('bridge_rtupdate.entry=static'));
    assert.deepEqual(ways(lab.receive('em1', between(1, 2))), ['em2 bridged']);
    lab.command('ifconfig bridge0 flush');
    assert.deepEqual(lab.stations, ['2:0:0:0:0:1 em2']);
    lab.command('ifconfig bridge0 flushall');
    assert.deepEqual(lab.stations, []);
    lab.command('ifconfig bridge0 static em2 02:00:00:00:00:01');
    assert.equal(lab.command('ifconfig bridge0 deladdr 02:00:00:00:00:01').refusal, null);
    assert.deepEqual(lab.stations, []);
    assert.equal(
      lab.command('ifconfig bridge0 deladdr 02:00:00:00:00:01').refusal,
      'bridge0 knows no station of this address: No such file or directory.',
    );
  });

  it('learns nothing where `-learn` says so, nor from a sender that can be no station', () => {
    const lab = new BridgeLab([...three, 'ifconfig bridge0 -learn em0']);
    assert.ok(lab.receive('em0', between(2, 1)).path.includes('bridge_forward.learning=not-learning'));
    for (const src of [EVERYONE, '00:00:00:00:00:00']) {
      const happened = lab.receive('em1', frameOf(2, src, 0x86dd, ip6()));
      assert.ok(happened.path.includes('bridge_forward.learning=no-station'));
    }
    assert.deepEqual(lab.stations, []);
    lab.command('ifconfig bridge0 learn em0');
    lab.receive('em0', between(2, 1));
    assert.deepEqual(lab.stations, ['2:0:0:0:0:1 em0']);
  });

  it('sends frames to unknown stations by no member that does not discover, but groups by all', () => {
    const lab = new BridgeLab([...three, 'ifconfig bridge0 -discover em1 -discover em2']);
    const unknown = lab.receive('em0', between(2, 1));
    assert.deepEqual(ways(unknown), []);
    assert.equal(unknown.path.at(-1), 'bridge_broadcast.copies=none');
    assert.equal(unknown.verdict, 'dropped');
    assert.deepEqual(ways(lab.receive('em0', BROADCAST)), ['em2 bridged', 'em1 bridged']);
    lab.command('ifconfig bridge0 discover em1');
    assert.deepEqual(ways(lab.receive('em0', between(2, 1))), ['em1 bridged']);
  });

  it('sends nothing by a member that is down', () => {
    const lab = new BridgeLab(three);
    lab.receive('em1', between(1, 2));
    lab.command('ifconfig em1 down');
    const happened = lab.receive('em0', between(2, 1));
    assert.deepEqual(ways(happened), []);
    assert.equal(happened.path.at(-1), 'bridge_forward.member-up=down');
    assert.equal(happened.verdict, 'dropped');
    assert.ok(lab.receive('em0', between(9, 1)).path.includes('bridge_broadcast.member=down'));
  });

  it('forgets with a member the stations behind it, and takes the member no more for its own', () => {
    const lab = new BridgeLab(three);
    lab.receive('em0', between(2, 1));
    lab.command('ifconfig bridge0 deletem em0');
    assert.deepEqual(lab.stations, []);
    assert.deepEqual(ways(lab.receive('em1', between(1, 2))), ['em2 bridged']);
    const alone = lab.receive('em0', between(2, 1));
    assert.equal(alone.path.at(-1), 'ether_input.destination=other');
  });

  it('that is down leaves its members alone, and forgets what it has learned', () => {
    const lab = new BridgeLab(three);
    lab.receive('em0', between(2, 1));
    lab.command('ifconfig bridge0 down');
    assert.deepEqual(lab.stations, []);
    assert.equal(recording.nextTimer(lab.host), Number.POSITIVE_INFINITY);
    const happened = lab.receive('em0', between(2, 1));
    assert.deepEqual(happened.path.slice(2), [
      'bridge_input.running=stopped',
      'ether_input.destination=other',
    ]);
  });

  it('is gone once destroyed, and its members are interfaces as before', () => {
    const lab = new BridgeLab([...three, 'ifconfig bridge0 destroy']);
    assert.equal(recording.ifunit(lab.host, 'bridge0'), null);
    assert.ok(lab.host.interfaces.every(ifp => ifp.if_bridge === null));
    assert.equal(lab.receive('em0', between(2, 1)).path.at(-1), 'ether_input.destination=other');
  });

  it('does not take back what this machine sent', () => {
    const lab = new BridgeLab(three);
    const own = lab.receive('em1', frameOf(2, '02:00:00:00:01:00', 0x86dd, ip6()));
    assert.equal(own.path.at(-1), 'bridge_input.destination=sent-here');
    assert.equal(own.verdict, 'dropped');
  });

  it('counts what it takes and what it sends under the names of its interface', () => {
    const lab = new BridgeLab(three);
    lab.receive('em0', BROADCAST);
    lab.receive('em1', between(1, 2));
    const bytes = BROADCAST.length + between(1, 2).length;
    const counted = Object.entries(lab.counters).filter(([name]) => name.startsWith('if.bridge0.'));
    assert.deepEqual(Object.fromEntries(counted), {
      'if.bridge0.if_ipackets': 2,
      'if.bridge0.if_ibytes': bytes,
      'if.bridge0.if_imcasts': 1,
      'if.bridge0.if_opackets': 3,
      'if.bridge0.if_obytes': bytes + BROADCAST.length,
      'if.bridge0.if_omcasts': 2,
    });
  });

  it('leaves frames without an Ethernet header to the member alone', () => {
    const lab = new BridgeLab(three);
    const happened = lab.receive('em0', ip6(), 101);
    assert.ok(!happened.path.some(step => step.startsWith('bridge')));
  });

  it('in a copy of its machine shares nothing with the original, and goes on alike', () => {
    const lab = new BridgeLab(three);
    lab.receive('em0', between(2, 1));
    const copy = recording.copyHost(lab.host, lab.host.io);
    assert.deepEqual(recording.stateOf(copy), recording.stateOf(lab.host));
    const [sc] = recording.bridgesOf(copy);
    assert.notEqual(sc, recording.bridgesOf(lab.host)[0]);
    assert.equal(sc.sc_iflist[0].bif_ifp, recording.ifunit(copy, 'em2'));
    assert.equal(sc.sc_rtlist[0].brt_ifp, recording.ifunit(copy, 'em0'));
    recording.bridge_rtflush(sc, true);
    assert.deepEqual(lab.stations, ['2:0:0:0:0:1 em0']);
    assert.equal(copy.timers[0].arg, sc);
  });
});

describe('the machine on a bridge', () => {
  const addressed = [...three, 'ifconfig bridge0 lladdr 02:00:00:00:01:0b inet 192.0.2.1/24'];

  it('receives by the address of the bridge, of any member, and what is for groups', () => {
    const lab = new BridgeLab(addressed);
    assert.ok(
      lab
        .receive('em0', frameOf('02:00:00:00:01:0b', 1, 0x0800, ip4()))
        .path.includes('bridge_input.destination=bridge'),
    );
    const other = lab.receive('em0', frameOf('02:00:00:00:01:02', 1, 0x0800, ip4()));
    assert.ok(other.path.includes('bridge_input.destination=member'));
    assert.deepEqual(lab.stations, ['2:0:0:0:0:1 em0'], 'who speaks to a member is learned');
    assert.deepEqual(ways(other), []);
  });

  it('answers ARP for the address of the bridge to where the question came from, and bridges the question', () => {
    const lab = new BridgeLab(addressed);
    const happened = lab.receive('em1', arpRequest(1, '192.0.2.9', '192.0.2.1'));
    assert.deepEqual(ways(happened), ['em2 bridged', 'em0 bridged', 'em1 arp-reply']);
    assert.deepEqual([...happened.left[2].link], [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 1, 11, 8, 6]);
    assert.ok(happened.path.includes('bridge_start.destination=known'));
  });

  it('answers for the address of a member by every other member of the bridge', () => {
    const lab = new BridgeLab([...three, 'ifconfig em0 inet 192.0.2.1/24']);
    const happened = lab.receive('em1', arpRequest(1, '192.0.2.9', '192.0.2.1'));
    assert.deepEqual(ways(happened), ['em2 bridged', 'em0 bridged', 'em1 arp-reply']);
    assert.ok(happened.path.includes('in_arpinput.answer=own'));
  });

  it('sends by the bridge to all while the station is unknown, then to where it is', () => {
    const lab = new BridgeLab([...addressed, 'arp -s 192.0.2.9 02:00:00:00:00:01', 'ifconfig em2 down']);
    const ping = frameOf('02:00:00:00:01:0b', 7, 0x0800, PING);
    lab.command('arp -s 192.0.2.9 02:00:00:00:00:01');
    const first = lab.receive('em0', ping);
    assert.ok(first.path.includes('if_output.link=bridged'));
    assert.ok(first.path.includes('bridge_start.destination=all'));
    assert.deepEqual(ways(first), ['em1 local', 'em0 local']);
    lab.receive('em1', between(9, 1));
    assert.deepEqual(ways(lab.receive('em0', ping)), ['em1 local']);
    lab.command('ifconfig em1 down');
    assert.ok(lab.receive('em0', ping).path.includes('bridge_enqueue.link=down'));
  });

  it('sends by a member to where the station is, which may be behind another', () => {
    const lab = new BridgeLab([
      ...three,
      'ifconfig em0 inet 192.0.2.1/24',
      'arp -s 192.0.2.9 02:00:00:00:00:01',
    ]);
    const ping = frameOf('02:00:00:00:01:00', 7, 0x0800, PING);
    const unknown = lab.receive('em0', ping);
    assert.ok(unknown.path.includes('bridge_output.destination=unknown'));
    assert.deepEqual(ways(unknown), ['em2 local', 'em1 local', 'em0 local']);
    lab.receive('em2', between(9, 1));
    const known = lab.receive('em0', ping);
    assert.ok(known.path.includes('bridge_output.destination=known'));
    assert.deepEqual(ways(known), ['em2 local']);
    lab.command('ifconfig em2 down');
    assert.ok(lab.receive('em0', ping).path.includes('bridge_output.member=down'));
    lab.command('ifconfig bridge0 down');
    const stopped = lab.receive('em0', ping);
    assert.ok(stopped.path.includes('bridge_output.destination=stopped'));
    assert.deepEqual(ways(stopped), ['em0 local']);
  });

  it('asks for a neighbour by all members', () => {
    const lab = new BridgeLab([...three, 'ifconfig em0 inet 192.0.2.1/24']);
    const asked = lab.receive('em0', frameOf('02:00:00:00:01:00', 7, 0x0800, PING));
    assert.ok(asked.path.includes('bridge_output.destination=group'));
    assert.deepEqual(ways(asked), ['em2 arp-request', 'em1 arp-request', 'em0 arp-request']);
  });

  it('has IPv6 on the bridge: a question to its group is answered to where it came from', () => {
    const lab = new BridgeLab([...three, 'ifconfig bridge0 lladdr 02:00:00:00:01:0b inet6 2001:db8:1::1/64']);
    const asks = solicitation('2001:db8:1::9', 'ff02::1:ff00:1', '2001:db8:1::1', station(1));
    const happened = lab.receive('em1', frameOf('33:33:ff:00:00:01', 1, 0x86dd, asks));
    assert.deepEqual(ways(happened).slice(0, 2), ['em2 bridged', 'em0 bridged']);
    assert.deepEqual(ways(happened).slice(2), ['em1 neighbor-advertisement']);
  });
});

describe('a bridge with a tunnel', () => {
  for (const { family, near, far, header } of [
    { family: 'inet', near: '198.51.100.1', far: '198.51.100.2', header: 20 },
    { family: 'inet6', near: '2001:db8:9::1', far: '2001:db8:9::2', header: 40 },
  ]) {
    const knows = family === 'inet' ? `arp -s ${far}` : `ndp -s ${far}`;
    const lines = [
      ...three,
      'ifconfig bridge0 deletem em1 deletem em2',
      `ifconfig em2 ${family} ${near}/${family === 'inet' ? 24 : 64}`,
      `${knows} 02:00:00:00:00:77`,
      `ifconfig etherip0 tunnel ${near} ${far} up`,
      'ifconfig bridge0 addm etherip0',
      'sysctl net.inet.etherip.allow=1',
    ];

    it(`sends frames into it as they are, over ${family}, and takes out what comes back`, () => {
      const lab = new BridgeLab(lines);
      const there = lab.receive('em0', BROADCAST);
      assert.ok(there.path.includes('bridge_enqueue.link=tunnelled'));
      assert.equal(there.verdict, 'encapsulated');
      assert.deepEqual(ways(there), ['em2 forwarded']);
      const [{ bytes }] = there.left;
      assert.deepEqual(bytes.subarray(header), join([0x30, 0], BROADCAST));

      const answer = between(1, 2);
      const outer = bytes.slice();
      const back = lab.receive('em2', frameOf('02:00:00:00:01:02', 0x77, ...turned(outer, header, answer)));
      assert.equal(back.verdict, 'decapsulated');
      assert.deepEqual(ways(back), ['em0 bridged']);
      assert.deepEqual(whole(back.left[0]), answer);
      assert.deepEqual(lab.stations, ['2:0:0:0:0:1 em0', '2:0:0:0:0:2 etherip0']);
      assert.deepEqual(ways(lab.receive('em0', between(2, 1))), ['em2 forwarded'], 'it is known to be there');
    });
  }

  it('lets go of it when it is destroyed', () => {
    const lab = new BridgeLab([...three, 'ifconfig etherip0 create', 'ifconfig bridge0 addm etherip0']);
    lab.command('ifconfig etherip0 destroy');
    const [sc] = recording.bridgesOf(lab.host);
    assert.deepEqual(
      sc.sc_iflist.map(({ bif_ifp }) => bif_ifp.name),
      ['em2', 'em1', 'em0'],
    );
  });

  it('ends where two tunnels and a bridge lead round in a circle', () => {
    const lab = new BridgeLab([
      ...three,
      'ifconfig em0 inet6 2001:db8:9::1/64',
      'ifconfig em0 inet6 2001:db8:9::2/64 alias',
      'ifconfig etherip0 tunnel 2001:db8:9::1 2001:db8:9::2 up',
      'ifconfig etherip1 tunnel 2001:db8:9::2 2001:db8:9::1 up',
      'ifconfig bridge0 addm etherip0 addm etherip1',
      'sysctl net.inet.etherip.allow=1',
    ]);
    const happened = lab.receive('em1', BROADCAST);
    assert.ok(
      happened.left.length > 10 && happened.left.length < 2000,
      `${happened.left.length} frames left`,
    );
    assert.equal(lab.host.ifinq.length + lab.host.ipsendq.length, 0);
  });
});

/**
 * The Ethernet type and packet of the other end of a tunnel: the outer header of what went there, its
 * addresses changed round, with another frame.
 */
function turned(outer: Uint8Array, header: number, frame: Uint8Array): [type: number, packet: Uint8Array] {
  const payload = join([0x30, 0], frame);
  if (header === 20) {
    const dotted = (at: number) => [...outer.subarray(at, at + 4)].join('.');
    return [0x0800, ip4({ src: dotted(16), dst: dotted(12), p: 97, payload })];
  }
  const text = (at: number) => formatIpv6(outer, at);
  return [0x86dd, ip6({ src: text(24), dst: text(8), nxt: 97, payload })];
}
