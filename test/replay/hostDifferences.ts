/**
 * Where the other Linux machines of the captures and BSD kernels do not send the same, each with the reason.
 */

/** Why packets of the other machines of the lab are not the same in the captures and in the model. */
export const hostDifferences: readonly {
  readonly reason: string;
  /** `how frame` of each packet, by the name of its scene. */
  readonly frames: Readonly<Record<string, readonly string[]>>;
}[] = [
  {
    reason:
      'Programs sent it: ping, traceroute, a browser and a web server, frames made by hand. The model is a kernel in which no program runs, so it starts nothing, and it has no TCP.',
    frames: {
      'h1 pings h2': ['only-capture 3', 'only-capture 5', 'only-capture 7'],
      'h1 sends too much': ['only-capture 1', 'only-capture 3', 'only-capture 5', 'only-capture 6'],
      'h1 sends fragments': ['only-capture 1', 'only-capture 2', 'only-capture 3'],
      'h1 traces the route': ['only-capture 1', 'only-capture 3', 'only-capture 5', 'only-capture 7'],
      'h1 is told what is unreachable': [
        'only-capture 1',
        'only-capture 3',
        'only-capture 5',
        'only-capture 7',
        'only-capture 8',
        'only-capture 10',
      ],
      'h1 is redirected': ['only-capture 1', 'only-capture 7', 'only-capture 10'],
      'h1 sends beyond its scope': ['only-capture 1', 'only-capture 7'],
      'h1 sends with VLAN tags': ['only-capture 1', 'only-capture 2', 'only-capture 3'],
      'the server, checksums left to the card': [
        'only-capture 8',
        'only-capture 11',
        'only-capture 12',
        'only-capture 14',
        'only-capture 16',
      ],
      'the client, checksums left to the card': [
        'only-capture 7',
        'only-capture 9',
        'only-capture 10',
        'only-capture 13',
        'only-capture 15',
      ],
    },
  },
  {
    reason:
      'A program answers on UDP port 7777 there. Here the datagram is delivered, and no program runs that would answer.',
    frames: {
      'h2 reassembles': ['only-capture 4'],
    },
  },
  {
    reason: 'Nobody read the tunnel device there. Here the host behind it answers the echo requests.',
    frames: {
      'behind the tunnel device': ['only-model 4', 'only-model 6'],
    },
  },
  {
    reason:
      'Neighbours are asked for, or asked again, when a program sends or an entry of the cache has grown old; what was in the cache then is in no capture.',
    frames: {
      'h1 pings h2': ['only-capture 1'],
      'h2 is pinged': ['only-capture 4'],
      'h2 has no such port': ['only-capture 7'],
      'h1 sends beyond its scope': ['only-capture 5'],
      'h1 sends with VLAN tags': ['only-capture 4'],
      'the client, checksums left to the card': ['only-capture 5'],
    },
  },
  {
    reason:
      'Linux gives replies and solicitations of its own a flow label (RFC 6437); the model’s kernel leaves it 0.',
    frames: {
      'h2 is pinged': ['differ 6', 'differ 8', 'differ 10'],
      'h1 configures itself': ['differ 1'],
    },
  },
  {
    reason:
      'Linux draws the identification of fragments at random, the model takes its own; the bytes around it are the same.',
    frames: {
      'h2 answers in fragments': ['differ 3', 'differ 4'],
    },
  },
  {
    reason:
      'Linux advertises from the address asked for; BSD from the one that it would choose towards the asker (nd6_na_output), which is its link-local one.',
    frames: {
      'h1 is told what is unreachable': ['differ 12'],
      'h2 has no such port': ['differ 9'],
      'h2 is pinged': ['differ 2'],
    },
  },
  {
    reason: 'The capture was made at r1: the bridge carried the answer of h1 straight to r2.',
    frames: {
      'h1 is redirected': ['only-model 6'],
    },
  },
  {
    reason:
      'Linux puts the router alert before the padding of the hop-by-hop header, BSD behind it. The message behind them is the same.',
    frames: {
      'h1 is in groups': [
        'differ 1',
        'differ 5',
        'differ 7',
        'differ 9',
        'differ 12',
        'differ 14',
        'differ 15',
      ],
      'r2 is in groups': ['differ 10', 'differ 11', 'differ 13'],
    },
  },
  {
    reason: 'BSD is in the group of its node information name (RFC 4620), Linux is not.',
    frames: {
      'h1 is in groups': ['only-model 2'],
      'r2 is in groups': ['only-model 2'],
    },
  },
  {
    reason:
      'A router of Linux is in the groups of all routers and of the subnet-router anycast address; BSD’s kernel joins neither, routing programs do.',
    frames: {
      'r2 is in groups': ['only-capture 6', 'only-capture 8'],
    },
  },
  {
    reason:
      'A program sent the queries, and Linux as their router answered them itself. mld query is not simulated.',
    frames: {
      'r1 asks for groups': ['only-capture 2', 'only-capture 3', 'only-capture 4', 'only-capture 16'],
    },
  },
  {
    reason:
      'Linux puts a nonce into the solicitations that look for a duplicate (RFC 7527), which came after the model’s kernel.',
    frames: {
      'h1 configures itself': ['differ 3', 'differ 5'],
    },
  },
  {
    reason: 'A program, rtadvd or radvd, sends router advertisements, not the kernel.',
    frames: {
      'r1 advertises itself': ['only-capture 2', 'only-capture 4'],
    },
  },
  {
    reason:
      'A capture of all interfaces at once is replayed on one: what r1 really received or sent on em1 it has here on em0.',
    frames: {
      'r1, both sides at once (cooked, version 2)': [
        'only-capture 4',
        'only-capture 6',
        'only-capture 8',
        'only-capture 10',
        'only-model 5',
        'only-model 5',
        'only-model 5',
      ],
      'r1, both sides at once (cooked, version 1)': ['only-capture 2', 'only-capture 6'],
    },
  },
  {
    reason:
      'Addresses were there before the model’s time zero; Linux configured them while the capture ran: duplicate detection, and reports of version 2 of the listener protocol, which the model’s kernel does not speak.',
    frames: {
      'the server, checksums left to the card': [
        'only-capture 2',
        'only-capture 3',
        'only-capture 17',
        'only-capture 19',
      ],
      'the client, checksums left to the card': [
        'only-capture 1',
        'only-capture 4',
        'only-capture 18',
        'only-capture 20',
      ],
    },
  },
];
