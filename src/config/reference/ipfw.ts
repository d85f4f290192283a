/** What the words of `ipfw` mean. */
import type { ReferenceTable } from './table';

export const ipfwReference: ReferenceTable = {
  ipfw: {
    manual: 'ipfw(8)',
    rows: [
      [
        'ipfw',
        'ipfw add|delete|zero|flush …',
        'The packet filter. Rules are tried by number; the first allow or deny that matches ends the search, and the default rule 65535 allows.',
        'ipfw add 100 deny ip6 from 2001:db8:bad::/48 to any in recv em0',
      ],
      [
        'add',
        'ipfw add [NUMBER] ACTION PROTO from ADDR to ADDR [OPTION…]',
        'Adds a rule. Without a number it comes 100 after the last one.',
        'ipfw add 200 allow ipv6-icmp from any to me',
      ],
      ['delete', 'ipfw delete NUMBER…', 'Takes away the rules of a number.', 'ipfw delete 200'],
      ['zero', 'ipfw zero [NUMBER…]', 'Sets the counters of rules to 0.', 'ipfw zero'],
      ['flush', 'ipfw flush', 'Takes every rule away but the default one.', 'ipfw flush'],
      ['allow', 'allow', 'The packet passes; the search ends.', 'ipfw add allow ip from any to any'],
      ['accept', 'accept', 'The same as allow.', 'ipfw add accept ip from any to any'],
      ['pass', 'pass', 'The same as allow.', 'ipfw add pass ip from any to any'],
      ['permit', 'permit', 'The same as allow.', 'ipfw add permit ip from any to any'],
      [
        'deny',
        'deny',
        'The packet is dropped; the search ends. A forwarded packet is answered with Destination Unreachable, as the kernel does.',
        'ipfw add deny udp from any to any out xmit em1',
      ],
      ['drop', 'drop', 'The same as deny.', 'ipfw add drop udp from any to any out xmit em1'],
      ['count', 'count', 'The rule only counts; the search goes on.', 'ipfw add count tcp from any to any'],
      [
        'log',
        'log [logamount N]',
        'Write a line to the log. Kept without effect.',
        'ipfw add deny log ip from any to ::/0',
      ],
      [
        'from',
        'from [not] ADDR',
        'The source: any, me, an address, a prefix, or a list with commas.',
        'ipfw add count ip from not 2001:db8::/32 to any',
      ],
      ['to', 'to [not] ADDR', 'The destination, as the source.', 'ipfw add count ip from any to me'],
      ['any', 'any', 'Every address.', 'ipfw add count ip from any to any'],
      ['me', 'me', 'Every address of this machine.', 'ipfw add count ip from any to me'],
      ['me6', 'me6', 'Every IPv6 address of this machine.', 'ipfw add count ip from any to me6'],
      ['not', 'not ADDR', 'Every address but this.', 'ipfw add deny ip from not 2001:db8::/32 to any'],
      ['in', 'in', 'Packets that come in.', 'ipfw add count ip from any to any in'],
      ['out', 'out', 'Packets that go out.', 'ipfw add count ip from any to any out'],
      [
        'recv',
        'recv IF',
        'Packets that were received on the interface; em* stands for all of a kind.',
        'ipfw add count ip from any to any out recv em0 xmit em1',
      ],
      [
        'xmit',
        'xmit IF',
        'Packets that leave by the interface.',
        'ipfw add count ip from any to any out xmit em1',
      ],
      [
        'via',
        'via IF',
        'recv for packets that come in, xmit for those that go out.',
        'ipfw add count ip from any to any via em*',
      ],
    ],
  },
};
