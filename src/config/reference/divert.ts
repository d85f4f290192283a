/** What the words of `divert` mean. */
import type { ReferenceTable } from './table';

export const divertReference: ReferenceTable = {
  divert: {
    manual: null,
    rows: [
      [
        'divert',
        'divert PORT pass|drop [after TIME] [cookie N] [times N]',
        'A program that owns the divert socket on a port: what rules of ipfw divert there it reads, and gives back or keeps.',
        'divert 8668 pass after 5ms',
      ],
      ['pass', 'divert PORT pass', 'The program gives every packet back as it came.', 'divert 8668 pass'],
      ['drop', 'divert PORT drop', 'The program keeps every packet.', 'divert 8668 drop'],
      ['after', 'after TIME', 'How long the program holds a packet.', 'divert 8668 pass after 5ms'],
      [
        'cookie',
        'cookie N',
        'The rule behind which ipfw goes on, in place of the one that diverted the packet; 0 begins with the first.',
        'divert 8668 pass cookie 500',
      ],
      ['times', 'times N', 'How often the program gives a packet back.', 'divert 8668 pass times 2'],
    ],
  },
};
