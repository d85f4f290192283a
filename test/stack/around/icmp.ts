/** ICMP: what is answered, and what nobody is told. */
import assert from 'node:assert/strict';
import { get32 } from '../../../src/wire/bytes';
import { foldChecksum, sumBytes, sumPseudo4 } from '../../../src/wire/checksum';
import type { Lab, Outcome } from '../lab';
import { router4 } from '../lab4';
import { join } from '../packets';
import { frame4, type Ip4Fields, icmp4, icmpOf, ip4, isSound, quad } from '../packets4';

const ME = { dst: '192.0.2.1' };
const kinds = (outcome: Outcome) => outcome.sent.map(one => `${one.kind} ${one.interface}`);
const has = (outcome: Outcome, step: string) =>
  assert.ok(outcome.path.includes(step), `${step} in ${outcome.path}`);
const set = (lab: Lab, name: string, value: number) =>
  lab.each((stack, host) => assert.equal(stack.sysctl_set(host, name, value), 0, name));
const hear = (packet: Uint8Array, lab = router4()) => lab.receive(frame4(packet));
const quoted = (fields: Ip4Fields = {}) =>
  join([0, 0, 0, 0], ip4({ src: '192.0.2.1', dst: '8.8.8.8', ...fields }).slice(0, 28));

function settles(outcome: Outcome, verdict: string, by: string): void {
  assert.deepEqual([outcome.verdict, outcome.by], [verdict, by]);
  for (const { bytes } of outcome.sent) assert.ok(isSound(bytes));
}

