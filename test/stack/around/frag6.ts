/** Fragments for this machine: reassembly, its limits, and what their senders are told. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { get16, get32 } from '../../../src/wire/bytes';
import { type Lab, type Outcome, router } from '../lab';
import {
  address,
  errorOf,
  ethernet,
  fragmentHeader,
  icmp6,
  icmp6Packet,
  ip6,
  join,
  optionsHeader,
  routingHeader,
} from '../packets';

const OWN = '2001:db8:1::1';
const SRC = '2001:db8:1::10';

interface Piece {
  readonly off: number;
  readonly data: Uint8Array;
  readonly more: boolean;
  readonly id?: number;
  readonly src?: string;
  /** Extension headers before the fragment header; their last next header is filled in. */
  readonly before?: Uint8Array;
  readonly nxt?: number;
  readonly ecn?: number;
}

function piece({ off, data, more, id = 7, src = SRC, before, nxt = 58, ecn = 0 }: Piece): Uint8Array {
  const fragment = join(fragmentHeader(nxt, off, more, id), data);
  const packet =
    before === undefined
      ? ip6({ src, dst: OWN, nxt: 44, payload: fragment })
      : ip6({ src, dst: OWN, nxt: 60, payload: join(before, fragment) });
  packet[1] |= ecn << 4;
  return packet;
}

const send = (lab: Lab, one: Piece) => lab.receive(ethernet(piece(one)));
const fill = (length: number, value = 0) => new Uint8Array(length).fill(value);

/** The packet that the fragments have become, as the next step found it; null when they have not. */
function wholeOf(outcome: Outcome): Uint8Array | null {
  const at = outcome.steps.findIndex(
    (step, i) => i > 0 && step.point?.id === 'ip6_input.header-count' && step.operands.nest === 2,
  );
  return at < 0 ? null : outcome.steps[at].packet;
}

/** An echo request of `length` bytes of data, as the fragmentable part, and the answer to it. */
function echo(length: number): { request: Uint8Array; reply: Uint8Array } {
  const body = [0, 1, 0, 2, ...Array.from({ length }, (_, i) => (i * 7) & 0xff)];
  return { request: icmp6(SRC, OWN, 128, 0, body), reply: icmp6(OWN, SRC, 129, 0, body) };
}

