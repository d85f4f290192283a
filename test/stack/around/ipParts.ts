/** IPv4 in parts: fragments, and options. */
import assert from 'node:assert/strict';
import { get32 } from '../../../src/wire/bytes';
import type { Lab, Outcome } from '../lab';
import { router4 } from '../lab4';
import { frame4, type Ip4Fields, icmp4, icmpOf, ip4, isSound, quad } from '../packets4';

const set = (lab: Lab, name: string, value: number) =>
  lab.each((stack, host) => assert.equal(stack.sysctl_set(host, name, value), 0, name));
const has = (outcome: Outcome, step: string) =>
  assert.ok(outcome.path.includes(step), `${step} in ${outcome.path}`);
const kinds = (outcome: Outcome) => outcome.sent.map(one => `${one.kind} ${one.interface}`);
const MORE = 0x2000;

/** An echo request to the router, and a part of it: bytes of what it carries. */
const echo = icmp4(
  { dst: '192.0.2.1' },
  8,
  0,
  new Uint8Array(60).map((_, i) => i),
);
const part = (from: number, to: number, more = to < 64, fields: Ip4Fields = {}) =>
  ip4({
    dst: '192.0.2.1',
    p: 1,
    off: (from >> 3) | (more ? MORE : 0),
    payload: echo.slice(20 + from, 20 + to),
    ...fields,
  });
const hear = (lab: Lab, packet: Uint8Array) => lab.receive(frame4(packet));

describe('IPv4 reassembly', () => {
  for (const [name, order] of [
    [
      'in order',
      [
        [0, 24],
        [24, 48],
        [48, 64],
      ],
    ],
    [
      'the last first',
      [
        [48, 64],
        [24, 48],
        [0, 24],
      ],
    ],
    [
      'overlapping',
      [
        [0, 24],
        [16, 48],
        [40, 64],
      ],
    ],
    [
      'overlapping what came before',
      [
        [24, 48],
        [0, 32],
        [48, 64],
      ],
    ],
    [
      'covering what came before',
      [
        [24, 32],
        [0, 48],
        [48, 64],
      ],
    ],
  ] as const) {
    it(`puts a packet together ${name}`, () => {
      const lab = router4();
      const outcomes = order.map(([from, to]) => hear(lab, part(from, to)));
      assert.deepEqual(
        outcomes.map(one => one.verdict),
        ['queued', 'queued', 'delivered'],
      );
      assert.deepEqual(outcomes[2].sent[0].bytes.slice(28), echo.slice(28));
      assert.ok(isSound(outcomes[2].sent[0].bytes));
      assert.equal(lab.counters['ipstat.ips_reassembled'], 1);
      assert.deepEqual(lab.host.ipq, { queues: [], bytes: 0 });
      assert.equal(lab.host.timers.length, 0);
    });
  }

  it('what came twice is dropped', () => {
    const lab = router4();
    hear(lab, part(0, 24));
    const outcome = hear(lab, part(8, 24));
    assert.deepEqual([outcome.verdict, outcome.by], ['dropped', 'ip_reass.overlap=covered']);
    has(hear(lab, part(16, 40)), 'ip_reass.overlap=preceding');
  });

  it('waits thirty seconds', () => {
    const lab = router4();
    hear(lab, part(0, 24));
    has(lab.timer(), 'ip_slowtimo.expired=thrown-away');
    assert.deepEqual([lab.host.now, lab.counters['ipstat.ips_fragtimeout']], [30e9, 1]);
  });

  it('keeps packets apart by their identification, and not too many', () => {
    const lab = set(router4(), 'net.inet.ip.maxfragpackets', 1);
    hear(lab, part(0, 24));
    has(hear(lab, part(24, 48, true, { id: 9 })), 'ip_reass.queue=oldest-dropped');
    assert.equal(lab.host.ipq.queues.length, 1);
    has(hear(lab, part(48, 56, true, { id: 9 })), 'ip_reass.queue=known');
    const none = hear(set(router4(), 'net.inet.ip.maxfragpackets', 0), part(0, 24));
    assert.deepEqual([none.verdict, none.by], ['dropped', 'ip_reass.fragment=refused']);
    const few = set(router4(), 'net.inet.ip.maxfragsperpacket', 1);
    hear(few, part(0, 24));
    assert.equal(hear(few, part(24, 48)).by, 'ip_reass.complete=too-many');
    assert.equal(few.counters['ipstat.ips_fragdropped'], 2);
  });

  it('refuses what can be no fragment', () => {
    const lab = router4();
    assert.equal(hear(lab, part(0, 23, true)).by, 'ip_reass.fragment=odd-length');
    assert.equal(hear(lab, part(0, 0, true)).by, 'ip_reass.fragment=odd-length');
    assert.equal(lab.counters['ipstat.ips_toosmall'], 2);
    assert.equal(hear(lab, part(0, 64, false, { off: 8191 })).by, 'ip_reass.complete=too-long');
    assert.equal(lab.counters['ipstat.ips_toolong'], 1);
  });

  it('fragments do not fill the memory', () => {
    const lab = router4().each((_stack, host) => {
      host.ipq.bytes = 16 << 20;
    });
    assert.equal(hear(lab, part(0, 24)).by, 'ip_reass.queue=no-memory');
  });

  it('fragments that are not ours are forwarded as they are', () => {
    const outcome = hear(router4(), ip4({ off: 5 }));
    assert.deepEqual(kinds(outcome), ['forwarded em1']);
  });
});