describe('ICMP', () => {
  it('answers echo requests, with the options that record the way', () => {
    const lab = router4();
    const outcome = hear(icmp4({ ...ME, tos: 7 }, 8, 0), lab);
    settles(outcome, 'delivered', 'icmp_input.message=echo');
    assert.deepEqual(kinds(outcome), ['local em0']);
    const { bytes } = outcome.sent[0];
    assert.deepEqual(icmpOf(bytes), [0, 0, 0x10001, 1]);
    assert.deepEqual(bytes.subarray(12, 20), join(quad('192.0.2.1'), quad('192.0.2.10')));
    assert.deepEqual(
      [lab.counters['icmpstat.icps_reflect'], lab.counters['icmpstat.icps_outhist.0']],
      [1, 1],
    );
    const options = [7, 11, 4, 0, 0, 0, 0, 0, 0, 0, 0, 1, 148, 4, 0, 0];
    const recorded = hear(icmp4({ ...ME, options }, 8, 0), lab).sent[0].bytes;
    assert.equal(recorded[0], 0x48);
    assert.deepEqual(recorded.subarray(20, 27), join([7, 11, 8], quad('192.0.2.1')));
  });

  it('answers by the address that it was asked at', () => {
    const outcome = hear(icmp4({ dst: '198.51.100.1' }, 8, 0));
    has(outcome, 'icmp_reflect.source=addressed');
    assert.deepEqual(outcome.sent[0].bytes.subarray(12, 16), quad('198.51.100.1'));
  });

  it('answers for many only where it is told to', () => {
    const dst = '192.0.2.255';
    const lab = router4();
    settles(hear(icmp4({ dst }, 8, 0), lab), 'dropped', 'icmp_input.message=echo-for-many');
    settles(
      hear(icmp4({ dst: '224.0.0.1' }, 13, 0, new Uint8Array(16)), lab),
      'dropped',
      'icmp_input.message=timestamp-for-many',
    );
    assert.deepEqual(
      [lab.counters['icmpstat.icps_bmcastecho'], lab.counters['icmpstat.icps_bmcasttstamp']],
      [1, 1],
    );
    const told = hear(icmp4({ dst }, 8, 0), set(router4(), 'net.inet.icmp.bmcastecho', 1));
    has(told, 'icmp_reflect.source=broadcast');
    assert.deepEqual(told.sent[0].bytes.subarray(12, 16), quad('192.0.2.1'));
  });

  it('answers timestamp requests, and mask requests where it is told to', () => {
    const lab = router4().each((_stack, host) => {
      host.now = 5e9;
    });
    const time = hear(icmp4(ME, 13, 0, new Uint8Array(16)), lab);
    settles(time, 'delivered', 'icmp_input.message=timestamp');
    assert.deepEqual([time.sent[0].bytes[20], get32(time.sent[0].bytes, 32)], [14, 5000]);
    settles(hear(icmp4(ME, 13, 0, new Uint8Array(8))), 'dropped', 'icmp_input.message=bad-length');
    settles(hear(icmp4(ME, 17, 0, new Uint8Array(8))), 'delivered', 'icmp_input.message=unknown');
    const mask = hear(icmp4(ME, 17, 0, new Uint8Array(8)), set(router4(), 'net.inet.icmp.maskrepl', 1));
    settles(mask, 'delivered', 'icmp_input.message=mask');
    assert.equal(get32(mask.sent[0].bytes, 28), 0xffffff00);
  });

  it('hands errors and replies up, when they are whole', () => {
    settles(hear(icmp4(ME, 0, 0)), 'delivered', 'icmp_input.message=echo-reply');
    settles(hear(icmp4(ME, 3, 1, quoted())), 'delivered', 'icmp_input.message=error');
    settles(hear(icmp4(ME, 3, 99, quoted())), 'dropped', 'icmp_input.message=bad-code');
    settles(hear(icmp4(ME, 12, 2, quoted())), 'dropped', 'icmp_input.message=bad-code');
    settles(hear(icmp4(ME, 11, 0, [0, 0, 0, 0, 0x45])), 'dropped', 'icmp_input.message=bad-length');
    const told = set(router4(), 'net.inet.ip.forwarding', 0);
    settles(hear(icmp4(ME, 5, 9, quoted()), told), 'dropped', 'icmp_input.message=bad-code');
    settles(hear(icmp4(ME, 5, 1, quoted({ vhl: 0x44 })), told), 'dropped', 'icmp_input.message=bad-length');
    const damaged = icmp4(ME, 8, 0);
    damaged[27] ^= 1;
    settles(hear(damaged), 'dropped', 'icmp_input.checksum=bad');
    settles(hear(ip4({ ...ME, p: 1, payload: [8, 0, 0] })), 'dropped', 'icmp_input.length=too-short');
  });

  it('answers no more than it may in a second', () => {
    const lab = set(router4(), 'net.inet.icmp.icmplim', 2);
    const ask = (type: number, length: number) => hear(icmp4(ME, type, 0, new Uint8Array(length)), lab);
    for (const [type, length] of [
      [8, 4],
      [13, 16],
    ]) {
      assert.equal(ask(type, length).verdict, 'delivered');
      assert.equal(ask(type, length).verdict, 'delivered');
      settles(ask(type, length), 'dropped', 'icmp_input.message=too-many');
    }
    const errors = [1, 2, 3].map(() => hear(ip4({ ttl: 1 }), lab));
    assert.deepEqual(
      errors.map(one => one.sent.length),
      [1, 1, 0],
    );
    has(errors[2], 'icmp_error.rate-limit=too-many');
    lab.each((_stack, host) => {
      host.now += 1e9;
    });
    assert.equal(hear(ip4({ ttl: 1 }), lab).sent.length, 1);
  });

  it('quotes the whole header of TCP, and 8 bytes of all else', () => {
    const header = [0, 1, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0x60, 2, 0, 0, 0, 0, 0, 0, 2, 4, 5, 0xb4];
    const bytesOf = (payload: number[]) => hear(ip4({ ttl: 1, p: 6, payload })).sent[0].bytes.length;
    const segment = ip4({ p: 6, payload: header });
    const sum = foldChecksum(sumBytes(segment, 20, 24, sumPseudo4(segment, 12, 24, 6)));
    header.splice(16, 2, sum >> 8, sum & 0xff);
    assert.equal(bytesOf(header), 20 + 8 + 20 + 24);
    assert.equal(bytesOf(header.slice(0, 22)), 20 + 8 + 20 + 8, 'it is not all there');
    assert.equal(hear(ip4({ ttl: 1 })).sent[0].bytes.length, 20 + 8 + 20 + 8);
  });

  it('tells nobody of what must not be told', () => {
    const quiet = (packet: Uint8Array, step: string) => {
      const outcome = hear(packet);
      has(outcome, step);
      assert.deepEqual(kinds(outcome), []);
    };
    quiet(ip4({ ttl: 1, off: 5 }), 'icmp_error.fragment=yes');
    quiet(icmp4({ ttl: 1 }, 3, 1, quoted()), 'icmp_error.about-error=yes');
    assert.equal(hear(icmp4({ ttl: 1 }, 8, 0)).sent.length, 1, 'questions are told of');
    quiet(ip4({ ttl: 1, src: '224.0.0.9' }), 'icmp_reflect.return-address=bad');
    quiet(ip4({ ttl: 1, src: '0.0.0.0' }), 'icmp_reflect.return-address=bad');
    quiet(ip4({ ttl: 1, p: 6, payload: [0, 1, 0, 2, 0, 0, 0] }), 'icmp_error.cut-short=yes');
    const many = router4().receive(frame4(ip4({ options: [7, 0, 0, 0] }), { dst: '01:00:5e:00:00:01' }));
    has(many, 'icmp_error.group=yes');
    const secret = router4().event((stack, host) => {
      const packet = ip4({ ttl: 1 });
      const m = stack.m_get(host, packet, 0, packet.length);
      m.flags = stack.M_DECRYPTED;
      m.rcvif = stack.ifunit(host, 'em0');
      stack.ip_forward(host, m, false);
    });
    has(secret, 'icmp_error.decrypted=yes');
  });

  it('answers by another address of the machine, and not without any', () => {
    const lab = router4().each((stack, host, em) => {
      stack.in_ifremove(host, em('em0'), quad('192.0.2.1'));
    });
    const outcome = hear(ip4({ ttl: 1, src: '198.51.100.20' }), lab);
    has(outcome, 'icmp_reflect.source=any');
    assert.deepEqual(outcome.sent[0].bytes.subarray(12, 16), quad('198.51.100.1'));
    lab.each((stack, host, em) => stack.in_ifremove(host, em('em1'), quad('198.51.100.1')));
    has(hear(ip4({ ttl: 1 }), lab), 'icmp_reflect.source=none');
  });

  it('redirects change the route to one machine', () => {
    const redirect = (gateway: string, src = '192.0.2.2', dst = '203.0.113.5') =>
      icmp4(
        { src, dst: '192.0.2.1' },
        5,
        1,
        join(quad(gateway), ip4({ src: '192.0.2.1', dst }).slice(0, 28)),
      );
    const machine = () => set(router4(), 'net.inet.ip.forwarding', 0);
    const lab = machine();
    settles(hear(redirect('192.0.2.3'), lab), 'delivered', 'icmp_input.redirect=added');
    lab.each((stack, host) => {
      const rt = stack.rtalloc1(host.rt4, quad('203.0.113.5'));
      assert.deepEqual([rt?.prefixlen, rt?.rt_gateway], [32, quad('192.0.2.3')]);
    });
    settles(
      hear(redirect('192.0.2.3', '192.0.2.77'), machine()),
      'dropped',
      'icmp_input.redirect=not-gateway',
    );
    settles(
      hear(redirect('192.0.2.3', '192.0.2.2', '8.8.8.8'), machine()),
      'dropped',
      'icmp_input.redirect=not-gateway',
    );
    settles(hear(redirect('8.8.8.8'), machine()), 'dropped', 'icmp_input.redirect=not-on-link');
    settles(hear(redirect('192.0.2.1'), machine()), 'dropped', 'icmp_input.redirect=not-on-link');
    settles(
      hear(redirect('192.0.2.3'), set(machine(), 'net.inet.icmp.drop_redirect', 1)),
      'dropped',
      'icmp_input.redirect=ignored',
    );
    settles(hear(redirect('192.0.2.3')), 'dropped', 'icmp_input.redirect=router');
    settles(hear(redirect('192.0.2.2', '192.0.2.3'), lab), 'delivered', 'icmp_input.redirect=added');
    lab.each((stack, host) => {
      const rt = stack.rtalloc1(host.rt4, quad('203.0.113.5'));
      assert.deepEqual(
        [rt?.rt_gateway, (rt?.rt_flags ?? 0) & stack.RTF_MODIFIED],
        [quad('192.0.2.2'), stack.RTF_MODIFIED],
      );
    });
  });
});
