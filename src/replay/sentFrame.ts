/**
 * A packet that left a host as it is on the wire where its link header is known: that of a bridged frame,
 * which keeps its own, and that of ARP.
 */
import { ARP_OP, ARP_SHA, ARP_THA, ARPOP_REQUEST } from '../wire/arp';
import { get16, put16 } from '../wire/bytes';
import { ETHER_HDR_LEN, ETHERTYPE_ARP } from '../wire/linkHeader';
import { LINKTYPE_ETHERNET, LINKTYPE_RAW } from '../wire/linktype';
import { isArp } from './message4';
import type { Output } from './output';

interface SentFrame {
  readonly bytes: Uint8Array;
  readonly linkType: number;
  /** Where the network header, or the ARP packet, begins. */
  readonly network: number;
}

/** The frame of what was sent; an IP packet stays without a link header. */
export function sentFrame({ bytes, link }: Pick<Output, 'bytes' | 'link'>): SentFrame {
  const header = link.length > 0 ? link : isArp(bytes) ? arpHeader(bytes) : null;
  if (header === null) return { bytes, linkType: LINKTYPE_RAW, network: 0 };
  const frame = new Uint8Array(header.length + bytes.length);
  frame.set(header);
  frame.set(bytes, header.length);
  return { bytes: frame, linkType: LINKTYPE_ETHERNET, network: header.length };
}

/** The Ethernet header of an ARP packet: requests go to everybody, replies to whom they answer. */
function arpHeader(bytes: Uint8Array): Uint8Array {
  const header = new Uint8Array(ETHER_HDR_LEN);
  if (get16(bytes, ARP_OP) === ARPOP_REQUEST) header.fill(0xff, 0, 6);
  else header.set(bytes.subarray(ARP_THA, ARP_THA + 6));
  header.set(bytes.subarray(ARP_SHA, ARP_SHA + 6), 6);
  put16(header, 12, ETHERTYPE_ARP);
  return header;
}
