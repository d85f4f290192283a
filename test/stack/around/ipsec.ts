/**
 * ESP and AH between two gateways, of packets that are forwarded and of a machine's own; the database of
 * associations.
 */
import assert from 'node:assert/strict';
import { put32 } from '../../../src/wire/bytes';
import {
  AES,
  association,
  configure,
  LEFT,
  LEFT_HOST,
  leftGateway,
  leftToRight,
  RIGHT,
  RIGHT_HOST,
  receiveRight,
  rightGateway,
  SHA1,
  sendLeft,
  tunnelPolicy,
} from '../gateways';
import type { Lab, Outcome } from '../lab';
import { ethernet, ip6, join, optionsHeader, udp } from '../packets';

const hasSteps = (outcome: Outcome, ...steps: string[]) => {
  for (const step of steps) assert.ok(outcome.path.includes(step), `${step} in ${outcome.path.join(' ')}`);
};

const ESP = `${association(`${AES} ${SHA1}`)}\n`;
const AH = `${association(SHA1, 'ah')}\n`;

/** A tunnel with this association: both gateways. */
const tunnel = (sa: string, proto = 'esp') => ({
  left: leftGateway(`${sa}\n${tunnelPolicy('out', proto)}`),
  right: rightGateway(`${sa}\n${tunnelPolicy('in', proto)}`),
});

/** Sends a packet of the machine's own. */
function own(lab: Lab, packet: Uint8Array): Outcome & { errno: number } {
  let errno = -1;
  const outcome = lab.event((stack, host) => {
    errno = stack.ip6_output(host, stack.m_get(host, packet.slice(), 0, packet.length), 0);
  });
  return { ...outcome, errno };
}

const ownPacket = () => ip6({ src: LEFT, dst: RIGHT });
const transportPolicy = (direction: 'in' | 'out', proto = 'esp', level = 'require') =>
  `spdadd ${LEFT} ${RIGHT} udp -P ${direction} ipsec ${proto}/transport//${level}`;

