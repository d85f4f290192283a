/** ARP: asking, answering, waiting, giving up. */
import assert from 'node:assert/strict';
import type { Lab, Outcome } from '../lab';
import { router4 } from '../lab4';
import { HOST_MAC, join, mac } from '../packets';
import { arp, arpFrame, frame4, ip4, quad } from '../packets4';

const ME = '192.0.2.1';
const OTHER = '192.0.2.50';
const OTHER_MAC = '02:00:00:00:00:50';
const kinds = (outcome: Outcome) => outcome.sent.map(one => `${one.kind} ${one.interface}`);
const hear = (lab: Lab, packet: Uint8Array) => lab.receive(arpFrame(packet));
const send = (lab: Lab, dst = OTHER) => lab.receive(frame4(ip4({ src: '198.51.100.20', dst })), 'em1');
/** em1 takes every frame, so that packets can be sent to em0. */
const open = () =>
  router4().each((_stack, _host, em) => {
    em('em1').lladdrGiven = false;
  });
const later = (lab: Lab, seconds: number) =>
  lab.each((_stack, host) => {
    host.now += seconds * 1e9;
  });
const has = (outcome: Outcome, step: string) =>
  assert.ok(outcome.path.includes(step), `${step} in ${outcome.path}`);
const lines = (lab: Lab) => {
  const said: string[] = [];
  lab.each((_stack, host) => {
    host.io.console = text => said.push(text);
  });
  return said;
};

