/** Names of values in Extended Echo messages, which ICMP and ICMPv6 have alike (RFC 8335 3). */
export const NEIGHBOR_STATE = {
  0: 'Reserved',
  1: 'Incomplete',
  2: 'Reachable',
  3: 'Stale',
  4: 'Delay',
  5: 'Probe',
  6: 'Failed',
} as const;
