/** What the words of `capture` mean. */
import type { ReferenceTable } from './table';

export const captureReference: ReferenceTable = {
  capture: {
    manual: null,
    rows: [
      [
        'capture',
        'capture IF raw|pktap "FILE" | capture IF stop',
        'Records what passes a tap, made by `ifconfig iptap0 create`, in a pcapng file in the folder of this one or below.',
        'capture iptap0 pktap "out.pcapng"',
      ],
      [
        'raw',
        'capture IF raw "FILE"',
        'Packets as they are, from the network header on.',
        'capture iptap0 raw "out.pcapng"',
      ],
      [
        'pktap',
        'capture IF pktap "FILE"',
        'Packets behind a PKTAP header, which says direction, family and the interface by which a packet came in.',
        'capture iptap0 pktap "out.pcapng"',
      ],
      ['stop', 'capture IF stop', 'Ends every capture on the interface.', 'at 9s capture iptap0 stop'],
    ],
  },
};
