/** What the words of `mld` mean. */
import type { ReferenceTable } from './table';

export const mldReference: ReferenceTable = {
  mld: {
    manual: null,
    rows: [
      [
        'mld',
        'mld join|leave IF GROUP',
        'Joins or leaves a multicast group, as a program on this machine would.',
        'mld join em0 ff02::db8',
      ],
      [
        'join',
        'mld join IF GROUP [delay TICKS]',
        'Packets to the group are delivered from now on.',
        'mld join em0 ff02::db8',
      ],
      [
        'leave',
        'mld leave IF GROUP',
        'Packets to the group are not delivered any more.',
        'at 9s mld leave em0 ff02::db8',
      ],
      [
        'query',
        'mld query IF [GROUP] [maxdelay MS]',
        'Asks who listens. Not simulated yet.',
        'mld query em0 maxdelay 1000',
      ],
      ['report', 'mld report IF GROUP', 'Reports a group. Not simulated yet.', 'mld report em0 ff02::db8'],
      [
        'delay',
        'delay TICKS',
        'How long the first report waits. Kept without effect.',
        'mld join em0 ff02::db8 delay 5',
      ],
      [
        'maxdelay',
        'maxdelay MILLISECONDS',
        'How long answers to a query may wait.',
        'mld query em0 maxdelay 1000',
      ],
    ],
  },
};
