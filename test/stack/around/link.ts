/** Frames of every link type, and who they are for. */
import assert from 'node:assert/strict';
import { fromHex } from '../../../src/wire/bytes';
import * as link from '../../../src/wire/linktype';
import { router } from '../lab';
import { ethernet, ip6, join } from '../packets';

const packet = ip6();
const word = (value: number) => [value >>> 24, value >>> 16, value >>> 8, value].map(byte => byte & 0xff);
const little = (value: number) => word(value).reverse();
const sll = (type: number, protocol: number) =>
  join([type >> 8, type & 0xff, 0, 1, 0, 6], fromHex('0200000000100000'), [protocol >> 8, protocol & 0xff]);
const sll2 = (type: number, protocol: number) =>
  join([protocol >> 8, protocol & 0xff, 0, 0, 0, 0, 0, 1, 0, 1, type, 6], fromHex('0200000000100000'));
const pktap = (inner: number, length = 108) => {
  const header = new Uint8Array(length);
  header.set(little(length), 0);
  header.set(little(1), 4);
  header.set(little(inner), 8);
  return header;
};

interface Case {
  readonly name: string;
  readonly linkType: number;
  readonly frame: Uint8Array;
  /** `forwarded`, or the outcome that dropped it. */
  readonly expect: string;
}

