/**
 * The walk of `ipfw` over the extension headers of an IPv6 packet (the loop at the start of ipfw_chk in
 * netinet/ip_fw2.c), and `ext6hdr`, which asks for them (O_EXT_HDR).
 */
import { get16 } from '../../../wire/bytes';
import {
  IP6_HDRLEN,
  IP6_NXT,
  IPPROTO_AH,
  IPPROTO_DSTOPTS,
  IPPROTO_ESP,
  IPPROTO_FRAGMENT,
  IPPROTO_HOPOPTS,
  IPPROTO_ICMPV6,
  IPPROTO_ROUTING,
  IPPROTO_TCP,
  IPPROTO_UDP,
} from '../../../wire/ipv6';
import type { Mbuf } from '../../net/mbuf';
import type { IpfwArgs } from './args';

/** Bits of the headers that there are, by the names of ipfw(8). */
export const ext6hdrBits: Readonly<Record<string, number>> = {
  frag: 0x1,
  hopopt: 0x2,
  route: 0x4,
  ah: 0x8,
  esp: 0x10,
  dstopt: 0x20,
};

const bitsByProtocol: Readonly<Record<number, number>> = {
  [IPPROTO_FRAGMENT]: ext6hdrBits.frag,
  [IPPROTO_HOPOPTS]: ext6hdrBits.hopopt,
  [IPPROTO_ROUTING]: ext6hdrBits.route,
  [IPPROTO_AH]: ext6hdrBits.ah,
  [IPPROTO_ESP]: ext6hdrBits.esp,
  [IPPROTO_DSTOPTS]: ext6hdrBits.dstopt,
};

/** Bytes of a header that are looked at, by its protocol; of others none are. */
const leastBytes: Readonly<Record<number, number>> = {
  [IPPROTO_HOPOPTS]: 2,
  [IPPROTO_ROUTING]: 4,
  [IPPROTO_FRAGMENT]: 8,
  [IPPROTO_DSTOPTS]: 2,
  [IPPROTO_AH]: 2,
  [IPPROTO_ESP]: 4,
  [IPPROTO_TCP]: 20,
  [IPPROTO_UDP]: 8,
  [IPPROTO_ICMPV6]: 8,
};

/** Offset and the bit for more fragments in a fragment header. */
const IP6F_OFF_MASK = 0xfff8;
const IP6F_MORE_FRAG = 0x1;

interface Walked {
  /** Of the last header. */
  readonly proto: number;
  /** Its place in the packet. */
  readonly at: number;
  /** A fragment, the first one as well: its ports and flags are not looked at. */
  readonly fragment: boolean;
  readonly cutShort: boolean;
  readonly exthdrs: number;
}

/**
 * Walks to the last header; to what a fragment header names in a fragment other than the first, which is
 * data.
 */
export function walkHeaders({ data, off, len }: Mbuf): Walked {
  let proto = data[off + IP6_NXT];
  let at = IP6_HDRLEN;
  let fragment = false;
  let exthdrs = 0;
  for (;;) {
    const left = len - at;
    const cutShort = left < (leastBytes[proto] ?? 0);
    exthdrs |= bitsByProtocol[proto] ?? 0;
    const length = cutShort ? 0 : extensionLength(proto, data[off + at + 1]);
    if (length === 0) return { proto, at, fragment, cutShort, exthdrs };
    const field = proto === IPPROTO_FRAGMENT ? get16(data, off + at + 2) : 0;
    fragment ||= (field & (IP6F_OFF_MASK | IP6F_MORE_FRAG)) !== 0;
    proto = data[off + at];
    at += length;
    if ((field & IP6F_OFF_MASK) !== 0) return { proto, at, fragment, cutShort: false, exthdrs };
  }
}

/** Bytes of an extension header whose second byte is this; 0 for another. */
function extensionLength(proto: number, second: number): number {
  switch (proto) {
    case IPPROTO_HOPOPTS:
    case IPPROTO_ROUTING:
    case IPPROTO_DSTOPTS:
      return (second + 1) << 3;
    case IPPROTO_FRAGMENT:
      return 8;
    case IPPROTO_AH:
      return (second + 2) << 2;
    default:
      return 0;
  }
}

export interface Ext6hdrMatch {
  readonly kind: 'ext6hdr';
  /** Any of these bits. */
  readonly bits: number;
}

export function matchExt6hdr({ exthdrs }: IpfwArgs, { bits }: Ext6hdrMatch): boolean {
  return (exthdrs & bits) !== 0;
}

export function ext6hdrText({ bits }: Ext6hdrMatch): string {
  const words = Object.keys(ext6hdrBits).filter(name => (bits & ext6hdrBits[name]) !== 0);
  return `ext6hdr ${words.join(',')}`;
}
