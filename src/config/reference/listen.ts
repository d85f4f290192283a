/** What the words of `listen` mean. */
import type { ReferenceTable } from './table';

export const listenReference: ReferenceTable = {
  listen: {
    manual: null,
    rows: [
      [
        'listen',
        'listen udp PORT…|none',
        'The UDP ports on which programs of this machine listen; every other is answered by port unreachable. Without any such line every datagram for the machine is taken to be wanted.',
        'listen udp 53 547',
      ],
      ['udp', 'listen udp PORT…', 'Datagrams to these ports, 1 to 65535, are delivered.', 'listen udp 53'],
      ['none', 'listen udp none', 'No program listens on any UDP port.', 'listen udp none'],
    ],
  },
};