const ETH = link.LINKTYPE_ETHERNET;
const cases: readonly Case[] = [
  { name: 'Ethernet to its own address', linkType: ETH, frame: ethernet(packet), expect: 'forwarded' },
  {
    name: 'Ethernet broadcast with a unicast packet',
    linkType: ETH,
    frame: ethernet(packet, { dst: 'ff:ff:ff:ff:ff:ff' }),
    expect: 'ip6_forward.multicast-destination=link-broadcast',
  },
  {
    name: 'Ethernet multicast with a unicast packet',
    linkType: ETH,
    frame: ethernet(packet, { dst: '33:33:00:00:00:01' }),
    expect: 'ip6_forward.multicast-destination=link-broadcast',
  },
  {
    name: 'Ethernet to another machine',
    linkType: ETH,
    frame: ethernet(packet, { dst: '02:00:00:00:01:99' }),
    expect: 'ether_input.destination=other',
  },
  {
    name: 'Ethernet cut off',
    linkType: ETH,
    frame: ethernet([]).slice(0, 13),
    expect: 'link_input.header=cut-off',
  },
  {
    name: 'IPv4',
    linkType: ETH,
    frame: ethernet(new Uint8Array(46), { type: 0x0800 }),
    expect: 'ip_input.version=other',
  },
  {
    name: 'ARP',
    linkType: ETH,
    frame: ethernet(new Uint8Array(46), { type: 0x0806 }),
    expect: 'arpintr.header=hardware',
  },
  {
    name: '802.1Q tag',
    linkType: ETH,
    frame: ethernet(join([0, 100, 0x86, 0xdd], packet), { type: 0x8100 }),
    expect: 'ether_demux.protocol=vlan',
  },
  {
    name: '802.1ad tag',
    linkType: ETH,
    frame: ethernet(join([0, 100, 0x86, 0xdd], packet), { type: 0x88a8 }),
    expect: 'ether_demux.protocol=vlan',
  },
  {
    name: '802.3 length',
    linkType: ETH,
    frame: ethernet(new Uint8Array(46), { type: 46 }),
    expect: 'ether_demux.protocol=other',
  },
  { name: 'raw IP', linkType: link.LINKTYPE_RAW, frame: packet, expect: 'forwarded' },
  { name: 'raw IP as BSD numbers it', linkType: link.LINKTYPE_RAW_BSD, frame: packet, expect: 'forwarded' },
  {
    name: 'raw IP as OpenBSD numbers it',
    linkType: link.LINKTYPE_RAW_OPENBSD,
    frame: packet,
    expect: 'forwarded',
  },
  {
    name: 'raw IPv4',
    linkType: link.LINKTYPE_RAW,
    frame: Uint8Array.of(0x45),
    expect: 'ip_input.minimum=too-short',
  },
  {
    name: 'raw of no version',
    linkType: link.LINKTYPE_RAW,
    frame: Uint8Array.of(0xf0),
    expect: 'ether_demux.protocol=other',
  },
  {
    name: 'raw without a byte',
    linkType: link.LINKTYPE_RAW,
    frame: new Uint8Array(0),
    expect: 'link_input.header=cut-off',
  },
  { name: 'IPv6 link type', linkType: link.LINKTYPE_IPV6, frame: packet, expect: 'forwarded' },
  { name: 'IPv4 link type', linkType: link.LINKTYPE_IPV4, frame: packet, expect: 'ip_input.version=other' },
  ...[10, 24, 28, 30].flatMap(family => [
    {
      name: `Null, family ${family} little-endian`,
      linkType: link.LINKTYPE_NULL,
      frame: join(little(family), packet),
      expect: 'forwarded',
    },
    {
      name: `Null, family ${family} big-endian`,
      linkType: link.LINKTYPE_NULL,
      frame: join(word(family), packet),
      expect: 'forwarded',
    },
  ]),
  {
    name: 'Null, IPv4',
    linkType: link.LINKTYPE_NULL,
    frame: join(little(2), packet),
    expect: 'ip_input.version=other',
  },
  {
    name: 'Null, other family',
    linkType: link.LINKTYPE_NULL,
    frame: join(little(7), packet),
    expect: 'ether_demux.protocol=other',
  },
  {
    name: 'Null cut off',
    linkType: link.LINKTYPE_NULL,
    frame: Uint8Array.of(30, 0, 0),
    expect: 'link_input.header=cut-off',
  },
  {
    name: 'OpenBSD loopback',
    linkType: link.LINKTYPE_LOOP,
    frame: join(word(24), packet),
    expect: 'forwarded',
  },
  {
    name: 'OpenBSD loopback cut off',
    linkType: link.LINKTYPE_LOOP,
    frame: Uint8Array.of(0),
    expect: 'link_input.header=cut-off',
  },
  {
    name: 'cooked, to us',
    linkType: link.LINKTYPE_LINUX_SLL,
    frame: join(sll(0, 0x86dd), packet),
    expect: 'forwarded',
  },
  {
    name: 'cooked, broadcast',
    linkType: link.LINKTYPE_LINUX_SLL,
    frame: join(sll(1, 0x86dd), packet),
    expect: 'ip6_forward.multicast-destination=link-broadcast',
  },
  {
    name: 'cooked, multicast',
    linkType: link.LINKTYPE_LINUX_SLL,
    frame: join(sll(2, 0x86dd), packet),
    expect: 'ip6_forward.multicast-destination=link-broadcast',
  },
  {
    name: 'cooked, to another host',
    linkType: link.LINKTYPE_LINUX_SLL,
    frame: join(sll(3, 0x86dd), packet),
    expect: 'link_input.packet-type=other',
  },
  {
    name: 'cooked, sent by the captured machine',
    linkType: link.LINKTYPE_LINUX_SLL,
    frame: join(sll(4, 0x86dd), packet),
    expect: 'link_input.packet-type=outgoing',
  },
  {
    name: 'cooked, unheard-of packet type',
    linkType: link.LINKTYPE_LINUX_SLL,
    frame: join(sll(7, 0x86dd), packet),
    expect: 'forwarded',
  },
  {
    name: 'cooked cut off',
    linkType: link.LINKTYPE_LINUX_SLL,
    frame: sll(0, 0x86dd).slice(1),
    expect: 'link_input.header=cut-off',
  },
  {
    name: 'cooked 2, to us',
    linkType: link.LINKTYPE_LINUX_SLL2,
    frame: join(sll2(0, 0x86dd), packet),
    expect: 'forwarded',
  },
  {
    name: 'cooked 2, to another host',
    linkType: link.LINKTYPE_LINUX_SLL2,
    frame: join(sll2(3, 0x86dd), packet),
    expect: 'link_input.packet-type=other',
  },
  {
    name: 'cooked 2 cut off',
    linkType: link.LINKTYPE_LINUX_SLL2,
    frame: sll2(0, 0x86dd).slice(1),
    expect: 'link_input.header=cut-off',
  },
  { name: 'PPP', linkType: link.LINKTYPE_PPP, frame: join([0xff, 3, 0, 0x57], packet), expect: 'forwarded' },
  {
    name: 'PPP, compressed header',
    linkType: link.LINKTYPE_PPP,
    frame: join([0x57], packet),
    expect: 'forwarded',
  },
  {
    name: 'PPP, IPv4',
    linkType: link.LINKTYPE_PPP_HDLC,
    frame: join([0xff, 3, 0, 0x21], packet),
    expect: 'ip_input.version=other',
  },
  {
    name: 'PPP, control protocol',
    linkType: link.LINKTYPE_PPP,
    frame: join([0xc0, 0x21], packet),
    expect: 'ether_demux.protocol=other',
  },
  {
    name: 'PPP with direction',
    linkType: link.LINKTYPE_PPP_WITH_DIR,
    frame: join([0, 0xff, 3, 0, 0x57], packet),
    expect: 'forwarded',
  },
  {
    name: 'PPP cut off',
    linkType: link.LINKTYPE_PPP,
    frame: Uint8Array.of(0xff, 3),
    expect: 'link_input.header=cut-off',
  },
  {
    name: 'PKTAP around raw IP',
    linkType: link.LINKTYPE_PKTAP,
    frame: join(pktap(link.LINKTYPE_RAW_BSD), packet),
    expect: 'forwarded',
  },
  {
    name: 'PKTAP around Ethernet',
    linkType: link.LINKTYPE_USER2,
    frame: join(pktap(ETH), ethernet(packet)),
    expect: 'forwarded',
  },
  {
    name: 'PKTAP around Null',
    linkType: link.LINKTYPE_PKTAP,
    frame: join(pktap(link.LINKTYPE_NULL, 156), little(30), packet),
    expect: 'forwarded',
  },
  {
    name: 'PKTAP cut off',
    linkType: link.LINKTYPE_PKTAP,
    frame: pktap(1).slice(0, 40),
    expect: 'link_input.header=cut-off',
  },
  {
    name: 'PKTAP longer than the frame',
    linkType: link.LINKTYPE_PKTAP,
    frame: pktap(1, 400).slice(0, 100),
    expect: 'link_input.header=cut-off',
  },
  {
    name: 'PKTAP within PKTAP',
    linkType: link.LINKTYPE_PKTAP,
    frame: join(pktap(link.LINKTYPE_PKTAP), packet),
    expect: 'link_input.header=unknown-link-type',
  },
  {
    name: 'a link type of another kind',
    linkType: 147,
    frame: packet,
    expect: 'link_input.header=unknown-link-type',
  },
];

