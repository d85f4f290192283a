/**
 * The sample labs that ship with the extension: each a folder of `samples` with a capture and the machine it
 * passes through.
 */

export interface Lab {
  /** Its folder in `samples`, by which a command names it. */
  readonly folder: string;
  readonly title: string;
  /** What there is to see, in a sentence. */
  readonly about: string;
  /** File of the folder that is opened. */
  readonly capture: string;
  /** The `.stack` file that replays it. */
  readonly stack: string;
}

/** In the order in which they are offered. */
export const labs: readonly Lab[] = [
  {
    folder: 'ipv6-router',
    title: 'IPv6 router',
    about: 'Hop limits, routes, policies, scopes and neighbours, recorded on both sides of a router.',
    capture: 'lab.pcapng',
    stack: 'router.stack',
  },
  {
    folder: 'ipsec-gateway',
    title: 'IPsec gateway',
    about: 'Packets enter an ESP tunnel and leave one; one is a replay, one was tampered with.',
    capture: 'lab.pcapng',
    stack: 'gateway.stack',
  },
  {
    folder: 'divert-and-rewrite',
    title: 'Divert and rewrite',
    about: 'A divert program translates addresses both ways, as a real router did.',
    capture: 'lab.pcapng',
    stack: 'nat.stack',
  },
  {
    folder: 'lan-across-a-tunnel',
    title: 'LAN across a tunnel',
    about: 'Bridges make one LAN of two: frames travel through EtherIP inside IPsec.',
    capture: 'lab.pcapng',
    stack: 'lan.stack',
  },
];
