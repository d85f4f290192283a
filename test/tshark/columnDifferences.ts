/** Where we deliberately word a row differently than tshark 4.0, and why. */
import type { ColumnText } from '../../src/decode';
import type { ReferenceRow } from './columnReference';

export interface ColumnDifference {
  readonly reason: string;
  /** Only frames of third-party captures meet it. */
  readonly thirdParty?: boolean;
  readonly explains: (ours: ColumnText, theirs: ReferenceRow) => boolean;
}

/** Whether tshark says something in the info column that we do not, and all else is equal. */
function onlyInfo(ours: ColumnText, theirs: ReferenceRow): boolean {
  return (
    ours.source === theirs.source &&
    ours.destination === theirs.destination &&
    ours.protocol === theirs.protocol
  );
}

export const columnDifferences: readonly ColumnDifference[] = [
  {
    reason: 'tshark names the enterprise of a custom block from a registry that we do not ship.',
    thirdParty: true,
    explains: (ours, theirs) => onlyInfo(ours, theirs) && /^Custom Block: PEN = /.test(theirs.info),
  },
  {
    reason: 'A link type that is not decoded has no layer to word: its name is better than an empty row.',
    explains: (ours, theirs) => ours.protocol === 'UNKNOWN' && theirs.protocol === '',
  },
  {
    reason:
      'tshark reads the packet type of the second cooked header as two bytes, of which one is a length.',
    explains: (ours, theirs) =>
      theirs.chain.startsWith('sll:') &&
      ours.source === theirs.source &&
      ours.protocol === theirs.protocol &&
      /^(Unicast to us|Broadcast|Sent by us|Unknown \(9\))$/.test(ours.info) &&
      /^(Unknown \(\d+\)|Sent by us|Unicast to another host)$/.test(theirs.info),
  },
  {
    reason: 'Of an Ethernet header that ends early, tshark shows the addresses that are there.',
    explains: (ours, theirs) =>
      theirs.protocol === 'Ethernet' && ours.info === theirs.info && /^\[/.test(theirs.info),
  },
  {
    reason: 'tshark lists the sources of a group record that ends before its last source.',
    explains: (ours, theirs) => onlyInfo(ours, theirs) && /\{[\d., ]*\[Malformed Packet\]$/.test(theirs.info),
  },
  {
    reason: 'tshark goes on past TCP options that end early, and finds nothing there.',
    explains: (ours, theirs) => theirs.info === `${ours.info}[Malformed Packet]` && ours.protocol === 'TCP',
  },
  {
    reason: 'tshark names organizations by a registry of link addresses that we do not ship.',
    explains: (ours, theirs) => onlyInfo(ours, theirs) && / \(Unknown\), PID /.test(ours.info),
  },
  {
    reason: 'A PKTAP header inside a PKTAP header is not looked into.',
    explains: (_ours, theirs) => theirs.chain === 'pktap:pcap_pktdata:user_dlt:pktap',
  },
  {
    reason:
      'In an IPv4 packet, tshark reads on after the fragment header of IPv6 as if it were the only one.',
    explains: (ours, theirs) =>
      theirs.chain.includes(':ip:ipv6.hopopts:ipv6.fraghdr') && /^IPv6 fragment /.test(ours.info),
  },
  {
    reason: 'A fragment without a byte of data is put together by tshark with nothing and then read on.',
    explains: (ours, theirs) =>
      /^IPv6 fragment /.test(ours.info) && theirs.info.startsWith(`${ours.info} , IPv6 hop-by-hop options`),
  },
  {
    reason:
      'tshark goes on past the end of the acknowledgement of a route discovery and finds nothing wrong.',
    explains: (ours, theirs) =>
      ours.info === `${theirs.info}[Malformed Packet]` && /Reply Object Acknowledgement\)$/.test(theirs.info),
  },
];

/** Differences from tshark with all its protocols, in frames whose layers are all ours. */
export const wholeDifferences: readonly ColumnDifference[] = [
  ...columnDifferences,
  {
    reason:
      'A protocol above TCP that we do not decode says what a segment is part of, without being a layer of it.',
    thirdParty: true,
    explains: (_ours, theirs) =>
      theirs.chain.endsWith(':tcp') && theirs.info.endsWith('of a reassembled PDU]'),
  },
  {
    reason: 'A protocol above UDP that we do not decode gave the packet up after it had worded it.',
    thirdParty: true,
    explains: (_ours, theirs) => /^OLSR Packet/.test(theirs.info),
  },
];