describe('IPsec tunnels', () => {
  const algorithms = [
    ['esp', '-E null', 'esp6_input.decryption=plain'],
    ['esp', `-E des-cbc "8 bytes." ${SHA1}`, 'esp6_input.authentication=valid'],
    [
      'esp',
      `-E 3des-cbc "three times 8 bytes here" -A hmac-md5 "sixteen bytes..."`,
      'esp6_input.window=noted',
    ],
    ['esp', `${AES} -A hmac-sha2-256/16 "0123456789abcdef0123456789abcdef"`, 'esp6_input.mode=tunnel'],
    ['esp', '-E aes-ctr "0123456789abcdef0123456789abcdefsalt"', 'esp6_input.replay=unchecked'],
    ['esp', '-E aes-gcm-16 "0123456789abcdefsalt"', 'esp6_input.replay=off'],
    [
      'ah',
      '-A hmac-sha2-512 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"',
      'ah6_input.length=right',
    ],
    ['ah', '-A hmac-ripemd160 "twenty bytes of key."', 'ah6_input.replay=off'],
    ['ah', '-A aes-xcbc-mac "0123456789abcdef"', 'ah6_input.length=right'],
  ] as const;
  for (const [proto, sa, step] of algorithms) {
    it(`carry packets with ${proto} ${sa.replace(/"[^"]*"/g, 'KEY')}`, () => {
      const { left, right } = tunnel(association(sa, proto), proto);
      for (const length of [0, 1, 13, 14, 15, 16, 17, 1200]) {
        const packet = leftToRight({ payload: udp(LEFT_HOST, RIGHT_HOST, new Uint8Array(length)) });
        const there = sendLeft(left, packet);
        assert.equal(there.verdict, 'encapsulated', there.by);
        assert.equal(there.sent[0].interface, 'em1');
        const here = receiveRight(right, there.sent[0].bytes);
        assert.equal(here.verdict, 'decapsulated', `${here.by} ${here.path.join(' ')}`);
        const arrived = packet.slice();
        arrived[7] -= 2;
        assert.deepEqual(
          here.sent.map(one => [one.interface, one.bytes]),
          [['em0', arrived]],
        );
        hasSteps(here, step);
      }
      assert.equal(right.counters['ipsec6stat.in_success'], 8);
      assert.equal(left.counters['ipsec6stat.out_success'], 8);
      assert.equal(left.counters['ip6stat.ip6s_localout'], 8);
      assert.equal(left.counters['ip6stat.ip6s_forward'], undefined);
    });
  }

  it('one through the other', () => {
    const sas = `${association(`-u 1 ${AES} ${SHA1}`)}\n${association(`-u 2 ${SHA1}`, 'ah', 0x2002)}\n`;
    const request = (proto: string) => `${proto}/tunnel/${LEFT}-${RIGHT}/require`;
    const policy = (direction: string) =>
      `spdadd 2001:db8:1::/64 2001:db8:9::/64 any -P ${direction} ipsec ${request('esp')} ${request('ah')}\n`;
    const there = sendLeft(leftGateway(sas + policy('out')));
    const here = receiveRight(rightGateway(sas + policy('in')), there.sent[0].bytes);
    assert.deepEqual(
      here.path.filter(step => step.endsWith('mode=tunnel')),
      ['ah6_input.mode=tunnel', 'esp6_input.mode=tunnel'],
    );
    assert.equal(here.sent[0]?.interface, 'em0');
  });

  it('a transport behind a tunnel is applied to the outer packet', () => {
    const sas = ESP + AH;
    const policy = `spdadd ::/0 2001:db8:9::/64 any -P out ipsec esp/tunnel/${LEFT}-${RIGHT}/require ah/transport//require`;
    const there = sendLeft(leftGateway(`${sas}${policy}`));
    assert.deepEqual([there.sent[0].bytes[6], there.sent[0].bytes[40]], [51, 50]);
    const here = receiveRight(rightGateway(`${sas}${tunnelPolicy('in')}`), there.sent[0].bytes);
    hasSteps(here, 'ah6_input.mode=transport', 'esp6_input.mode=tunnel');
    assert.equal(here.sent[0].interface, 'em0');
  });

  it('a packet that is just a header is written in place, and forwarding goes on', () => {
    const left = leftGateway(ESP + tunnelPolicy('out'));
    const there = sendLeft(left, leftToRight({ nxt: 59, payload: new Uint8Array(0) }));
    hasSteps(there, 'ipsec6_output_tunnel.split=in-place', 'ip6_forward.tunnel-route=both');
    assert.equal(there.verdict, 'forwarded');
    assert.equal(there.sent[0].bytes[6], 50);
  });

  it('the route to the far end is kept, and looked up again when it is gone', () => {
    const left = leftGateway(`${association(`${AES} ${SHA1}`).replace(RIGHT, '2001:db8:7::1')}
route add -inet6 2001:db8:7::/64 ${RIGHT}
${tunnelPolicy('out').replace(RIGHT, '2001:db8:7::1')}`);
    hasSteps(sendLeft(left), 'ipsec6_output_tunnel.route=found');
    hasSteps(sendLeft(left), 'ipsec6_output_tunnel.route=cached');
    configure(left, 'route delete -inet6 2001:db8:7::/64');
    const there = sendLeft(left);
    hasSteps(there, 'ipsec6_output_tunnel.route=none');
    assert.equal(there.verdict, 'dropped');
    assert.equal(left.counters['ipsec6stat.out_noroute'], 1);
    assert.equal(left.counters['ip6stat.ip6s_noroute'], 1);
  });

  it('end where the far end is one of IPv4', () => {
    const left = leftGateway(`add 192.0.2.1 192.0.2.2 esp 0x1001 ${AES}
spdadd ::/0 2001:db8:9::/64 any -P out ipsec esp/tunnel/192.0.2.1-192.0.2.2/require`);
    hasSteps(sendLeft(left), 'ipsec6_output_tunnel.family=other');
    assert.equal(left.counters['ipsec6stat.out_inval'], 1);
  });

  it('in mode any count as tunnels and are none: the packet leaves in the clear', () => {
    const left = leftGateway('').each((stack, host) => {
      const any = { src: new Uint8Array(16), srcPrefixlen: 0, dst: new Uint8Array(16), dstPrefixlen: 0 };
      const req = [{ proto: 50, mode: stack.IPSEC_MODE_ANY }];
      stack.key_spdadd(host, {
        ...any,
        dir: stack.IPSEC_DIR_OUTBOUND,
        policy: stack.IPSEC_POLICY_IPSEC,
        req,
      });
    });
    configure(left, `route add -inet6 2001:db8:9::/64 ${RIGHT}`);
    const there = sendLeft(left);
    hasSteps(there, 'ip6_forward.tunnel-request=tunnel', 'ipsec6_output_tunnel.first-tunnel=none');
    assert.deepEqual(there.sent[0].bytes.slice(8), leftToRight().slice(8));
  });

  it('compress nothing', () => {
    const left = leftGateway(`${association('-C deflate', 'ipcomp')}\n${tunnelPolicy('out', 'ipcomp')}`);
    hasSteps(
      sendLeft(left),
      'ipsec6_output.transform=unsupported',
      'ip6_forward.tunnel-error-report=printed',
    );
    assert.equal(left.counters['ipsec6stat.out_inval'], 1);
  });

  it('do not carry what grows beyond 65535 bytes', () => {
    const left = leftGateway(ESP + tunnelPolicy('out'));
    const there = sendLeft(left, leftToRight({ nxt: 59, payload: new Uint8Array(65530) }));
    hasSteps(there, 'ipsec6_output_tunnel.length=too-long');
  });

  it('copy the traffic class, and marks of congestion as net.inet6.ipsec6.ecn says', () => {
    for (const [ecn, inner, outer] of [
      [0, 0xbb, 0xb8],
      [1, 0xbb, 0xba],
      [1, 0xb9, 0xb9],
      [-1, 0xbb, 0xbb],
    ]) {
      const packet = leftToRight();
      packet[0] = 0x60 | (inner >> 4);
      packet[1] = (inner << 4) & 0xf0;
      const { left, right } = tunnel(association(AES));
      for (const lab of [left, right]) configure(lab, `sysctl net.inet6.ipsec6.ecn=${ecn}`);
      const bytes = sendLeft(left, packet).sent[0].bytes.slice();
      assert.equal(((bytes[0] & 15) << 4) | (bytes[1] >> 4), outer);
      bytes[1] |= 0x30;
      const [arrived] = receiveRight(right, bytes).sent;
      assert.equal((arrived.bytes[1] >> 4) & 3, ecn === 1 ? 3 : inner & 3);
    }
  });
});