describe('reassembly', () => {
  it('puts a packet together whatever the order, and answers it as a whole', () => {
    const { request, reply } = echo(100);
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ]) {
      const lab = router();
      const outcomes = order.map(i =>
        send(lab, { off: i * 40, data: request.slice(i * 40, i * 40 + 40), more: i < 2 }),
      );
      assert.deepEqual(
        outcomes.map(one => one.verdict),
        ['queued', 'queued', 'delivered'],
      );
      assert.deepEqual(
        outcomes[2].sent.map(one => one.bytes),
        [ip6({ src: OWN, dst: SRC, nxt: 58, payload: reply })],
      );
      assert.deepEqual(wholeOf(outcomes[2]), ip6({ src: SRC, dst: OWN, nxt: 58, payload: request }));
      const { counters } = lab;
      assert.equal(counters['ip6stat.ip6s_fragments'], 3);
      assert.equal(counters['ip6stat.ip6s_reassembled'], 1);
      assert.equal(counters['if.em0.ifs6_reass_reqd'], 3);
      assert.equal(counters['if.em0.ifs6_reass_ok'], 1);
      assert.deepEqual(
        [lab.host.frag6, lab.host.timers],
        [{ queues: [], nfragpackets: 0, nfrags: 0, bytes: 0 }, []],
      );
    }
  });

  it('marks the bytes that it changes', () => {
    const lab = router();
    const { request } = echo(40);
    send(lab, { off: 0, data: request.slice(0, 24), more: true });
    const { steps } = send(lab, { off: 24, data: request.slice(24), more: false });
    const whole = steps.find(step => step.point?.id === 'frag6_input.complete');
    assert.ok(whole !== undefined && whole.bytes.length > 0);
  });

  it('keeps the headers before the fragment header of the first fragment only', () => {
    const lab = router();
    const { request } = echo(40);
    const options = optionsHeader(44, [0x1e, 4, 1, 2, 3, 4]);
    send(lab, { off: 24, data: request.slice(24), more: false, nxt: 17 });
    const outcome = send(lab, { off: 0, data: request.slice(0, 24), more: true, before: options });
    assert.equal(outcome.verdict, 'delivered');
    options[0] = 58;
    const packet = ip6({ src: SRC, dst: OWN, nxt: 60, payload: join(options, request) });
    assert.ok(outcome.steps.some(step => Buffer.from(step.packet).equals(Buffer.from(packet))));
  });

  it('a fragment that is the whole packet goes through at once', () => {
    const outcome = send(router(), { off: 0, data: echo(8).request, more: false });
    assert.equal(outcome.verdict, 'delivered');
    assert.ok(outcome.path.includes('frag6_input.complete=whole'));
  });

  it('keeps packets apart by source and identification', () => {
    const lab = router();
    const { request } = echo(40);
    send(lab, { off: 0, data: request.slice(0, 24), more: true });
    const rest = { off: 24, data: request.slice(24), more: false };
    assert.equal(send(lab, { ...rest, id: 8 }).verdict, 'queued');
    assert.equal(send(lab, { ...rest, src: '2001:db8:1::11' }).verdict, 'queued');
    assert.equal(lab.host.frag6.queues.length, 3);
    assert.equal(send(lab, rest).verdict, 'delivered');
    assert.equal(lab.host.frag6.queues.length, 2);
  });

  const refused: readonly [
    name: string,
    packet: Uint8Array,
    by: string,
    error: number[] | null,
    count: string,
  ][] = [
    [
      'the packet ends within the header',
      ip6({ dst: OWN, nxt: 44, payload: fill(7) }),
      'header=cut-off',
      null,
      'ip6stat.ip6s_tooshort',
    ],
    [
      'a length that is no multiple of 8',
      piece({ off: 0, data: fill(17), more: true, nxt: 17 }),
      'header=odd-length',
      [4, 0, 4],
      'if.em0.ifs6_reass_fail',
    ],
    [
      'an end behind the longest packet',
      piece({ off: 65528, data: fill(8), more: false }),
      'size=too-long',
      [4, 0, 42],
      'ip6stat.ip6s_fragments',
    ],
  ];
  for (const [name, packet, by, error, count] of refused) {
    it(`refuses ${name}`, () => {
      const lab = router();
      const outcome = lab.receive(ethernet(packet));
      assert.deepEqual([outcome.verdict, outcome.by], ['dropped', `frag6_input.${by}`]);
      assert.notEqual(outcome.reason, '');
      assert.deepEqual(
        outcome.sent.map(one => errorOf(one.bytes)),
        error === null ? [] : [error],
      );
      assert.equal(lab.counters[count], 1);
    });
  }

  it('refuses a jumbogram', () => {
    const hopopts = join([44, 0, 0xc2, 4, 0, 1, 0x11, 0x70]);
    const payload = join(hopopts, fragmentHeader(17, 0, true, 1), fill(70000 - 16));
    const outcome = router().receive(ethernet(ip6({ dst: OWN, nxt: 0, plen: 0, payload })));
    assert.equal(outcome.by, 'frag6_input.header=jumbo');
    assert.deepEqual(errorOf(outcome.sent[0].bytes), [4, 0, 48]);
  });

  it('measures fragments again when the first one brings headers', () => {
    const lab = router();
    send(lab, { off: 65520, data: fill(15), more: false });
    send(lab, { off: 32, data: fill(8), more: true });
    const outcome = send(lab, {
      off: 0,
      data: fill(32),
      more: true,
      before: optionsHeader(44, [1, 4, 0, 0, 0, 0]),
    });
    assert.deepEqual(
      outcome.path.filter(step => step.startsWith('frag6_input.stored-size')),
      ['frag6_input.stored-size=fits', 'frag6_input.stored-size=too-long'],
    );
    assert.deepEqual(
      outcome.sent.map(one => errorOf(one.bytes)),
      [[4, 0, 42]],
    );
    assert.equal(outcome.verdict, 'queued');
    assert.equal(lab.host.frag6.nfrags, 2);
  });

  it('believes the older of two fragments that overlap, and waits on', () => {
    const lab = router();
    const { request, reply } = echo(56);
    send(lab, { off: 24, data: request.slice(24, 40), more: true });
    for (const [one, by] of [
      [{ off: 32, data: fill(16, 9), more: true }, 'preceding'],
      [{ off: 16, data: fill(16, 9), more: true }, 'succeeding'],
      [{ off: 24, data: request.slice(24, 40), more: true }, 'preceding'],
    ] as const) {
      const outcome = send(lab, one);
      assert.deepEqual([outcome.verdict, outcome.by], ['dropped', `frag6_input.overlap=${by}`]);
    }
    assert.equal(lab.counters['ip6stat.ip6s_fragdropped'], 3);
    assert.equal(lab.counters['if.em0.ifs6_reass_fail'], 3);
    send(lab, { off: 40, data: request.slice(40), more: false });
    const last = send(lab, { off: 0, data: request.slice(0, 24), more: true });
    assert.deepEqual(last.sent[0].bytes.slice(40), reply);
  });

  it('refuses congestion bits that cannot belong together', () => {
    for (const [first, second, fits] of [
      [2, 3, true],
      [2, 1, true],
      [0, 3, false],
      [1, 0, false],
      [3, 0, false],
      [0, 2, true],
    ] as const) {
      const lab = router();
      send(lab, { off: 0, data: fill(8), more: true, ecn: first });
      const { verdict, by } = send(lab, { off: 16, data: fill(8), more: true, ecn: second });
      assert.equal(verdict, fits ? 'queued' : 'dropped', `${first} and ${second}`);
      if (!fits) assert.equal(by, 'frag6_input.ecn=mixed');
    }
  });

  it('tells the sender of the first fragment after 60 seconds, and nobody when it did not come', () => {
    for (const off of [0, 8]) {
      const lab = router();
      send(lab, { off, data: fill(16), more: true, nxt: 17 });
      const outcome = lab.timer();
      assert.equal(lab.host.now, 60e9);
      assert.ok(outcome.path.includes(`frag6_freef.first=${off === 0 ? 'yes' : 'no'}`));
      assert.deepEqual(
        outcome.sent.map(one => [one.frame, errorOf(one.bytes)]),
        off === 0 ? [[1, [3, 1, 0]]] : [],
      );
      assert.equal(lab.counters['ip6stat.ip6s_fragtimeout'], 1);
      assert.equal(lab.host.frag6.nfrags, 0);
    }
  });

  it('the error quotes the fragment as it was on the wire', () => {
    const lab = router();
    const packet = ip6({
      src: 'fe80::10',
      dst: OWN,
      nxt: 44,
      payload: join(fragmentHeader(17, 0, true, 7), fill(16)),
    });
    lab.receive(ethernet(packet));
    assert.deepEqual(lab.timer().sent[0].bytes.slice(48), packet);
  });

  it('keeps to its limits', () => {
    const lab = router().each((stack, host) => {
      assert.equal(stack.sysctl_set(host, 'net.inet6.ip6.maxfragpackets', 2), 0);
      assert.equal(stack.sysctl_set(host, 'net.inet6.ip6.maxfrags', 3), 0);
    });
    const start = (id: number) => send(lab, { off: 0, data: fill(8), more: true, id });
    assert.deepEqual(
      [1, 2, 3].map(id => start(id).by),
      ['frag6_input.complete=more-follow', 'frag6_input.complete=more-follow', 'frag6_input.queue=too-many'],
    );
    assert.equal(send(lab, { off: 8, data: fill(8), more: true, id: 1 }).verdict, 'queued');
    assert.equal(
      send(lab, { off: 16, data: fill(8), more: true, id: 1 }).by,
      'frag6_input.fragment-limit=too-many',
    );
    assert.equal(lab.counters['ip6stat.ip6s_fragdropped'], 2);
  });

  it('gives up the oldest when its limit becomes lower', () => {
    const lab = router();
    for (const id of [1, 2, 3]) send(lab, { off: 0, data: fill(8), more: true, id, nxt: 17 });
    lab.each((stack, host) => void stack.sysctl_set(host, 'net.inet6.ip6.maxfragpackets', 1));
    const outcome = lab.timer();
    assert.equal(lab.host.now, 500e6);
    assert.deepEqual(
      outcome.sent.map(one => [one.frame, ...errorOf(one.bytes)]),
      [
        [1, 3, 1, 0],
        [2, 3, 1, 0],
      ],
    );
    assert.equal(lab.counters['ip6stat.ip6s_fragoverflow'], 2);
    assert.equal(lab.host.frag6.queues.length, 1);
  });

  it('keeps no more bytes than a kernel has clusters, whatever the settings allow', () => {
    const lab = router().each((stack, host) => void stack.sysctl_set(host, 'net.inet6.ip6.maxfrags', -1));
    const data = fill(65000);
    let outcome = send(lab, { off: 0, data, more: true });
    for (let id = 1; outcome.verdict === 'queued' && id < 300; id++) {
      outcome = send(lab, { off: 0, data, more: true, id: 100 + id });
    }
    assert.equal(outcome.by, 'frag6_input.memory=none');
    assert.ok(lab.host.frag6.bytes <= 16 * 1024 * 1024);
  });

  it('fails where a fault says so: for the queue, and for the fragment', () => {
    for (const [after, by, counted] of [
      [0, 'queue=fault', 1],
      [1, 'memory=fault', 1],
    ] as const) {
      const lab = router().each((stack, host) =>
        stack.fault_add(host, { function: 'frag6_input', errno: stack.ENOMEM, after, times: 1 }),
      );
      assert.equal(send(lab, { off: 0, data: fill(8), more: true }).by, `frag6_input.${by}`);
      assert.equal(lab.counters['ip6stat.ip6s_fragdropped'], 1);
      assert.equal(lab.host.frag6.nfragpackets, counted, 'a queue that was not made counts for ever');
    }
  });

  it('is what an independent model says, whatever arrives', () => {
    const fragments = fc.array(
      fc.record({
        off: fc.nat(6),
        blocks: fc.integer({ min: 1, max: 3 }),
        cut: fc.nat(7),
        more: fc.boolean(),
      }),
      { minLength: 1, maxLength: 14 },
    );
    fc.assert(
      fc.property(fragments, all => {
        const lab = router();
        const model = new Model();
        for (const [i, { off, blocks, cut, more }] of all.entries()) {
          const data = fill(blocks * 8 - (more ? 0 : cut), i + 1);
          const outcome = send(lab, { off: off * 8, data, more, nxt: 59 });
          const expected = model.take(off * 8, data, more);
          assert.equal(wholeOf(outcome) === null ? outcome.verdict : 'whole', expected.kind);
          if (expected.kind === 'whole') assert.deepEqual(wholeOf(outcome)?.slice(40), expected.bytes);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('of a packet cut anywhere, in any order, twice over, gives that packet', () => {
    const cuts = fc.tuple(
      fc.uniqueArray(fc.integer({ min: 1, max: 24 }), { maxLength: 8 }),
      fc.integer({ min: 0, max: 0xffffffff }),
    );
    const { request, reply } = echo(200 - 8);
    fc.assert(
      fc.property(cuts, fc.array(fc.nat(), { minLength: 20, maxLength: 20 }), ([at, id], keys) => {
        const edges = [0, ...at.sort((a, b) => a - b).map(cut => cut * 8), request.length];
        const pieces = edges.slice(0, -1).map((off, i) => ({
          off,
          data: request.slice(off, edges[i + 1]),
          more: edges[i + 1] < request.length,
          id,
        }));
        const shuffled = pieces
          .flatMap((one, i) => [
            { one, key: keys[i] },
            { one, key: keys[i + 10] },
          ])
          .sort((a, b) => a.key - b.key);
        const lab = router();
        const answers = shuffled.flatMap(({ one }) => send(lab, one).sent);
        assert.ok(answers.length >= 1);
        for (const answer of answers) assert.deepEqual(answer.bytes.slice(40), reply);
      }),
      { numRuns: 100 },
    );
  });

  it('takes what another machine of its kind has cut', () => {
    const data = Array.from({ length: 5000 }, (_, i) => (i * 3) & 0xff);
    const { sent } = router().receive(
      ethernet(icmp6Packet({ src: SRC, dst: OWN, type: 128 }, [0, 1, 0, 2, ...data])),
    );
    assert.ok(sent.length === 4);
    const lab = router();
    const outcomes = sent.map(one => {
      const packet = one.bytes.slice();
      packet.set(address(OWN), 24);
      return lab.receive(ethernet(packet));
    });
    const whole = wholeOf(outcomes[3]);
    assert.equal(whole?.length, 40 + 8 + 5000);
    assert.deepEqual([...(whole ?? []).slice(48)], data);
  });
});

/** The simplest thing that reassembles: who wrote each byte. */
class Model {
  private bytes = new Map<number, number>();
  private last = { off: -1, more: true };

  take(off: number, data: Uint8Array, more: boolean): { kind: string; bytes?: Uint8Array } {
    const places = Array.from(data, (_, i) => off + i);
    if (places.some(place => this.bytes.has(place))) return { kind: 'dropped' };
    for (const [i, place] of places.entries()) this.bytes.set(place, data[i]);
    if (off > this.last.off) this.last = { off, more };
    const end = Math.max(...this.bytes.keys()) + 1;
    if (this.bytes.size < end || this.last.more) return { kind: 'queued' };
    const whole = Uint8Array.from({ length: end }, (_, i) => this.bytes.get(i) ?? 0);
    this.bytes = new Map();
    this.last = { off: -1, more: true };
    return { kind: 'whole', bytes: whole };
  }
}

describe('routing headers of type 0', () => {
  const packet = ip6({
    dst: OWN,
    nxt: 43,
    payload: join(routingHeader(17, 0, 1, ['2001:db8:2::20']), fill(8)),
  });

  it('are forwarded by, as they were before RFC 5095', () => {
    assert.equal(router().receive(ethernet(packet)).verdict, 'forwarded');
  });

  it('are refused where net.inet6.ip6.rthdr0_allowed is 0, unless no segment is left', () => {
    const lab = router().each(
      (stack, host) => void stack.sysctl_set(host, 'net.inet6.ip6.rthdr0_allowed', 0),
    );
    const outcome = lab.receive(ethernet(packet));
    assert.deepEqual([outcome.verdict, outcome.by], ['dropped', 'route6_input.header=refused']);
    assert.deepEqual(errorOf(outcome.sent[0].bytes), [4, 0, 42]);
    assert.equal(get32(outcome.sent[0].bytes, 44), 42);
    assert.equal(get16(outcome.sent[0].bytes, 4), 8 + packet.length);
    const done = packet.slice();
    done[43] = 0;
    assert.notEqual(lab.receive(ethernet(done)).by, 'route6_input.header=refused');
  });
});