describe('link input', () => {
  for (const { name, linkType, frame, expect } of cases) {
    it(`${name}: ${expect}`, () => {
      const outcome = router().receive(frame, 'em0', linkType);
      if (expect === 'forwarded') {
        assert.equal(outcome.verdict, 'forwarded', outcome.by);
        assert.deepEqual(
          outcome.sent.map(one => [one.interface, one.kind]),
          [['em1', 'forwarded']],
        );
        const sent = packet.slice();
        sent[7]--;
        assert.deepEqual(outcome.sent[0].bytes, sent);
      } else {
        assert.deepEqual([outcome.verdict, outcome.by], ['dropped', expect]);
        assert.deepEqual(outcome.sent, []);
        assert.notEqual(outcome.reason, '', 'a drop has its reason in words');
      }
    });
  }

  it('takes every unicast frame while no link address was given', () => {
    const lab = router().each((stack, host) => {
      const em2 = stack.if_attach(host, { name: 'em2' });
      stack.if_setflags(host, em2, stack.IFF_UP, 0);
    });
    const outcome = lab.receive(ethernet(packet, { dst: '02:00:00:00:01:99' }), 'em2');
    assert.equal(outcome.verdict, 'forwarded');
    assert.ok(outcome.path.includes('ether_input.destination=any'));
  });

  it('hears nothing on an interface that is down', () => {
    const lab = router().each((stack, host, em) => stack.if_setflags(host, em('em0'), 0, stack.IFF_UP));
    const outcome = lab.receive(ethernet(packet));
    assert.equal(outcome.by, 'link_input.interface-up=down');
    assert.deepEqual(lab.counters, {});
  });
});