describe('associations', () => {
  it('that are missing: passed over, or the packet is dropped, as the level says', () => {
    const use = sendLeft(leftGateway(tunnelPolicy('out', 'esp', 'use')));
    hasSteps(use, 'key_checkrequest.association=skipped', 'key_allocsa_policy.association=none');
    const left = leftGateway(tunnelPolicy('out', 'esp', 'default'));
    hasSteps(sendLeft(left), 'key_checkrequest.association=skipped');
    configure(left, 'sysctl net.inet6.ipsec6.esp_net_deflev=2');
    const required = sendLeft(left);
    hasSteps(required, 'key_checkrequest.association=missing', 'ip6_forward.tunnel-error-report=quiet');
    assert.equal(required.verdict, 'dropped');
    assert.equal(left.counters['ipsec6stat.out_nosa'], 1);
  });

  it('whose daemon cannot be asked', () => {
    const left = leftGateway(`${tunnelPolicy('out')}\nfault key_acquire EIO once`);
    hasSteps(sendLeft(left), 'key_checkrequest.association=acquire-failed');
    assert.equal(left.counters['ipsec6stat.out_nosa'], undefined);
    configure(left, 'fault key_acquire ENOBUFS');
    const stopped = left.event((stack, host) => {
      const frame = ethernet(leftToRight());
      assert.throws(
        () => stack.link_input(host, host.interfaces[1], 1, frame, 0, frame.length, 1),
        /no-association-though-required/,
      );
    });
    assert.equal(stopped.by, 'key_checkrequest.association=panic');
    assert.equal(stopped.verdict, 'panic');
    const other = leftGateway(`${tunnelPolicy('out', 'esp', 'use')}\nfault key_acquire ENOBUFS`);
    hasSteps(sendLeft(other), 'key_checkrequest.association=skipped');
  });

  it('are chosen by ends, protocol, mode and id, the oldest or the newest of them, and each says why not', () => {
    const left = leftGateway(`add ${LEFT} ${RIGHT} esp 0x1000 -m transport ${AES}
add ${LEFT} ${RIGHT} ah 0x1000 ${SHA1}
add ${LEFT} ${RIGHT} esp 0x1001 -u 7 ${AES}
add ${RIGHT} ${LEFT} esp 0x1002 ${AES}
add ${LEFT} ${RIGHT} esp 0x1003 -u 8 ${AES}
add ${LEFT} ${RIGHT} esp 0x1004 -m tunnel -u 8 ${AES}
add ${LEFT} 2001:db8:2::21 esp 0x1005 -m tunnel -u 8 ${AES}
${tunnelPolicy('out', 'esp', 'unique:8')}`);
    const choice = () => {
      const step = sendLeft(left).steps.find(({ point }) => point?.id === 'key_allocsa_policy.association');
      return step?.candidates.map(({ name, chosen, why }) => [name.split(' ')[1].slice(-4), chosen, why]);
    };
    assert.deepEqual(choice(), [
      ['1000', false, 'its id is 0, not 8'],
      ['1000', false, 'it is for ah'],
      ['1001', false, 'its id is 7, not 8'],
      ['1002', false, 'its source is 2001:db8:2::20'],
      ['1003', true, 'the oldest that fits, mature'],
      ['1004', false, 'it fits, but is not the oldest'],
      ['1005', false, 'its destination is 2001:db8:2::21'],
    ]);
    configure(left, 'sysctl net.key.preferred_oldsa=0');
    assert.deepEqual(
      choice()?.filter(([, chosen]) => chosen),
      [['1004', true, 'the newest that fits, mature']],
    );
  });

  it('are dying, and dead, at the ages of their lifetimes', () => {
    const left = leftGateway(`${association(`-ls 10 -lh 20 ${AES}`)}\n${tunnelPolicy('out')}`);
    const at = (second: number) => {
      left.each((_, host) => {
        host.now = second * 1e9;
      });
      return sendLeft(left).verdict;
    };
    assert.deepEqual([0, 10, 11, 20, 21].map(at), [...Array(4).fill('encapsulated'), 'dropped']);
    assert.equal(left.host.sad[0].packets, 4);
  });

  it('are added once, found, and taken away', () => {
    const left = leftGateway(ESP + AH + tunnelPolicy('out'));
    assert.throws(() => configure(left, ESP), /File exists/);
    configure(left, `get ${LEFT} ${RIGHT} esp 0x1001\ndelete ${LEFT} ${RIGHT} esp 0x1001`);
    assert.throws(() => configure(left, `get ${LEFT} ${RIGHT} esp 0x1001`), /no association/);
    assert.throws(() => configure(left, `delete ${LEFT} ${RIGHT} esp 0x1001`), /no association/);
    assert.equal(sendLeft(left).verdict, 'dropped');
    configure(left, ESP);
    assert.equal(sendLeft(left).verdict, 'encapsulated');
    configure(left, 'flush esp');
    assert.equal(left.host.sad.length, 1);
    configure(left, `deleteall ${LEFT} ${RIGHT} ah`);
    assert.equal(left.host.sad.length, 0);
    configure(left, `${ESP}flush`);
    assert.equal(left.host.sad.length, 0);
  });

  it('with a wrong algorithm are refused by the machine too', () => {
    leftGateway('').each((stack, host) => {
      const given = { src: new Uint8Array(16), dst: new Uint8Array(16), spi: 256 };
      const key = new Uint8Array(16);
      for (const wrong of [
        { proto: 50 },
        { proto: 50, enc: { name: 'aes', key } },
        { proto: 50, enc: { name: 'aes-cbc', key: new Uint8Array(15) } },
        { proto: 51 },
        { proto: 51, enc: { name: 'null', key }, auth: { name: 'hmac-md5', key } },
        { proto: 51, auth: { name: 'hmac-md5/13', key } },
      ]) {
        assert.equal(stack.key_add(host, { ...given, ...wrong }), 22);
      }
    });
  });

  it('that may not begin again end after 2^32-1 packets', () => {
    for (const [proto, algorithm] of [
      ['esp', AES],
      ['ah', SHA1],
    ]) {
      for (const cyclic of [false, true]) {
        const option = cyclic ? '' : '-f nocyclic-seq ';
        const sa = association(`${option}${algorithm}`, proto);
        const { left } = tunnel(sa, proto);
        left.each((_, host) => {
          host.sad[0].count = 0xffffffff;
        });
        const there = sendLeft(left);
        assert.equal(there.verdict, cyclic ? 'encapsulated' : 'dropped');
        if (!cyclic) hasSteps(there, `${proto}6_output.sequence=used-up`);
      }
    }
  });

  it('pad as they are told', () => {
    for (const [option, last] of [
      ['', [1, 2, 3, 4]],
      ['-f zero-pad', [0, 0, 0, 0]],
    ] as const) {
      const left = leftGateway(`${association(`${option} -E null`)}\n${tunnelPolicy('out')}`);
      const { bytes } = sendLeft(left, leftToRight({ nxt: 59, payload: new Uint8Array(2) })).sent[0];
      // 42 bytes, no padding but 4 of 44: pad length 0, next header.
      assert.deepEqual([...bytes.slice(-2)], [0, 41]);
      const longer = sendLeft(left, leftToRight({ nxt: 59, payload: new Uint8Array(3) })).sent[0].bytes;
      assert.deepEqual([...longer.slice(-5)], [...last.slice(0, 3), 3, 41]);
    }
    const random = leftGateway(`${association('-f random-pad -E null')}\n${tunnelPolicy('out')}`);
    const { bytes } = sendLeft(random, leftToRight({ nxt: 59, payload: new Uint8Array(3) })).sent[0];
    assert.notDeepEqual([...bytes.slice(-5, -2)], [1, 2, 3]);
  });

  it('what no configuration can bring about', () => {
    for (const [fault, step, counter] of [
      ['ipsec6_splithdr ENOMEM', 'ipsec6_output_tunnel.split=no-buffer', 'out_nomem'],
      ['ipsec6_encapsulate ENOBUFS', 'ipsec6_encapsulate.outer=failed', ''],
      ['esp6_output EINVAL', 'esp6_output.encryption=failed', 'out_inval'],
      ['ipsec6_output_tunnel EINVAL', 'ipsec6_output_tunnel.first-tunnel=failed', ''],
    ]) {
      const left = leftGateway(`${ESP}${tunnelPolicy('out')}\nfault ${fault}`);
      const there = sendLeft(left);
      hasSteps(there, step);
      assert.equal(there.by, 'ip6_forward.tunnel-output=failed');
      if (counter !== '') assert.equal(left.counters[`ipsec6stat.${counter}`], 1);
    }
    const left = leftGateway(`${AH}${tunnelPolicy('out', 'ah')}\nfault ah6_output EINVAL`);
    hasSteps(sendLeft(left), 'ah6_output.authentication=failed');
    const transport = leftGateway(`${AH}spdadd ::/0 ${RIGHT_HOST} any -P out ipsec ah/transport//require`);
    hasSteps(sendLeft(transport), 'ip6_forward.tunnel-request=transport-only');
  });
});

