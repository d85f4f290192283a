/** A frame as far as inference looks into it: who sent it to whom on the link, and where its packet lies. */
import { isBroadcastMac, isStationMac } from '../../wire/address';
import { get16 } from '../../wire/bytes';
import { IP_DST, IP_HDRLEN, IP_LEN, IP_OFF, IP_OFFMASK, IP_P, IP_SRC, IP_TTL } from '../../wire/ipv4';
import { IP6_HDRLEN, IPPROTO_HOPOPTS, IPPROTO_ICMP, IPPROTO_ICMPV6, IPPROTO_UDP } from '../../wire/ipv6';
import {
  carriedType,
  ETHER_SHOST,
  ETHERTYPE_ARP,
  ETHERTYPE_IP,
  ETHERTYPE_IPV6,
  ETHERTYPE_QINQ,
  ETHERTYPE_VLAN,
  etherHeader,
  headerLength,
  readLinkHeader,
  SLL_HDR_LEN,
  SLL2_HDR_LEN,
} from '../../wire/linkHeader';
import { LINKTYPE_LINUX_SLL, LINKTYPE_LINUX_SLL2 } from '../../wire/linktype';
import { UDP_HDRLEN } from '../../wire/udp';
import { senderOf, UNKNOWN } from '../frame';
import type { Family } from './kinds';

const NO_ADDRESS = new Uint8Array(0);
/** Packet type of a cooked header: to everybody on the link. */
const COOKED_BROADCAST = 1;

type Carried = 'ipv6' | 'ipv4' | 'arp' | 'tagged' | 'other';

/** One view, read anew for every frame. Offsets are into `data`, -1 for what the frame does not have. */
export class FrameView {
  data: Uint8Array = NO_ADDRESS;
  /** Where the captured bytes end. */
  end = 0;
  /** `UNKNOWN`, `RECEIVED` or `SENT`, as the capture or the link header tells. */
  direction: number = UNKNOWN;
  /** Link addresses of the sender and, for unicast frames, of the receiver. */
  sender = -1;
  receiver = -1;
  /** True when the link header says that the frame was for this machine, false when it does not say. */
  forUs = false;
  /** True for a frame to everybody on the link. */
  broadcast = false;
  /** True when the link has addresses: Ethernet, in PKTAP or not. */
  addressed = false;
  carries: Carried = 'other';
  /** The packet, and its length as its header has it. */
  packet = 0;
  packetLength = 0;
  hopLimit = 0;
  source = 0;
  destination = 0;
  addressWidth: 16 | 4 = 16;
  /** The ICMP or ICMPv6 message, for packets that carry a whole header of one. */
  icmp = -1;
  /** The UDP header, for IPv4 packets that carry a whole one. */
  udp = -1;

  get family(): Family {
    return this.carries === 'ipv6' ? 'inet6' : 'inet';
  }

  read(linkType: number, data: Uint8Array, off: number, len: number, direction: number): void {
    this.data = data;
    this.end = off + len;
    this.direction = direction || senderOf(linkType, data, off, len, NO_ADDRESS);
    this.readEnds(linkType, data, off, len);
    this.carries = 'other';
    this.icmp = -1;
    this.udp = -1;
    const found = readLinkHeader(linkType, data, off, len);
    if (found < 0) return;
    this.packet = off + headerLength(found);
    switch (carriedType(found)) {
      case ETHERTYPE_IPV6:
        if (this.packet + IP6_HDRLEN <= this.end && data[this.packet] >> 4 === 6) this.readIpv6();
        break;
      case ETHERTYPE_IP:
        if (this.packet + IP_HDRLEN <= this.end && data[this.packet] >> 4 === 4) this.readIpv4();
        break;
      case ETHERTYPE_ARP:
        if (this.packet + 28 <= this.end) this.carries = 'arp';
        break;
      case ETHERTYPE_VLAN:
      case ETHERTYPE_QINQ:
        this.carries = 'tagged';
        break;
    }
  }

  private readEnds(linkType: number, data: Uint8Array, off: number, len: number): void {
    this.sender = -1;
    this.receiver = -1;
    this.forUs = false;
    this.broadcast = false;
    this.addressed = false;
    if (linkType === LINKTYPE_LINUX_SLL && len >= SLL_HDR_LEN) {
      this.forUs = get16(data, off) === 0;
      this.broadcast = get16(data, off) === COOKED_BROADCAST;
      if (get16(data, off + 4) === 6) this.sender = off + 6;
    } else if (linkType === LINKTYPE_LINUX_SLL2 && len >= SLL2_HDR_LEN) {
      this.forUs = data[off + 10] === 0;
      this.broadcast = data[off + 10] === COOKED_BROADCAST;
      if (data[off + 11] === 6) this.sender = off + 12;
    } else {
      const ether = etherHeader(linkType, data, off, len);
      this.addressed = ether >= 0;
      if (ether < 0) return;
      if (isStationMac(data, ether + ETHER_SHOST)) this.sender = ether + 6;
      if (isStationMac(data, ether)) this.receiver = ether;
      this.broadcast = isBroadcastMac(data, ether);
    }
  }

  private readIpv6(): void {
    const { data, packet } = this;
    this.carries = 'ipv6';
    this.packetLength = IP6_HDRLEN + get16(data, packet + 4);
    this.hopLimit = data[packet + 7];
    this.source = packet + 8;
    this.destination = packet + 24;
    this.addressWidth = 16;
    let next = data[packet + 6];
    let at = packet + IP6_HDRLEN;
    // Multicast listener discovery stands behind a Hop-by-Hop Options header (RFC 2710 3).
    if (next === IPPROTO_HOPOPTS && at + 8 <= this.end) {
      next = data[at];
      at += 8 * (data[at + 1] + 1);
    }
    if (next === IPPROTO_ICMPV6 && at + 8 <= this.end) this.icmp = at;
  }

  private readIpv4(): void {
    const { data, packet } = this;
    this.carries = 'ipv4';
    this.packetLength = get16(data, packet + IP_LEN);
    this.hopLimit = data[packet + IP_TTL];
    this.source = packet + IP_SRC;
    this.destination = packet + IP_DST;
    this.addressWidth = 4;
    const at = packet + 4 * (data[packet] & 15);
    if ((get16(data, packet + IP_OFF) & IP_OFFMASK) !== 0 || at + UDP_HDRLEN > this.end) return;
    if (data[packet + IP_P] === IPPROTO_ICMP) this.icmp = at;
    else if (data[packet + IP_P] === IPPROTO_UDP) this.udp = at;
  }
}
