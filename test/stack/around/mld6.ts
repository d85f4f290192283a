/**
 * Multicast Listener Discovery as it is on the wire; every branch of it is held against the vectors
 * (test/conformance/mld6).
 */
import assert from 'node:assert/strict';
import { formatIpv6 } from '../../../src/wire/address';
import { toHex } from '../../../src/wire/bytes';
import { type Outcome, router, type Stack, scoped } from '../lab';
import { address, ethernet, icmp6, ip6, join, optionsHeader } from '../packets';

const GROUP = 'ff05::db8';
const ROUTER_ALERT = [1, 0, 5, 2, 0, 0];

/** A router that time runs on, past its beginning. */
function running() {
  return router().each((_, host) => {
    host.settled = true;
  });
}

type Lab = ReturnType<typeof running>;

function onEm0(lab: Lab, what: (stack: Stack, host: Lab['host'], ifp: Lab['host']['interfaces'][0]) => void) {
  return lab.event((stack, host) => {
    const em0 = stack.ifunit(host, 'em0');
    assert.ok(em0);
    what(stack, host, em0);
  });
}

/** A program joins a group on em0. */
function joinGroup(lab: Lab, group = GROUP, delay = 0): Outcome {
  return onEm0(lab, (stack, host, em0) => {
    const addr = scoped(stack, em0, group);
    const mship = stack.in6_joingroup(host, em0, addr, delay);
    assert.ok(typeof mship !== 'number');
    em0.listeners.push({ group: addr, mship });
  });
}

/** The program that joined last leaves. */
function leaveGroup(lab: Lab): Outcome {
  return onEm0(lab, (stack, host, em0) => {
    const listener = em0.listeners.pop();
    assert.ok(listener);
    stack.in6_leavegroup(host, listener.mship);
  });
}

/** A message about a group arrives on em0, as routers and other listeners send it. */
function message(
  lab: Lab,
  type: number,
  group: string,
  maxdelay = 0,
  dst = group,
  src = 'fe80::10',
): Outcome {
  const body = join([maxdelay >>> 8, maxdelay & 0xff, 0, 0], address(group));
  const payload = join(optionsHeader(58, ROUTER_ALERT), icmp6(src, dst, type, 0, body));
  const packet = ip6({ src, dst, nxt: 0, hlim: 1, payload });
  const low = address(dst).slice(12);
  const mac = `33:33:${[...low].map(byte => byte.toString(16).padStart(2, '0')).join(':')}`;
  return lab.receive(ethernet(packet, { dst: mac }));
}

const sentTo = (outcome: Outcome) =>
  outcome.sent.map(({ kind, interface: by, bytes }) => [kind, by, formatIpv6(bytes, 24)]);

