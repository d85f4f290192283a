/**
 * Addresses, protocol, ports and hop limit of every frame, in typed arrays of 15 bytes a frame. They are
 * noted while a capture is indexed, so that lists and the commonest filters need no dissection.
 */
import type { FrameVisitor } from '../capture';
import { BLOCK, BLOCK_BITS, type Block, Blocks, IN_BLOCK } from '../capture/blocks';
import { ND_REDIRECT } from '../wire/icmp6';
import {
  IP6_DST,
  IP6_HDRLEN,
  IP6_HLIM,
  IP6_NXT,
  IP6_PLEN,
  IP6_SRC,
  IPPROTO_AH,
  IPPROTO_DSTOPTS,
  IPPROTO_FRAGMENT,
  IPPROTO_HOPOPTS,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPPROTO_IGMP,
  IPPROTO_NONE,
  IPPROTO_ROUTING,
  IPPROTO_TCP,
  IPPROTO_UDP,
} from '../wire/ipv6';
import {
  ETHER_HDR_LEN,
  ETHERTYPE_ARP,
  ETHERTYPE_IP,
  ETHERTYPE_IPV6,
  ETHERTYPE_QINQ,
  ETHERTYPE_VLAN,
} from '../wire/linkHeader';
import {
  LINKTYPE_ETHERNET,
  LINKTYPE_IPV4,
  LINKTYPE_IPV6,
  LINKTYPE_RAW,
  LINKTYPE_RAW_BSD,
  LINKTYPE_RAW_OPENBSD,
} from '../wire/linktype';
import { AddressTable } from './addressTable';

/** Flag of a frame with an IPv4 header. */
export const HAS_IPV4 = 1;
/** Flag of a frame with an IPv6 header. */
export const HAS_IPV6 = 2;
/** Flag of a frame with ports. */
export const HAS_PORTS = 4;
/** Flag of a frame without a second network header, and of which nothing is in another frame. */
const WHOLE = 8;
/** Flag of a frame with IPv6 extension headers. */
const EXTENDED = 16;

/** First ICMPv6 type that is no error (RFC 4443 2.1): errors quote a packet. */
const FIRST_INFORMATIONAL = 128;

/** One block of frames. */
class ColumnBlock implements Block<ColumnBlock> {
  readonly source: Uint32Array;
  readonly destination: Uint32Array;
  readonly sourcePort: Uint16Array;
  readonly destinationPort: Uint16Array;
  readonly protocol: Uint8Array;
  readonly hopLimit: Uint8Array;
  readonly flags: Uint8Array;

  /** @param room frames that it can hold */
  constructor(room: number) {
    this.source = new Uint32Array(room);
    this.destination = new Uint32Array(room);
    this.sourcePort = new Uint16Array(room);
    this.destinationPort = new Uint16Array(room);
    this.protocol = new Uint8Array(room);
    this.hopLimit = new Uint8Array(room);
    this.flags = new Uint8Array(room);
  }

  enlarged(): ColumnBlock {
    const block = new ColumnBlock(BLOCK);
    block.source.set(this.source);
    block.destination.set(this.destination);
    block.sourcePort.set(this.sourcePort);
    block.destinationPort.set(this.destinationPort);
    block.protocol.set(this.protocol);
    block.hopLimit.set(this.hopLimit);
    block.flags.set(this.flags);
    return block;
  }
}

/**
 * The columns of a capture: give them to `Capture.open` as its visitor. `i` is the 0-based frame; what a
 * frame does not have reads as 0, so ask `family`, `hasPorts` first.
 */
export class FrameColumns extends Blocks<ColumnBlock> implements FrameVisitor {
  readonly addresses = new AddressTable();
  private at = 0;
  private flags = 0;

  constructor() {
    super(room => new ColumnBlock(room));
  }

  /** Network family of the outermost IP header of frame `i`: 4, 6, or 0 when there is none. */
  family(i: number): 0 | 4 | 6 {
    const flags = this.blocks[i >>> BLOCK_BITS].flags[i & IN_BLOCK];
    return flags & HAS_IPV6 ? 6 : flags & HAS_IPV4 ? 4 : 0;
  }

