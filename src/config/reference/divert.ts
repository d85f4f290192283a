/** What the words of `divert` mean. */
import type { ReferenceTable } from './table';

export const divertReference: ReferenceTable = {
  divert: {
    manual: null,
    rows: [
      [
        'divert',
        'divert PORT pass|drop [WORD…] [then pass [WORD…]] [for FILTER]',
        'A program that owns the divert socket on a port: what rules of ipfw divert there it reads, and gives back, changed or not, or keeps. Lines with a filter are tried in their order; the one without is for all other packets. What no line is for comes back as it was.',
        'divert 8668 pass set ip.dst = 192.0.2.9, udp.dstport = 53 for udp.dstport == 5353',
      ],
      [
        'pass',
        'pass [after TIME] [cookie N] [address ADDR] [name IF] [times N] [set FIELD = VALUE, …] [unmended]',
        'The program gives the packet back.',
        'divert 8668 pass',
      ],
      [
        'drop',
        'drop [after TIME]',
        'The program keeps the packet.',
        'divert 8668 drop for udp.dstport == 53',
      ],
      ['after', 'after TIME', 'How long the program holds a packet.', 'divert 8668 pass after 5ms'],
      [
        'cookie',
        'cookie N',
        'The rule behind which ipfw goes on, in place of the one that diverted the packet; 0 begins with the first.',
        'divert 8668 pass cookie 500',
      ],
      [
        'address',
        'address ADDR',
        'The address given back with the packet, in place of the one that came with it: with 0.0.0.0 the packet goes out, with any other it comes in, by the interface of that address where no name says which.',
        'divert 8668 pass address 0.0.0.0',
      ],
      [
        'name',
        'name IF',
        'The name of the interface given back with the packet, in place of the one that came with it; `""` for none. Names of 8 characters and more are not looked at.',
        'divert 8668 pass name em1',
      ],
      ['times', 'times N', 'How often the program gives a packet back.', 'divert 8668 pass times 2'],
      [
        'set',
        'set FIELD = VALUE, …',
        'Writes header fields of IPv4, TCP, UDP and ICMP by their filter names, or bytes as udp.payload[0:4] = 01:02:03:04, and makes checksums anew; one that is set itself stays as set. A packet that lacks one of the fields comes back as it was.',
        'divert 8668 pass set ip.ttl = 5, ip.flags.df = 1',
      ],
      [
        'unmended',
        'unmended',
        'Checksums stay as they were, whatever is set.',
        'divert 8668 pass set ip.ttl = 5 unmended',
      ],
      [
        'then',
        'then pass [WORD…]',
        'Gives the packet back once more, otherwise; its time runs from the one before.',
        'divert 8668 pass then pass after 1s set ip.dst = 192.0.2.9',
      ],
      [
        'for',
        'for FILTER',
        'The line is for the packets alone that a display filter selects.',
        'divert 8668 drop for icmp.type == 8',
      ],
    ],
  },
};