describe('multicast listener discovery', () => {
  it('announces a group with the router alert, from the link-local address, and again by timer', () => {
    const lab = running();
    const first = joinGroup(lab);
    assert.deepEqual(sentTo(first), [['mld-report', 'em0', GROUP]]);
    const { bytes } = first.sent[0];
    assert.equal(bytes.length, 72);
    assert.equal(
      toHex(bytes, 0, 48),
      '6000000000200001fe800000000000000000' + '00fffe000101ff050000000000000000000000000db83a00010005020000',
    );
    assert.equal(toHex(bytes, 48, 50), '8300');
    assert.equal(formatIpv6(bytes, 56), GROUP);
    const second = lab.timer();
    assert.deepEqual(sentTo(second), [['mld-report', 'em0', GROUP]]);
    assert.equal(lab.counters['if.em0.ifs6_out_mldreport'], 2);
    assert.equal(lab.counters['icmp6stat.icp6s_outhist.131'], 2);
    assert.equal(lab.host.timers.length, 0);
  });

  it('says Done to all routers when the last member leaves that reported last', () => {
    const lab = running();
    joinGroup(lab);
    joinGroup(lab);
    assert.deepEqual(sentTo(leaveGroup(lab)), [], 'another member is left');
    assert.equal(lab.host.timers.length, 0, 'and the repeated report is lost');
    assert.deepEqual(sentTo(leaveGroup(lab)), [['mld-done', 'em0', 'ff02::2']]);
  });

  it('leaves in silence when it answered a query after somebody else reported', () => {
    const lab = running();
    joinGroup(lab);
    assert.equal(message(lab, 131, GROUP).by, 'mld_input.type=report');
    message(lab, 130, GROUP, 1000);
    assert.deepEqual(sentTo(lab.timer()), [['mld-report', 'em0', GROUP]]);
    assert.deepEqual(sentTo(leaveGroup(lab)), []);
  });

  it('answers a general query about every group but ff02::1 and those of the interface, within the delay', () => {
    const lab = running();
    const query = message(lab, 130, '::', 2000, 'ff02::1');
    assert.deepEqual([query.verdict, query.by], ['delivered', 'mld_input.type=query']);
    assert.deepEqual(query.sent, []);
    const groups: string[] = [];
    while (lab.host.timers.length > 0) {
      const before = lab.host.now;
      for (const { kind, frame, bytes } of lab.timer().sent) {
        assert.deepEqual([kind, frame], ['mld-report', 1], 'it belongs to the query');
        groups.push(formatIpv6(bytes, 24).replace(/ff02::2:.*/, 'ff02::2:…'));
      }
      assert.ok(lab.host.now >= before && lab.host.now < 2e9);
    }
    assert.deepEqual(groups.sort(), ['ff02::1:ff00:1', 'ff02::1:ff00:101', 'ff02::2:…']);
  });

  it('answers at once when the query allows no delay', () => {
    const lab = running();
    joinGroup(lab);
    assert.deepEqual(sentTo(message(lab, 130, GROUP)), [['mld-report', 'em0', GROUP]]);
    assert.equal(lab.host.timers.length, 0);
  });

  it('a query that allows less than a tick stops the kernel', () => {
    const lab = running();
    joinGroup(lab);
    lab.timer();
    for (const milliseconds of [1, 9]) {
      assert.throws(() => message(lab, 130, GROUP, milliseconds), /divide-by-zero/);
    }
    assert.deepEqual(sentTo(message(lab, 130, GROUP, 10)), []);
  });

  it('takes no message from beyond the link, and gives Done to programs', () => {
    const lab = running();
    const far = message(lab, 130, '::', 1000, 'ff02::1', '2001:db8:1::10');
    assert.deepEqual([far.verdict, far.by], ['dropped', 'mld_input.source=other']);
    joinGroup(lab, 'ff02::2');
    const done = message(lab, 132, GROUP, 0, 'ff02::2');
    assert.deepEqual([done.verdict, done.by], ['delivered', 'icmp6_input.message=listener']);
  });

  it('delivers a group to its members only', () => {
    const lab = running();
    const frame = ethernet(ip6({ src: '2001:db8:1::10', dst: GROUP }), { dst: '33:33:00:00:0d:b8' });
    assert.equal(lab.receive(frame).by, 'ip6_input.multicast-member=not-member');
    joinGroup(lab);
    assert.ok(lab.receive(frame).path.includes('ip6_input.multicast-member=member'));
    leaveGroup(lab);
    assert.equal(lab.receive(frame).by, 'ip6_input.multicast-member=not-member');
  });

  it('keeps groups while their addresses are away, without a word about it', () => {
    const lab = running();
    joinGroup(lab);
    const remove = (text: string) =>
      onEm0(lab, (stack, host, em0) => {
        assert.equal(stack.in6_ifremove(host, em0, address(text)), 0);
      });
    remove('fe80::ff:fe00:101');
    const member = (stack: Stack, em0: Lab['host']['interfaces'][0]) =>
      stack.in6_lookup_multi(em0, address(GROUP), 0) !== null;
    lab.each((stack, _, em) => assert.ok(member(stack, em('em0')), 'moved to the other address'));
    remove('2001:db8:1::1');
    lab.each((stack, host, em) => {
      assert.ok(!member(stack, em('em0')));
      assert.equal(host.in6_mk.find(mk => mk.mk_ifp.name === 'em0')?.mk_head.length, 1, 'parked');
    });
    const back = onEm0(lab, (stack, host, em0) => {
      stack.in6_ifadd(host, em0, { addr: address('2001:db8:1::7'), prefixlen: 64 });
    });
    lab.each((stack, _, em) => assert.ok(member(stack, em('em0')), 'restored'));
    assert.ok(!sentTo(back).some(([, , group]) => group === GROUP));
  });

  it('on a machine at time zero nothing is sent and no timer runs', () => {
    const lab = router();
    assert.deepEqual(joinGroup(lab).sent, []);
    assert.equal(lab.host.timers.length, 0);
    assert.deepEqual(lab.counters['icmp6stat.icp6s_outhist.131'], undefined);
    lab.each((_, host) => {
      host.settled = true;
    });
    assert.deepEqual(sentTo(leaveGroup(lab)), [['mld-done', 'em0', 'ff02::2']], 'it was reported before');
  });

  it('lays out its hop-by-hop header once, padding first', () => {
    const lab = running();
    const built = lab.event((stack, host) => stack.mld_init(host));
    assert.deepEqual(built.path, ['mld_init.option-template=built']);
    assert.equal(toHex(lab.host.mld_hbh, 0, 8), '0000010005020000');
  });

  it('asks for the zone of each group, and a fault says that there is none', () => {
    const fails = (after: number, what: (lab: Lab) => Outcome, step: string) => {
      const lab = running();
      joinGroup(lab);
      lab.each((stack, host) => stack.fault_add(host, { function: 'in6_setscope', errno: 6, after }));
      const outcome = what(lab);
      assert.ok(outcome.path.includes(step), `${step} in ${outcome.path}`);
    };
    fails(0, lab => joinGroup(lab, 'ff05::db9'), 'mld_start_listening.zone=none');
    fails(0, leaveGroup, 'mld_stop_listening.allnodes-zone=none');
    fails(1, leaveGroup, 'mld_stop_listening.allrouters-zone=none');
    fails(0, lab => message(lab, 130, GROUP, 1000), 'mld_input.zone=none');
    fails(1, lab => message(lab, 130, GROUP, 1000), 'mld_input.query-allnodes-zone=none');
  });
});
