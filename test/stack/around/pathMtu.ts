/** Path MTUs that Packet Too Big teaches, and fragments of packets of our own. */
import assert from 'node:assert/strict';
import { get16 } from '../../../src/wire/bytes';
import { type Lab, router } from '../lab';
import { ethernet, icmp6Packet, ip6, join, optionsHeader } from '../packets';

const OWN = '2001:db8:1::1';
const PEER = '2001:db8:1::10';

/** A router tells that it could not pass on what was sent to `to`. */
const tooBig = (lab: Lab, mtu: number, to = PEER, quoted = ip6({ src: OWN, dst: to })) =>
  lab.receive(
    ethernet(
      icmp6Packet(
        { src: PEER, dst: OWN, type: 2 },
        join(
          [mtu >> 24, mtu >> 16, mtu >> 8, mtu].map(b => b & 255),
          quoted,
        ),
      ),
    ),
  );

/** Lengths of the packets that answer an echo request of `length` bytes of data. */
const answer = (lab: Lab, length: number) =>
  lab
    .receive(
      ethernet(icmp6Packet({ src: PEER, dst: OWN, type: 128 }, [0, 1, 0, 2, ...new Array(length).fill(5)])),
    )
    .sent.map(one => one.bytes);

const learned = (lab: Lab, mtu: number, to = PEER) =>
  tooBig(lab, mtu, to).path.find(step => step.startsWith('icmp6_mtudisc_update'));

describe('the path MTU', () => {
  it('is learned from Packet Too Big, for an hour', () => {
    const lab = router();
    assert.deepEqual(
      answer(lab, 1352).map(one => one.length),
      [1400],
    );
    assert.equal(learned(lab, 1300), 'icmp6_mtudisc_update.mtu=narrower');
    assert.equal(lab.counters['icmp6stat.icp6s_pmtuchg'], 1);
    assert.deepEqual(
      answer(lab, 1352).map(one => one.length),
      [1296, 160],
    );
    assert.deepEqual(
      answer(lab, 1252).map(one => one.length),
      [1300],
    );
    lab.each((_, host) => {
      host.now += 3600e9;
    });
    assert.deepEqual(
      answer(lab, 1352).map(one => one.length),
      [1400],
    );
  });

  it('below the smallest there may be puts a fragment header into every packet', () => {
    const lab = router();
    assert.equal(learned(lab, 600), 'icmp6_mtudisc_update.mtu=minimum');
    const [atomic, ...others] = answer(lab, 8);
    assert.deepEqual([others, atomic[6], get16(atomic, 42)], [[], 44, 0]);
    assert.deepEqual(
      answer(lab, 1252).map(one => one.length),
      [1280, 76],
    );
  });

  it('is not learned where the first link is no wider, there is no route, or nothing is quoted', () => {
    const lab = router();
    assert.equal(learned(lab, 1500), 'icmp6_mtudisc_update.mtu=no');
    assert.equal(learned(lab, 1300, '2001:db8:99::1'), 'icmp6_mtudisc_update.mtu=no-route');
    const short = tooBig(lab, 1300, PEER, new Uint8Array(39));
    assert.ok(short.path.includes('icmp6_notify_error.quote=too-short'));
    assert.equal(lab.counters['icmp6stat.icp6s_tooshort'], 1);
    assert.deepEqual(lab.host.hostcache, []);
  });

  it('is remembered for so many destinations only', () => {
    const lab = router();
    for (let i = 0; i < 600; i++) tooBig(lab, 1300, `2001:db8:1::${(i + 0x1000).toString(16)}`);
    tooBig(lab, 1290, '2001:db8:1::1257');
    assert.equal(lab.host.hostcache.length, 512);
    assert.equal(lab.host.hostcache[511].mtu, 1290);
  });
});

describe('fragments of our own packets', () => {
  const send = (lab: Lab, packet: Uint8Array) => {
    let errno = -1;
    const outcome = lab.event((stack, host) => {
      errno = stack.ip6_output(host, stack.m_get(host, packet.slice(), 0, packet.length), 0);
    });
    return { ...outcome, errno };
  };
  const packet = ip6({ src: OWN, dst: PEER, nxt: 59, payload: new Uint8Array(4000) });

  it('end where there is no buffer for the next one', () => {
    const lab = router().each((stack, host) =>
      stack.fault_add(host, { function: 'ip6_output', errno: stack.ENOBUFS, after: 1 }),
    );
    const { errno, sent, path } = send(lab, packet);
    assert.deepEqual([errno, sent.length], [55, 1]);
    assert.ok(path.includes('ip6_output.fragment=none'));
    assert.equal(lab.counters['ip6stat.ip6s_odropped'], 1);
    assert.equal(lab.counters['ip6stat.ip6s_fragmented'], undefined);
  });

  it('are not begun when the queue of the link cannot take all of them', () => {
    const headers = optionsHeader(59, [1, 250, ...new Array(250).fill(0)]);
    const large = join(...[0, 1, 2, 3].map(() => headers), new Uint8Array(60000));
    for (const at of [0, 1, 2]) large[at * headers.length] = 43;
    const { errno, path, sent } = send(router(), ip6({ src: OWN, dst: PEER, nxt: 43, payload: large }));
    assert.deepEqual([errno, sent], [55, []]);
    assert.ok(path.includes('ip6_output.size=queue-full'));
  });
});

describe('datagrams for a machine on which no program runs', () => {
  it('are answered by port unreachable', () => {
    const lab = router();
    const datagram = ip6({ src: PEER, dst: OWN });
    const { verdict, by, sent } = lab.receive(ethernet(datagram));
    assert.deepEqual([verdict, by], ['dropped', 'udp6_input.port=closed']);
    assert.deepEqual(
      sent.map(one => one.bytes),
      [icmp6Packet({ src: OWN, dst: PEER, type: 1, code: 4 }, join([0, 0, 0, 0], datagram))],
    );
    assert.equal(lab.counters['udpstat.udps_noport'], 1);
  });

  it('are not when they are for a group, or broken', () => {
    const cut = ip6({ src: PEER, dst: OWN }).slice(0, 47);
    cut[5] = 7;
    const long = ip6({ src: PEER, dst: OWN });
    long[45] = 99;
    for (const [bytes, by, counter] of [
      [ip6({ src: PEER, dst: 'ff02::1' }), 'group', 'noportmcast'],
      [cut, 'too-short', 'hdrops'],
      [long, 'bad-length', 'badlen'],
    ] as const) {
      const lab = router();
      const outcome = lab.receive(ethernet(bytes));
      assert.deepEqual([outcome.verdict, outcome.by, outcome.sent], ['dropped', `udp6_input.port=${by}`, []]);
      assert.notEqual(outcome.reason, '');
      assert.equal(lab.counters[`udpstat.udps_${counter}`], 1);
    }
  });
});