  /**
   * Whether the frame has no IP header but the one the columns tell of (or none at all), and nothing of it is
   * in another frame.
   */
  isWhole(i: number): boolean {
    return (this.blocks[i >>> BLOCK_BITS].flags[i & IN_BLOCK] & WHOLE) !== 0;
  }

  /** Whether the frame has IPv6 extension headers: they can change addresses and hide ports. */
  isExtended(i: number): boolean {
    return (this.blocks[i >>> BLOCK_BITS].flags[i & IN_BLOCK] & EXTENDED) !== 0;
  }

  /** All flags of frame `i`. */
  flagsOf(i: number): number {
    return this.blocks[i >>> BLOCK_BITS].flags[i & IN_BLOCK];
  }

  /** Whether the frame has a TCP or UDP header with ports. */
  hasPorts(i: number): boolean {
    return (this.blocks[i >>> BLOCK_BITS].flags[i & IN_BLOCK] & HAS_PORTS) !== 0;
  }

  /** Number in `addresses` of the source; an IPv4 address is there as ::ffff:a.b.c.d. */
  source(i: number): number {
    return this.blocks[i >>> BLOCK_BITS].source[i & IN_BLOCK];
  }

  /** Number in `addresses` of the destination. */
  destination(i: number): number {
    return this.blocks[i >>> BLOCK_BITS].destination[i & IN_BLOCK];
  }

  /** Protocol number after the extension headers. */
  protocol(i: number): number {
    return this.blocks[i >>> BLOCK_BITS].protocol[i & IN_BLOCK];
  }

  /** Hop limit, or time to live. */
  hopLimit(i: number): number {
    return this.blocks[i >>> BLOCK_BITS].hopLimit[i & IN_BLOCK];
  }

  sourcePort(i: number): number {
    return this.blocks[i >>> BLOCK_BITS].sourcePort[i & IN_BLOCK];
  }

  destinationPort(i: number): number {
    return this.blocks[i >>> BLOCK_BITS].destinationPort[i & IN_BLOCK];
  }

  /** Bytes of memory that the columns take. */
  get byteLength(): number {
    return this.room * 15 + this.addresses.byteLength;
  }

  visit(i: number, view: DataView, at: number, length: number, linkType: number): void {
    if (i === this.room) this.makeRoom();
    const inBlock = i & IN_BLOCK;
    this.at = inBlock;
    this.flags = 0;
    const end = at + length;
    switch (linkType) {
      case LINKTYPE_ETHERNET:
        this.ethernet(view, at, end);
        break;
      case LINKTYPE_IPV6:
        this.ipv6(view, at, end);
        break;
      case LINKTYPE_IPV4:
        this.ipv4(view, at, end);
        break;
      case LINKTYPE_RAW:
      case LINKTYPE_RAW_BSD:
      case LINKTYPE_RAW_OPENBSD:
        this.rawIp(view, at, end);
        break;
    }
    this.block.flags[inBlock] = this.flags;
  }

  private ethernet(view: DataView, at: number, end: number): void {
    if (at + ETHER_HDR_LEN > end) return;
    let next = at + ETHER_HDR_LEN;
    let type = view.getUint16(at + 12);
    while ((type === ETHERTYPE_VLAN || type === ETHERTYPE_QINQ) && next + 4 <= end) {
      type = view.getUint16(next + 2);
      next += 4;
    }
    if (type === ETHERTYPE_IPV6) this.ipv6(view, next, end);
    else if (type === ETHERTYPE_IP) this.ipv4(view, next, end);
    else if (type === ETHERTYPE_ARP) this.flags = WHOLE;
  }

  private rawIp(view: DataView, at: number, end: number): void {
    if (at >= end) return;
    const version = view.getUint8(at) >>> 4;
    if (version === 6) this.ipv6(view, at, end);
    else if (version === 4) this.ipv4(view, at, end);
  }