describe('ARP', () => {
  it('a packet waits until its neighbour answers', () => {
    const lab = open();
    const waits = send(lab);
    assert.deepEqual(
      [waits.verdict, waits.by, kinds(waits)],
      ['queued', 'arpresolve.queue=first', ['arp-request em0']],
    );
    assert.deepEqual(waits.sent[0].bytes, arp(1, ME, OTHER, '02:00:00:00:01:01'));
    assert.equal(waits.sent[0].nexthop, null);
    const answered = hear(lab, arp(2, OTHER, ME, OTHER_MAC));
    assert.deepEqual([answered.verdict, answered.by], ['consumed', 'in_arpinput.answer=reply']);
    has(answered, 'in_arpinput.learned=address');
    assert.deepEqual(kinds(answered), ['forwarded em0']);
    assert.equal(answered.sent[0].frame, 1);
    has(send(lab), 'arpresolve.state=known');
  });

  it('only one packet waits, and its neighbour is asked once a second', () => {
    const lab = open();
    send(lab);
    assert.deepEqual([send(lab).by, kinds(send(lab))], ['arpresolve.queue=replaces', []]);
    const again = send(later(lab, 1));
    assert.deepEqual([again.by, kinds(again)], ['arpresolve.queue=asks-again', ['arp-request em0']]);
  });

  it('gives a neighbour up that does not answer, and asks again after a while', () => {
    const lab = open();
    for (let i = 0; i < 5; i++) send(later(lab, 1));
    const tired = send(later(lab, 1));
    assert.deepEqual([tired.by, kinds(tired)], ['arpresolve.queue=gives-up', []]);
    const down = send(lab);
    has(down, 'arpresolve.state=down');
    assert.deepEqual([down.verdict, kinds(down)], ['dropped', ['icmp-error em1']]);
    has(send(later(lab, 20)), 'arpresolve.queue=asks-again');
  });

  it('forgets what is not used, with the packet that waited', () => {
    const lab = open();
    send(lab);
    hear(lab, arp(1, '192.0.2.60', ME, '02:00:00:00:00:60'));
    const outcome = lab.timer();
    has(outcome, 'arptimer.expired=unanswered');
    has(outcome, 'arptimer.expired=kept');
    assert.equal(lab.host.arp.size, 4, 'three by hand and the one that spoke');
    for (let i = 0; i < 2; i++) lab.timer();
    has(lab.timer(), 'arptimer.expired=forgotten');
    assert.equal(lab.host.timers.length, 0);
  });

  it('asks again before a link address runs out', () => {
    const lab = open();
    hear(lab, arp(1, OTHER, ME, OTHER_MAC));
    const outcome = send(later(lab, 1197));
    has(outcome, 'arpresolve.state=refresh');
    assert.deepEqual(kinds(outcome), ['arp-request em0', 'forwarded em0']);
  });

  it('answers whoever asks for it, and remembers them', () => {
    const lab = router4();
    const outcome = hear(lab, arp(1, OTHER, ME, OTHER_MAC));
    assert.deepEqual(
      [outcome.verdict, outcome.by, kinds(outcome)],
      ['consumed', 'in_arpinput.answer=own', ['arp-reply em0']],
    );
    has(outcome, 'in_arpinput.learned=new');
    assert.deepEqual(outcome.sent[0].bytes, arp(2, ME, OTHER, '02:00:00:00:01:01', OTHER_MAC));
    has(hear(lab, arp(1, OTHER, ME, OTHER_MAC)), 'in_arpinput.learned=same');
  });

  it('answers for others where it is told to', () => {
    const lab = router4().each((stack, host, em) => {
      stack.arp_setentry(host, em('em0'), quad('192.0.2.99'), mac('02:00:00:00:00:99'), {
        proxy: true,
        temp: true,
      });
    });
    const outcome = hear(lab, arp(1, OTHER, '192.0.2.99', OTHER_MAC));
    assert.deepEqual([outcome.by, kinds(outcome)], ['in_arpinput.answer=proxy', ['arp-reply em0']]);
    const other = hear(lab, arp(1, OTHER, '192.0.2.98', OTHER_MAC));
    assert.deepEqual([other.verdict, other.by], ['dropped', 'in_arpinput.answer=other']);
    has(other, 'in_arpinput.learned=stranger');
  });

  it('follows a neighbour that moves, but not from what was made by hand or to another link', () => {
    const lab = open();
    const said = lines(lab);
    hear(lab, arp(1, OTHER, ME, OTHER_MAC));
    has(hear(lab, arp(1, OTHER, ME, '02:00:00:00:00:51')), 'in_arpinput.learned=moved');
    has(hear(lab, arp(1, '192.0.2.10', ME, OTHER_MAC)), 'in_arpinput.learned=permanent');
    has(
      lab.receive(arpFrame(arp(1, OTHER, '198.51.100.1', OTHER_MAC)), 'em1'),
      'in_arpinput.learned=other-interface',
    );
    assert.deepEqual(
      new Set(said),
      new Set([
        'arp: 192.0.2.50 moved from 02:00:00:00:00:50 to 02:00:00:00:00:51 on em0',
        'arp: 02:00:00:00:00:50 attempts to modify permanent entry for 192.0.2.10 on em0',
        'arp: 192.0.2.50 is on em0 but got reply from 02:00:00:00:00:50 on em1',
      ]),
    );
  });

  it('does not believe everybody', () => {
    const lab = router4();
    const said = lines(lab);
    const refused = (packet: Uint8Array, by: string) => {
      const outcome = hear(lab, packet);
      assert.deepEqual([outcome.verdict, outcome.by], ['dropped', by]);
      assert.notEqual(outcome.reason, '');
    };
    refused(arp(1, OTHER, ME, '02:00:00:00:01:01'), 'in_arpinput.sender=own');
    refused(arp(1, OTHER, ME, 'ff:ff:ff:ff:ff:ff'), 'in_arpinput.sender=broadcast');
    const duplicate = hear(lab, arp(1, ME, ME, OTHER_MAC));
    has(duplicate, 'in_arpinput.sender=uses-mine');
    assert.deepEqual(kinds(duplicate), ['arp-reply em0']);
    assert.equal(said[0], 'arp: 02:00:00:00:00:50 is using my IP address 192.0.2.1!');
    const broken = (change: (packet: Uint8Array) => Uint8Array, by: string) =>
      refused(change(arp(1, OTHER, ME)), `arpintr.header=${by}`);
    broken(packet => packet.slice(0, 7), 'runt');
    broken(packet => packet.slice(0, 27), 'runt');
    broken(packet => join([0, 7], packet.slice(2)), 'hardware');
    broken(packet => join(packet.slice(0, 4), [8], packet.slice(5)), 'hardware');
    broken(packet => join(packet.slice(0, 2), [0x86, 0xdd], packet.slice(4)), 'protocol');
    lab.each((stack, host, em) => stack.in_ifremove(host, em('em0'), quad(ME)));
    refused(arp(1, OTHER, ME, OTHER_MAC), 'in_arpinput.sender=no-address');
  });

  it('a gateway that is not on the link is no neighbour; an interface without address asks as nobody', () => {
    const lab = open().each((stack, host, em) => {
      stack.rtadd(host.rt4, {
        dst: quad('10.0.0.0'),
        prefixlen: 8,
        gateway: quad('203.0.113.1'),
        ifp: em('em0'),
      });
      const em2 = stack.if_attach(host, { name: 'em2', lladdr: mac('02:00:00:00:01:03') });
      stack.if_setflags(host, em2, stack.IFF_UP, 0);
      stack.rtadd(host.rt4, { dst: quad('172.16.0.0'), prefixlen: 12, flags: stack.RTF_CLONING, ifp: em2 });
    });
    const strange = send(lab, '10.0.0.1');
    has(strange, 'arpresolve.entry=not-local');
    assert.deepEqual(kinds(strange), ['icmp-error em1']);
    const nobody = send(lab, '172.16.0.1');
    has(nobody, 'arprequest.source=none');
    assert.deepEqual(kinds(nobody), ['arp-request em2']);
  });

  it('by hand: entries are set, moved and forgotten, and let a packet go', () => {
    const lab = open();
    send(lab);
    const set = lab.event((stack, host) => {
      const em0 = stack.ifunit(host, 'em0');
      assert.ok(em0);
      assert.equal(stack.arp_setentry(host, em0, quad(OTHER), mac(OTHER_MAC)), 0);
    });
    assert.deepEqual(kinds(set), ['forwarded em0']);
    lab.each((stack, host, em) => {
      assert.equal(stack.arp_setentry(host, em('em1'), quad(OTHER), mac(HOST_MAC)), 0);
      assert.equal(stack.arp_lookup(host, 0xc0000232)?.ifp, em('em1'));
      assert.equal(stack.arp_delentry(host, quad(OTHER)), 0);
      assert.equal(stack.arp_delentry(host, quad(OTHER)), 3);
      assert.equal(stack.arp_setentry(host, em('lo0'), quad(OTHER), mac(HOST_MAC)), 22);
    });
  });

  it('a whole subnet that is scanned does not fill the memory', () => {
    const lab = open().each((stack, host, em) => {
      stack.in_ifadd(host, em('em0'), { addr: quad('10.0.0.1'), prefixlen: 8 });
      for (let i = 2; i < 9000; i++) stack.arp_create(host, em('em0'), Uint8Array.of(10, 0, i >> 8, i), 0);
    });
    assert.equal(lab.host.arp.size, 8192);
    assert.ok(lab.host.arp.has(0xc000020a | 0), 'what was made by hand stays');
  });
});
