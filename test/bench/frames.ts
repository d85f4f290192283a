/**
 * Frames for the benchmark: IPv6 in Ethernet from hosts of 2001:db8:1::/64 to hosts of many other networks,
 * as they arrive at a router. Checksums are valid; ports belong to no known application.
 */

import { put16, put32 } from '../../src/wire/bytes';
import { foldChecksum, sumBytes, sumPseudo6 } from '../../src/wire/checksum';
import {
  IP6_DST,
  IP6_HDRLEN,
  IP6_HLIM,
  IP6_NXT,
  IP6_PLEN,
  IP6_SRC,
  IPPROTO_DSTOPTS,
  IPPROTO_FRAGMENT,
  IPPROTO_HOPOPTS,
  IPPROTO_ICMPV6,
  IPPROTO_ROUTING,
  IPPROTO_TCP,
  IPPROTO_UDP,
} from '../../src/wire/ipv6';
import { Random } from './random';

/** Link address of the router: every frame is sent to it. */
export const ROUTER = [0x02, 0, 0, 0, 0, 0x01];
/** Hosts that send, flows between hosts, networks that are sent to. */
const SENDERS = 4096;
const FLOWS = 32_768;
export const NETWORKS = 256;

const ETHERNET = 14;
const UDP = 8;
const TCP = 32;
const ECHO = 8;
/** Ports from here on are known to no dissector. */
const FIRST_PORT = 61_000;

/** What the frames of a capture are like. */
export interface Mix {
  /** Length of frame number `i`, in bytes with the Ethernet header. */
  length(random: Random): number;
  /** Whether TCP and ICMPv6 and extension headers occur; else all is UDP. */
  readonly mixed: boolean;
}

/** Sizes in the proportion 7 : 4 : 1 of the Internet mix, with a mean of 376. */
export const internetMix: Mix = {
  length(random) {
    const kind = random.below(12);
    if (kind < 7) return 94 + random.below(16);
    return kind < 11 ? 568 + random.below(16) : 1514;
  },
  mixed: true,
};

/** 74 bytes each. */
export const smallFrames: Mix = { length: () => 74, mixed: false };

/** Builds frame after frame in one buffer. */
export class FrameMaker {
  /** The frame built last is `bytes[0..length)`. */
  readonly bytes = new Uint8Array(2048);
  length = 0;
  private readonly payload = new Uint8Array(4096);
  private readonly random: Random;

  constructor(
    seed: number,
    private readonly mix: Mix,
  ) {
    this.random = new Random(seed);
    for (let i = 0; i < this.payload.length; i++) this.payload[i] = 0x40 | (this.random.next() & 0x1f);
  }

  /** Builds the next frame. */
  next(): void {
    const { bytes, random, mix } = this;
    const kind = mix.mixed ? random.below(100) : 0;
    const protocol = kind < 45 ? IPPROTO_UDP : kind < 90 ? IPPROTO_TCP : IPPROTO_ICMPV6;
    const flow = random.below(FLOWS);
    this.length = mix.length(random);
    bytes.set(ROUTER, 0);
    bytes.set([0x02, 0, 0, 1, (flow % SENDERS) >> 8, flow % SENDERS], 6);
    put16(bytes, 12, 0x86dd);
    put32(bytes, ETHERNET, 0x60000000 | (flow & 0xfffff));
    put16(bytes, ETHERNET + IP6_PLEN, this.length - ETHERNET - IP6_HDRLEN);
    bytes[ETHERNET + IP6_HLIM] = [64, 64, 64, 63, 57, 128, 127, 255][flow & 7];
    address(bytes, ETHERNET + IP6_SRC, 1, (flow % SENDERS) + 0x100);
    address(bytes, ETHERNET + IP6_DST, 0x1000 + (flow % NETWORKS), (flow >>> 3) + 1);
    const upper = this.extensions(protocol, mix.mixed && random.below(100) < 8);
    this.transport(protocol, upper, flow);
  }

  /** Writes an extension header if there is to be one; returns where the upper layer begins. */
  private extensions(protocol: number, wanted: boolean): number {
    const { bytes, random } = this;
    const at = ETHERNET + IP6_HDRLEN;
    const header = wanted
      ? [IPPROTO_HOPOPTS, IPPROTO_DSTOPTS, IPPROTO_DSTOPTS, IPPROTO_ROUTING, IPPROTO_FRAGMENT][
          random.below(5)
        ]
      : protocol;
    bytes[ETHERNET + IP6_NXT] = header;
    if (!wanted) return at;
    bytes.fill(0, at, at + 8);
    bytes[at] = protocol;
    if (header === IPPROTO_HOPOPTS || header === IPPROTO_DSTOPTS) bytes.set([1, 4], at + 2);
    // A fragment that is the whole packet, and a routing header that has been worked off.
    if (header === IPPROTO_FRAGMENT) put32(bytes, at + 4, random.next());
    if (header === IPPROTO_ROUTING) bytes[at + 2] = 253;
    return at + 8;
  }

  private transport(protocol: number, at: number, flow: number): void {
    const { bytes, random, length } = this;
    const size = length - at;
    const header = protocol === IPPROTO_UDP ? UDP : protocol === IPPROTO_TCP ? TCP : ECHO;
    bytes.set(this.payload.subarray(flow & 1023, (flow & 1023) + size - header), at + header);
    bytes.fill(0, at, at + header);
    let checksum = at + 2;
    if (protocol === IPPROTO_ICMPV6) {
      bytes[at] = 128 + (flow & 1);
      put32(bytes, at + 4, random.next());
    } else {
      put16(bytes, at, FIRST_PORT + (flow & 0x3ff));
      put16(bytes, at + 2, FIRST_PORT + ((flow >>> 5) & 0x3ff));
      if (protocol === IPPROTO_UDP) {
        put16(bytes, at + 4, size);
        checksum = at + 6;
      } else {
        put32(bytes, at + 4, random.next());
        put32(bytes, at + 8, random.next());
        put16(bytes, at + 12, (TCP << 10) | 0x10);
        put16(bytes, at + 14, 0xffff);
        bytes.set([1, 1, 8, 10], at + 20);
        put32(bytes, at + 24, flow);
        checksum = at + 16;
      }
    }
    const sum = sumBytes(bytes, at, size, sumPseudo6(bytes, ETHERNET + IP6_SRC, size, protocol));
    put16(bytes, checksum, foldChecksum(sum) || 0xffff);
  }
}

/** The address 2001:db8:`network`::`host`. */
function address(bytes: Uint8Array, at: number, network: number, host: number): void {
  bytes.fill(0, at, at + 16);
  put32(bytes, at, 0x20010db8);
  put16(bytes, at + 4, network);
  put32(bytes, at + 12, host);
}