  private ipv6(view: DataView, at: number, end: number): void {
    if (at + IP6_HDRLEN > end || view.getUint8(at) >>> 4 !== 6) return;
    const { block, addresses } = this;
    const i = this.at;
    block.source[i] = addresses.intern(
      view.getInt32(at + IP6_SRC),
      view.getInt32(at + IP6_SRC + 4),
      view.getInt32(at + IP6_SRC + 8),
      view.getInt32(at + IP6_SRC + 12),
    );
    block.destination[i] = addresses.intern(
      view.getInt32(at + IP6_DST),
      view.getInt32(at + IP6_DST + 4),
      view.getInt32(at + IP6_DST + 8),
      view.getInt32(at + IP6_DST + 12),
    );
    block.hopLimit[i] = view.getUint8(at + IP6_HLIM);
    this.flags = HAS_IPV6;
    const payload = view.getUint16(at + IP6_PLEN);
    const next = view.getUint8(at + IP6_NXT);
    if (isExtension(next)) this.flags |= EXTENDED;
    // A jumbogram keeps its length in an option.
    const jumbo = payload === 0 && next === IPPROTO_HOPOPTS;
    const stop = jumbo ? end : Math.min(end, at + IP6_HDRLEN + payload);
    this.extensions(view, next, at + IP6_HDRLEN, stop);
    if (jumbo) this.flags &= ~WHOLE;
  }

  /** Goes over the extension headers from `from` on, the first of which is `first`. */
  private extensions(view: DataView, first: number, from: number, end: number): void {
    let protocol = first;
    let at = from;
    let underway = false;
    while (isExtension(protocol) && at + 8 <= end) {
      if (protocol === IPPROTO_FRAGMENT && (view.getUint16(at + 2) & 0xfff9) !== 0) {
        // Not the whole packet: its ports, if here at all, are only known with the other fragments.
        this.block.protocol[this.at] = view.getUint8(at);
        return;
      }
      // Segments left: the destination is not the last one yet.
      if (protocol === IPPROTO_ROUTING && view.getUint8(at + 3) !== 0) underway = true;
      const words = view.getUint8(at + 1);
      const length =
        protocol === IPPROTO_FRAGMENT ? 8 : protocol === IPPROTO_AH ? 4 * (words + 2) : 8 * (words + 1);
      protocol = view.getUint8(at);
      at += length;
    }
    this.block.protocol[this.at] = protocol;
    this.transport(view, protocol, at, end);
    if (underway) this.flags &= ~WHOLE;
  }

  private ipv4(view: DataView, at: number, end: number): void {
    if (at + 20 > end || view.getUint8(at) >>> 4 !== 4) return;
    const header = 4 * (view.getUint8(at) & 15);
    if (header < 20 || at + header > end) return;
    const { block, addresses } = this;
    const i = this.at;
    block.source[i] = addresses.intern(0, 0, 0xffff, view.getInt32(at + 12));
    block.destination[i] = addresses.intern(0, 0, 0xffff, view.getInt32(at + 16));
    block.hopLimit[i] = view.getUint8(at + 8);
    const protocol = view.getUint8(at + 9);
    block.protocol[i] = protocol;
    this.flags = HAS_IPV4;
    if ((view.getUint16(at + 6) & 0x3fff) !== 0) return;
    const total = view.getUint16(at + 2);
    if (total >= header) this.transport(view, protocol, at + header, Math.min(end, at + total));
  }

  private transport(view: DataView, protocol: number, at: number, end: number): void {
    if (protocol === IPPROTO_TCP || protocol === IPPROTO_UDP) {
      if (at + (protocol === IPPROTO_UDP ? 8 : 20) > end) return;
      this.block.sourcePort[this.at] = view.getUint16(at);
      this.block.destinationPort[this.at] = view.getUint16(at + 2);
      this.flags |= HAS_PORTS | WHOLE;
    } else if (protocol === IPPROTO_ICMPV6) {
      if (at + 4 > end) return;
      const type = view.getUint8(at);
      if (type >= FIRST_INFORMATIONAL && type !== ND_REDIRECT) this.flags |= WHOLE;
    } else if (protocol === IPPROTO_ICMP) {
      // Echo reply and echo request; other types may quote a packet.
      if (at + 8 <= end && (view.getUint8(at) & 0xf7) === 0) this.flags |= WHOLE;
    } else if (protocol === IPPROTO_IGMP || protocol === IPPROTO_NONE) {
      this.flags |= WHOLE;
    }
  }
}

function isExtension(protocol: number): boolean {
  return (
    protocol === IPPROTO_HOPOPTS ||
    protocol === IPPROTO_DSTOPTS ||
    protocol === IPPROTO_ROUTING ||
    protocol === IPPROTO_FRAGMENT ||
    protocol === IPPROTO_AH
  );
}
