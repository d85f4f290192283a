/** What the words of `ndp` and `arp` mean. */
import type { ReferenceTable } from './table';

export const ndpReference: ReferenceTable = {
  ndp: {
    manual: 'ndp(8)',
    rows: [
      [
        'ndp',
        'ndp -s|-d|-c|-i|-I|-P|-R …',
        'Changes the neighbour cache. Neighbours that no line gives are unknown and solicited when needed.',
        'ndp -s fe80::2%em0 02:00:00:00:01:03',
      ],
      [
        '-s',
        'ndp -s NEIGHBOUR MAC [temp] [proxy]',
        'Gives a neighbour its link address, for good unless temp.',
        'ndp -s 2001:db8:1::10 02:00:00:00:01:01',
      ],
      ['-d', 'ndp -d NEIGHBOUR', 'Forgets a neighbour.', 'ndp -d 2001:db8:1::10'],
      ['-c', 'ndp -c', 'Forgets every neighbour.', 'at 5s ndp -c'],
      [
        '-i',
        'ndp -i IF [FLAG…] [VARIABLE=N…]',
        'Settings of neighbour discovery on an interface; a - before a flag turns it off.',
        'ndp -i em0 -nud linkmtu=1400',
      ],
      [
        '-I',
        'ndp -I IF|delete',
        'While there is no default router, every destination to which a route leads by this interface is taken for a neighbour on it; delete for none.',
        'ndp -I em0',
      ],
      ['-P', 'ndp -P', 'Forgets every prefix learned from routers.', 'at 5s ndp -P'],
      ['-R', 'ndp -R', 'Forgets every default router learned.', 'at 5s ndp -R'],
      [
        'temp',
        'temp',
        'The neighbour may become stale and be forgotten.',
        'ndp -s 2001:db8:1::10 02:00:00:00:01:01 temp',
      ],
      [
        'proxy',
        'proxy',
        'Answer solicitations for the neighbour. Kept without effect.',
        'ndp -s 2001:db8:1::10 02:00:00:00:01:01 proxy',
      ],
      ['nud', '[-]nud', 'Ask neighbours whether they are still there; with - do not.', 'ndp -i em0 nud'],
      [
        'disabled',
        '[-]disabled',
        'IPv6 is off on the interface: nothing is received, sending fails with ENETDOWN. With - it is on again.',
        'ndp -i em0 disabled',
      ],
      [
        'accept_rtadv',
        '[-]accept_rtadv',
        'Learn from router advertisements on this interface, where net.inet6.ip6.accept_rtadv is 1. On unless turned off with -.',
        'ndp -i em0 accept_rtadv',
      ],
      [
        'prefer_source',
        '[-]prefer_source',
        'Prefer addresses of this interface. Kept without effect.',
        'ndp -i em0 prefer_source',
      ],
      [
        'linkmtu',
        'linkmtu=BYTES',
        'MTU as learned from a router; the smaller one of it and the interface’s counts.',
        'ndp -i em0 linkmtu=1400',
      ],
      ['maxmtu', 'maxmtu=BYTES', 'MTU that the driver allows.', 'ndp -i em0 maxmtu=1500'],
      ['retrans', 'retrans=MILLISECONDS', 'Time between two solicitations.', 'ndp -i em0 retrans=1000'],
      ['chlim', 'chlim=N', 'Hop limit of packets of our own on this link.', 'ndp -i em0 chlim=64'],
    ],
  },
  rtsol: {
    manual: 'rtsol(8)',
    rows: [
      [
        'rtsol',
        'rtsol IF',
        'Solicits routers: up to three times, four seconds apart, until one advertises itself.',
        'rtsol em0',
      ],
    ],
  },
  arp: {
    manual: 'arp(8)',
    rows: [
      [
        'arp',
        'arp -s HOST MAC [temp] [pub [only]]',
        'Gives an IPv4 neighbour its link address for good, or with `temp` as if ARP had found it. With `pub` this machine answers for it.',
        'arp -s 192.0.2.2 02:00:00:00:00:02',
      ],
      [
        '-s',
        'arp -s HOST MAC',
        'Gives an IPv4 neighbour its link address.',
        'arp -s 192.0.2.2 02:00:00:00:00:02',
      ],
      ['-S', 'arp -S HOST MAC', 'As -s, in place of what is there.', 'arp -S 192.0.2.2 02:00:00:00:00:02'],
      ['-d', 'arp -d HOST|-a', 'Forgets one IPv4 neighbour, or all.', 'arp -d 192.0.2.2'],
      ['-a', 'arp -d -a', 'Every IPv4 neighbour.', 'at 5s arp -d -a'],
      [
        'temp',
        'arp -s HOST MAC temp',
        'The entry ages and is forgotten, as if ARP had found it.',
        'arp -s 192.0.2.2 02:00:00:00:00:02 temp',
      ],
      [
        'permanent',
        'arp -s HOST MAC permanent',
        'The entry stays, as it does without this word.',
        'arp -s 192.0.2.2 02:00:00:00:00:02 permanent',
      ],
      [
        'pub',
        'arp -s HOST MAC pub [only]',
        'This machine answers ARP requests for the address, with this link address.',
        'arp -s 192.0.2.2 02:00:00:00:00:02 pub',
      ],
      [
        'only',
        'arp -s HOST MAC pub only',
        'The entry answers requests and is not used for sending.',
        'arp -s 192.0.2.2 02:00:00:00:00:02 pub only',
      ],
    ],
  },
};