describe('IPsec on the way in', () => {
  /** A packet as the left gateway sends it through this tunnel. */
  const sent = (sa: string, proto = 'esp') =>
    sendLeft(leftGateway(`${sa}\n${tunnelPolicy('out', proto)}`)).sent[0].bytes.slice();

  it('no association: another SPI, protocol or destination, a lifetime that is over', () => {
    const bytes = sent(ESP);
    for (const [sas, why] of [
      ['', []],
      [association(AES, 'esp', 0x1002), ['its SPI is 0x00001002']],
      [association(SHA1, 'ah'), ['it is for ah']],
      [association(AES).replace(RIGHT, '2001:db8:2::21'), ['its destination is 2001:db8:2::21']],
      [association(`-lh 5 ${AES}`), ['its lifetime is over']],
    ] as const) {
      const right = rightGateway(sas).each((_, host) => {
        host.now = 6e9;
      });
      const here = receiveRight(right, bytes);
      assert.equal(here.by, 'key_allocsa.association=none');
      assert.equal(here.verdict, 'dropped');
      assert.deepEqual(
        here.steps.find(one => one.point?.id === 'key_allocsa.association')?.candidates.map(one => one.why),
        why,
      );
      assert.equal(right.counters['ipsec6stat.in_nosa'], 1);
    }
  });

  it('replayed packets are refused before anything is decrypted', () => {
    for (const [proto, sa] of [
      ['esp', `-r 1 ${AES} ${SHA1}`],
      ['ah', `-r 1 ${SHA1}`],
    ]) {
      const { left, right } = tunnel(association(sa, proto), proto);
      const packets = Array.from({ length: 12 }, () => sendLeft(left).sent[0].bytes);
      const replay = (number: number) => {
        const { path } = receiveRight(right, packets[number - 1]);
        return path.find(step => step.startsWith(`${proto}6_input.replay`))?.split('=')[1];
      };
      assert.deepEqual([2, 2, 1, 5, 4, 4, 12, 5, 4, 3].map(replay), [
        'new',
        'seen',
        'in-window',
        'new',
        'in-window',
        'seen',
        'new',
        'seen',
        'old',
        'old',
      ]);
      const zero = packets[0].slice();
      put32(zero, proto === 'esp' ? 44 : 48, 0);
      assert.equal(receiveRight(right, zero).by, `${proto}6_input.replay=zero`);
      assert.equal(right.counters[`ipsec6stat.in_${proto}replay`], 6);
      right.each((_, host) => Object.assign(host.sad[0], { count: 0xffffffff, cyclic: false }));
      assert.equal(receiveRight(right, sendLeft(left).sent[0].bytes).by, `${proto}6_input.window=used-up`);
      right.each((_, host) => Object.assign(host.sad[0], { cyclic: true }));
      assert.equal(receiveRight(right, sendLeft(left).sent[0].bytes).verdict, 'decapsulated');
    }
  });

  it('changed packets are refused, whatever byte it is', () => {
    for (const [proto, sa, last] of [
      ['esp', `${AES} ${SHA1}`, 0],
      ['esp', '-E aes-gcm-16 "0123456789abcdefsalt"', 0],
      ['ah', SHA1, 0],
    ] as const) {
      const { left, right } = tunnel(association(sa, proto), proto);
      const bytes = sendLeft(left).sent[0].bytes;
      for (const at of [proto === 'esp' ? 47 : 51, 60, bytes.length - 30, bytes.length - 1 - last]) {
        const changed = bytes.slice();
        changed[at] ^= 1;
        assert.equal(receiveRight(right, changed).by, `${proto}6_input.authentication=wrong`);
      }
      assert.equal(right.counters[`ipsec6stat.in_${proto}authfail`], 4);
      const routed = bytes.slice();
      routed[7] = 3;
      assert.equal(receiveRight(right, routed).verdict, 'decapsulated', 'the hop limit may change');
    }
  });

  it('packets that end too early, or say so', () => {
    const cut = (bytes: Uint8Array, length: number) => {
      const short = bytes.slice(0, length);
      short[4] = (length - 40) >> 8;
      short[5] = (length - 40) & 0xff;
      return short;
    };
    const refused = (sa: string, proto: string, bytes: Uint8Array) =>
      receiveRight(rightGateway(sa), bytes).by.replace(`${proto}6_input.`, '');
    const whole = sent(ESP);
    assert.equal(refused(ESP, 'esp', cut(whole, 47)), 'header=cut-off');
    assert.equal(refused(ESP, 'esp', cut(whole, 60)), 'authentication=cut-off');
    assert.equal(refused(association(AES), 'esp', cut(whole, 64)), 'decryption=too-short');
    assert.equal(refused(association(AES), 'esp', cut(whole, 90)), 'decryption=not-blocks');
    const plain = sent(association('-E null'));
    plain[plain.length - 2] = 200;
    assert.equal(refused(association('-E null'), 'esp', plain), 'padding=too-long');
    const header = sent(AH, 'ah');
    assert.equal(refused(AH, 'ah', cut(header, 50)), 'header=cut-off');
    assert.equal(refused(AH, 'ah', cut(header, 60)), 'length=cut-off');
    header[41]++;
    assert.equal(refused(AH, 'ah', header), 'length=wrong');
    const jumbo = (nxt: number) =>
      ip6({
        src: LEFT,
        dst: RIGHT,
        nxt: 0,
        plen: 0,
        payload: join(optionsHeader(nxt, [0xc2, 4, 0, 1, 0, 0]), new Uint8Array(65536 - 8)),
      });
    assert.equal(refused(ESP, 'esp', jumbo(50)), 'header=jumbogram');
    assert.equal(refused(AH, 'ah', jumbo(51)), 'header=jumbogram');
  });

  it('what is inside is a packet of its own only where association and policies say so', () => {
    const inside = (rest: string, lines: string, bytes: Uint8Array = sent(association(`${AES} ${SHA1}`))) =>
      receiveRight(rightGateway(`${association(`${rest} ${AES} ${SHA1}`)}\n${lines}`), bytes);
    const refused = inside('-m transport', '');
    hasSteps(refused, 'ipsec6_tunnel_validate.tunnel=transport-only', 'esp6_input.mode=transport');
    assert.equal(refused.by, 'ip6_input.next-header=unknown');
    assert.deepEqual(refused.sent, [], 'no error about what came encrypted');
    hasSteps(inside('', ''), 'ipsec6_tunnel_validate.policy=unlisted', 'esp6_input.mode=tunnel');
    hasSteps(inside('', tunnelPolicy('in')), 'ipsec6_tunnel_validate.policy=named');
    const others = tunnelPolicy('in').replace('2001:db8:1::/64', '2001:db8:3::/64');
    hasSteps(inside('', others), 'ipsec6_tunnel_validate.policy=unnamed', 'esp6_input.mode=transport');
    const transport = `${association(`${AES} ${SHA1}`)}\nspdadd ::/0 ::/0 any -P out ipsec esp/transport//require`;
    const short = own(
      leftGateway(transport),
      ip6({ src: LEFT, dst: RIGHT, nxt: 41, payload: new Uint8Array(20) }),
    );
    hasSteps(inside('', '', short.sent[0].bytes), 'ipsec6_tunnel_validate.tunnel=cut-off');
  });

  it('the policy for what comes in compares its marks, not the association', () => {
    const bytes = sent(ESP);
    const verdict = (policy: string, lines = ESP, packet: Uint8Array = bytes) => {
      const right = rightGateway(`${lines}spdadd 2001:db8:1::/64 2001:db8:9::/64 any -P in ${policy}`);
      const { path } = receiveRight(right, packet);
      const step = path.findLast(one => one.startsWith('ipsec6_in_reject.protection'));
      const polvio = right.counters['ipsec6stat.in_polvio'] ?? 0;
      assert.equal(path.includes('ip6_forward.ipsec-inbound=reject'), polvio === 1);
      return step?.split('=')[1];
    };
    const tunnelled = (proto: string, level = 'require') => `${proto}/tunnel/${LEFT}-${RIGHT}/${level}`;
    assert.equal(verdict(`ipsec ${tunnelled('esp')}`), 'sufficient');
    assert.equal(verdict(`ipsec ${tunnelled('esp')} ${tunnelled('ah')}`), 'header-not-authenticated');
    assert.equal(verdict(`ipsec ${tunnelled('esp')} ${tunnelled('ah', 'use')}`), 'sufficient');
    assert.equal(verdict(`ipsec ${tunnelled('ah')}`, AH, sent(AH, 'ah')), 'sufficient');
    assert.equal(
      verdict(`ipsec ${tunnelled('ah')} ${tunnelled('esp')}`, AH, sent(AH, 'ah')),
      'not-decrypted',
    );
    assert.equal(verdict(`ipsec ${tunnelled('esp')}`, '', leftToRight()), 'not-decrypted');
    // Encrypted only, while the association of the policy would have authenticated.
    const weak = association(`-u 5 ${AES}`, 'esp', 0x3003);
    assert.equal(verdict(`ipsec ${tunnelled('esp')}`, `${ESP}${weak}\n`, sent(weak)), 'not-authenticated');
  });
});

