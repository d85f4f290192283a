/** The model's own words for people. */

/** Why there is no trace. */
export const absences = {
  noMachine: 'No machine is described yet.',
  replayFailed: 'The machine could not be started.',
  notArrived: 'The replay has not come to this frame yet.',
  passed: 'The machine did not receive this frame: it sent it itself, or has no interface for it.',
  ended: 'The replay ended before this frame.',
};

/** Titles of a row's trace and of versions of its packet. */
export const titles = {
  packet: (frame: number) => `Packet ${frame}`,
  in: 'In',
  now: 'Now',
  /** @param number from 1 */
  out: (number: number, kind: string) => `Out ${number} (${kind})`,
  receivedOn: (face: string) => `received on ${face}`,
};

/** What stands beside a field. */
export const notes = {
  was: (value: string) => `was ${value}`,
  zone: (zone: number) => `zone ${zone} embedded`,
  insideEsp: 'inside ESP',
  badChecksum: (right: string) => `bad, should be ${right}`,
};

/** Refusals. */
export const refusals = {
  noRow: 'That row is no longer there.',
  noVersion: 'The packet has no such version.',
  nothingSent: 'Without a machine nothing was sent; choose a .stack file first.',
  nothingRecorded: 'Without a machine nothing was recorded; choose a .stack file first.',
  noReport: 'A report tells of one packet that a machine received; this row has none.',
  notOpen: 'The capture is not open yet.',
};

/** Kinds of what was sent, as titles name them; a kind that is not listed is named as it is. */
export const sentKinds: Readonly<Record<string, string>> = {
  forwarded: 'forwarded',
  'icmp6-error': 'ICMPv6 error',
  'icmp-error': 'ICMP error',
  'arp-request': 'ARP request',
  'arp-reply': 'ARP reply',
  redirect: 'Redirect',
  'router-solicitation': 'Router Solicitation',
  'neighbor-solicitation': 'Neighbor Solicitation',
  'neighbor-advertisement': 'Neighbor Advertisement',
  'mld-report': 'MLD report',
  'mld-done': 'MLD done',
  bridged: 'bridged frame',
  'echo-reply': 'echo reply',
  encapsulated: 'encapsulated',
};

/** The picture of paths. */
export const pathWords = { entry: 'Packets' };
