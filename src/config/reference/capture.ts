/** What the words of `capture` mean. */
import type { ReferenceTable } from './table';

export const captureReference: ReferenceTable = {
  capture: {
    manual: null,
    rows: [
      [
        'capture',
        'capture IF raw|pktap|en10mb|null|loop "FILE" | capture IF stop',
        'Records what passes an interface, or what a tap made by `ifconfig iptap0 create` sees, in a pcapng file in the folder of this one or below.',
        'capture iptap0 pktap "out.pcapng"',
      ],
      [
        'raw',
        'capture IF raw "FILE"',
        'Packets as they are, from the network header on: of a tap or a point-to-point interface.',
        'capture iptap0 raw "out.pcapng"',
      ],
      [
        'pktap',
        'capture IF pktap "FILE"',
        'Packets behind a PKTAP header, which says direction, family and the interface by which a packet came in.',
        'capture iptap0 pktap "out.pcapng"',
      ],
      [
        'en10mb',
        'capture IF en10mb "FILE"',
        'Ethernet frames that come in by the interface and leave by it.',
        'capture em0 en10mb "em0.pcapng"',
      ],
      [
        'null',
        'capture IF null "FILE"',
        'Packets of a point-to-point or loopback interface behind their family in four bytes, as FreeBSD writes it.',
        'capture lo0 null "lo0.pcapng"',
      ],
      [
        'loop',
        'capture IF loop "FILE"',
        'Packets of a point-to-point or loopback interface behind their family in four bytes, as OpenBSD writes it.',
        'capture tun0 loop "tun0.pcapng"',
      ],
      ['stop', 'capture IF stop', 'Ends every capture on the interface.', 'at 9s capture iptap0 stop'],
    ],
  },
};
