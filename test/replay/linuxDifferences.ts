/** Where the real Linux router of the captures and a BSD kernel do not do the same, each with the reason. */

export interface LinuxDifference {
  /** Key of oracle.json. */
  readonly capture: string;
  readonly side: 'lan' | 'wan';
  readonly frame: number;
  /** What the model does: its verdict, and the ICMPv6 error as type, code, parameter. */
  readonly verdict: string;
  readonly icmp6: readonly [number, number, number] | null;
  readonly reason: string;
}

export const linuxDifferences: readonly LinuxDifference[] = [
  {
    capture: '08-unreachables-r1-lan.pcap',
    side: 'lan',
    frame: 3,
    verdict: 'dropped',
    icmp6: [1, 3, 0],
    reason:
      'A prohibit route of Linux answers "administratively prohibited". BSD has reject routes only: the loopback interface refuses the packet with EHOSTUNREACH, which ip6_forward reports as "address unreachable".',
  },
  {
    capture: '08-unreachables-r1-lan.pcap',
    side: 'lan',
    frame: 5,
    verdict: 'dropped',
    icmp6: [1, 3, 0],
    reason:
      'An unreachable route of Linux answers "no route". A reject route of BSD is a route that was found, and is reported as "address unreachable".',
  },
  {
    capture: '08-unreachables-r1-lan.pcap',
    side: 'lan',
    frame: 7,
    verdict: 'forwarded',
    icmp6: null,
    reason:
      'Both say nothing about a blackhole route. BSD finds the route, gives the packet to the loopback interface, which takes it without an error, and so counts it as forwarded.',
  },
];

/**
 * Packets that the real router sent and the model does not send byte for byte, beside those of
 * `linuxDifferences`.
 */
export const sentDifferently: readonly {
  readonly capture: string;
  readonly frame: number;
  readonly reason: string;
}[] = [
  {
    capture: '08-unreachables-r1-lan.pcap',
    frame: 4,
    reason: 'The answer to frame 3: "administratively prohibited" there, "address unreachable" here.',
  },
  {
    capture: '08-unreachables-r1-lan.pcap',
    frame: 6,
    reason: 'The answer to frame 5: "no route" there, "address unreachable" here.',
  },
  {
    capture: '08-unreachables-r1-lan+wan.pcapng',
    frame: 4,
    reason: 'The same answer as frame 4 of the file of one side.',
  },
  {
    capture: '08-unreachables-r1-lan+wan.pcapng',
    frame: 6,
    reason: 'The same answer as frame 6 of the file of one side.',
  },
];