describe('IPv4 options', () => {
  const send = (options: readonly number[], fields: Ip4Fields = {}, lab = router4()) =>
    hear(lab, ip4({ options, ...fields }));
  const address = (text: string) => [...quad(text)];
  const optionsOf = (outcome: Outcome) => [
    ...outcome.sent[0].bytes.subarray(20, (outcome.sent[0].bytes[0] & 0xf) * 4),
  ];

  function refused(outcome: Outcome, by: string, icmp: readonly number[] | null): void {
    assert.deepEqual([outcome.verdict, outcome.by], ['dropped', by]);
    assert.deepEqual(
      outcome.sent.map(one => [...one.bytes.subarray(20, 22), one.bytes[24]]),
      icmp === null ? [] : [icmp],
    );
    for (const { bytes } of outcome.sent) assert.ok(isSound(bytes));
  }

  it('passes by what is nothing to it', () => {
    const outcome = send([1, 148, 4, 0, 0, 130, 3, 0]);
    assert.equal(outcome.verdict, 'forwarded');
    assert.ok(isSound(outcome.sent[0].bytes));
  });

  it('refuses lengths that are not possible, and says where', () => {
    const lab = router4();
    refused(send([1, 148, 1, 0], {}, lab), 'ip_dooptions.option=bad-length', [12, 0, 22]);
    refused(send([148, 40, 0, 0]), 'ip_dooptions.option=bad-length', [12, 0, 21]);
    refused(send([1, 1, 1, 148]), 'ip_dooptions.option=bad-length', [12, 0, 24]);
    assert.equal(lab.counters['ipstat.ips_badoptions'], 1);
  });

  it('records the way', () => {
    const outcome = send([7, 7, 4, 0, 0, 0, 0, 0]);
    assert.deepEqual(optionsOf(outcome), [7, 7, 8, ...address('198.51.100.1'), 0]);
    has(send([7, 7, 8, 1, 2, 3, 4, 0]), 'ip_dooptions.record-route=full');
    refused(send([7, 7, 3, 0, 0, 0, 0, 0]), 'ip_dooptions.record-route=bad-pointer', [12, 0, 22]);
    refused(
      send([7, 7, 4, 0, 0, 0, 0, 0], { dst: '8.8.8.8' }),
      'ip_dooptions.record-route=no-route',
      [3, 1, 0],
    );
  });

  it('adds its time', () => {
    const at = (seconds: number) =>
      router4().each((_stack, host) => {
        host.now = seconds * 1e9;
      });
    assert.deepEqual(optionsOf(send([68, 8, 5, 0, 0, 0, 0, 0], {}, at(1))), [68, 8, 9, 0, 0, 0, 3, 232]);
    const both = send([68, 12, 5, 1, 0, 0, 0, 0, 0, 0, 0, 0], { dst: '192.0.2.1', p: 6 }, at(1));
    has(both, 'ip_dooptions.timestamp=added');
    const asked = [68, 12, 5, 3, ...address('192.0.2.1'), 0, 0, 0, 0];
    assert.equal(get32(send(asked, {}, at(1)).sent[0].bytes, 28), 1000);
    has(send([68, 12, 5, 3, ...address('8.8.8.8'), 0, 0, 0, 0]), 'ip_dooptions.timestamp=not-asked');
    assert.deepEqual(optionsOf(send([68, 8, 9, 0, 0, 0, 0, 0]))[3], 0x10);
    for (const option of [
      [68, 8, 9, 0xf0, 0, 0, 0, 0],
      [68, 8, 4, 0, 0, 0, 0, 0],
      [68, 8, 5, 2, 0, 0, 0, 0],
      [68, 8, 5, 1, 0, 0, 0, 0],
    ]) {
      refused(send(option), 'ip_dooptions.timestamp=malformed', [12, 0, 22]);
    }
    const bare = router4().each((stack, host, em) => stack.in_ifremove(host, em('em0'), quad('192.0.2.1')));
    has(send([68, 12, 5, 1, 0, 0, 0, 0, 0, 0, 0, 0], {}, bare), 'ip_dooptions.timestamp=no-address');
  });

  it('follows source routes only where it is told to', () => {
    const loose = [131, 7, 4, ...address('198.51.100.20'), 0];
    const here = { dst: '192.0.2.1' };
    const lab = router4();
    refused(send(loose, here, lab), 'ip_dooptions.source-route=refused', [3, 5, 0]);
    refused(send(loose), 'ip_dooptions.source-route=refused', [3, 5, 0]);
    const host = set(router4(), 'net.inet.ip.forwarding', 0);
    refused(send(loose, here, host), 'ip_dooptions.source-route=dropped-silently', null);
    const willing = () => set(router4(), 'net.inet.ip.sourceroute', 1);
    const outcome = send(loose, here, willing());
    assert.equal(outcome.verdict, 'forwarded');
    assert.deepEqual(optionsOf(outcome), [131, 7, 8, ...address('198.51.100.1'), 0]);
    assert.deepEqual(outcome.sent[0].bytes.subarray(16, 20), quad('198.51.100.20'));
    has(send(loose, {}, willing()), 'ip_dooptions.source-route=not-there-yet');
    const strict = [137, ...loose.slice(1)];
    refused(send(strict, {}, willing()), 'ip_dooptions.source-route=strict-missed', [3, 5, 0]);
    assert.equal(send(strict, here, willing()).verdict, 'forwarded');
    refused(
      send([137, 7, 4, ...address('203.0.113.5'), 0], here, willing()),
      'ip_dooptions.source-route=no-way',
      [3, 5, 0],
    );
    refused(
      send([131, 7, 3, 0, 0, 0, 0, 0], here, willing()),
      'ip_dooptions.source-route=bad-pointer',
      [12, 0, 22],
    );
    const looping = send([131, 7, 4, ...address('203.0.113.5'), 0], here, willing());
    has(looping, 'ip_forward.redirect=source-routed');
    const ended = [131, 7, 8, 1, 2, 3, 4, 0];
    refused(send(ended, here), 'ip_dooptions.source-route=refused', [3, 5, 0]);
    const accepted = send(ended, here, set(router4(), 'net.inet.ip.accept_sourceroute', 1));
    has(accepted, 'ip_dooptions.source-route=end-accepted');
    assert.deepEqual(icmpOf(accepted.sent[0].bytes)[1], 3);
    has(
      send(
        [131, 7, 4, ...address('224.0.0.9'), 0],
        here,
        willing().each((stack, one, em) => {
          stack.rtadd(one.rt4, { dst: quad('224.0.0.0'), prefixlen: 4, ifp: em('em1') });
        }),
      ),
      'ip_input.multicast-member=not-member',
    );
  });
});
