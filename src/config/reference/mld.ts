/** What the words of `mld` mean. */
import type { ReferenceTable } from './table';

export const mldReference: ReferenceTable = {
  mld: {
    manual: null,
    rows: [
      [
        'mld',
        'mld join|leave|query|report IF [GROUP]',
        'Joins or leaves a multicast group, as a program on this machine would; or lets a neighbour’s query or report arrive.',
        'mld join em0 ff02::db8',
      ],
      [
        'join',
        'mld join IF GROUP [delay TICKS]',
        'Listens to the group: its packets are delivered, and after time zero a Multicast Listener Report is sent, and again within 10 s.',
        'mld join em0 ff02::db8',
      ],
      [
        'leave',
        'mld leave IF GROUP',
        'Ends one `mld join`. After the last one the group is not delivered any more, and a Done is sent if we reported it last.',
        'at 9s mld leave em0 ff02::db8',
      ],
      [
        'query',
        'mld query IF [GROUP] [maxdelay MS] [from ADDR]',
        'A neighbour’s Multicast Listener Query arrives on the interface: about all groups, or about one.',
        'at 2s mld query em0 maxdelay 1000',
      ],
      [
        'report',
        'mld report IF GROUP [from ADDR]',
        'A neighbour’s Multicast Listener Report about the group arrives on the interface: it listens too.',
        'at 2s mld report em0 ff02::db8',
      ],
      [
        'delay',
        'delay TICKS',
        'Clock ticks, 100 a second, that the first report waits; until then queries are ignored.',
        'mld join em0 ff02::db8 delay 5',
      ],
      [
        'maxdelay',
        'maxdelay MILLISECONDS',
        'How long answers to a query may wait; 10000 when it is not said.',
        'at 2s mld query em0 maxdelay 1000',
      ],
      [
        'from',
        'from ADDR',
        'The sender of the query or report; a made-up link-local address when it is not said.',
        'at 2s mld report em0 ff02::db8 from fe80::66',
      ],
    ],
  },
};