describe('IPsec of packets of our own', () => {
  it('in transport mode protects what follows the headers that routers read', () => {
    for (const [proto, sa] of [
      ['esp', `${AES} ${SHA1}`],
      ['ah', SHA1],
    ]) {
      const lines = (direction: 'in' | 'out') =>
        `${association(sa, proto)}\n${transportPolicy(direction, proto)}`;
      const packet = ip6({
        src: LEFT,
        dst: RIGHT,
        nxt: 0,
        payload: join(optionsHeader(17, [0x3e, 2, 1, 2, 1, 0]), udp(LEFT, RIGHT, new Uint8Array(5))),
      });
      const there = own(leftGateway(lines('out')), packet);
      assert.equal(there.errno, 0);
      assert.deepEqual([there.sent[0].bytes[6], there.sent[0].bytes[40]], [0, proto === 'esp' ? 50 : 51]);
      const changed = there.sent[0].bytes.slice();
      changed[44] ^= 0xff;
      const here = receiveRight(rightGateway(lines('in')), changed);
      hasSteps(here, `${proto}6_input.mode=transport`, 'ip6_input.inbound-policy=accept');
      assert.equal(here.by, 'udp6_input.port=closed', 'a mutable option may change');
      assert.deepEqual(
        here.steps.findLast(({ point }) => point?.id === 'ip6_input.next-header')?.packet.slice(40),
        join(changed.slice(40, 48).fill(17, 0, 1), packet.slice(48)),
      );
    }
  });

  it('in transport mode and through a tunnel', () => {
    const lab = leftGateway(
      `${ESP}${AH}spdadd ${LEFT} ::/0 any -P out ipsec ah/transport/${LEFT}-${RIGHT}/require esp/tunnel/${LEFT}-${RIGHT}/require`,
    );
    const there = own(lab, ip6({ src: LEFT, dst: '2001:db8:9::77', nxt: 59, payload: new Uint8Array(0) }));
    assert.equal(there.sent[0].bytes[6], 50);
    hasSteps(
      there,
      'ip6_output.policy-action=ipsec',
      'ipsec6_output.transform=ah',
      'ipsec6_output.transform=esp',
    );
    const here = receiveRight(rightGateway(`${ESP}${AH}`), there.sent[0].bytes);
    assert.equal(here.verdict, 'decapsulated');
  });

  it('is told of a missing association by an ICMPv6 error to itself', () => {
    const lab = leftGateway(transportPolicy('out'));
    const there = own(lab, ownPacket());
    assert.equal(there.errno, 2);
    assert.equal(lab.counters['icmp6stat.icp6s_odst_unreach_admin'], 1);
    assert.equal(lab.counters['ipsec6stat.out_nosa'], 1);
    assert.deepEqual(there.sent, []);
    const passed = own(leftGateway(transportPolicy('out', 'esp', 'use')), ownPacket());
    assert.deepEqual(
      passed.sent.map(one => one.bytes),
      [ownPacket()],
    );
  });

  it('a policy without transforms, and what cannot be transformed', () => {
    const empty = leftGateway('spdadd ::/0 ::/0 any -P out ipsec');
    const dropped = own(empty, ownPacket());
    assert.equal(dropped.errno, 22);
    hasSteps(dropped, 'ip6_output.policy-action=request-missing');
    const huge = own(
      leftGateway(`${ESP}${transportPolicy('out')}`),
      ip6({ src: LEFT, dst: RIGHT, payload: new Uint8Array(65530) }),
    );
    hasSteps(huge, 'ipsec6_output_trans.length=too-long');
    assert.equal(huge.errno, 22);
    const tunnelOnly = leftGateway(
      `spdadd ${LEFT} ::/0 any -P out ipsec esp/tunnel/${LEFT}-${RIGHT}/require`,
    );
    assert.equal(own(tunnelOnly, ownPacket()).errno, 2);
  });

  it('AH cannot be computed over options that run past their header', () => {
    const options = optionsHeader(17, [0x3e, 200, 1, 2, 1, 0]);
    const hopByHop = ip6({ src: LEFT, dst: RIGHT, nxt: 0, payload: join(options, new Uint8Array(24)) });
    const failed = own(leftGateway(`${AH}spdadd ::/0 ::/0 any -P out ipsec ah/transport//require`), hopByHop);
    hasSteps(failed, 'ah6_output.authentication=failed');
  });
});
