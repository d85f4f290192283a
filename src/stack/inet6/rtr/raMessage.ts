/** The layout of router advertisements (RFC 4861 4.2, 4.6). */
import { get16, get32 } from '../../../wire/bytes';
import { ND_OPT_MTU, ND_OPT_PREFIX_INFORMATION } from '../../../wire/icmp6';
import type { Mbuf } from '../../net/mbuf';

/** Offsets in the message, and its length without options. */
const CUR_HOP_LIMIT = 4;
const FLAGS = 5;
const ROUTER_LIFETIME = 6;
const REACHABLE = 8;
const RETRANSMIT = 12;
export const RA_HEADER = 16;

/** Bits of the prefix information's flags. */
const ONLINK = 0x80;
const AUTO = 0x40;
const PREFIX_LENGTH = 32;
const MTU_LENGTH = 8;
/** The lifetime that means for ever. */
const INFINITE = 0xffffffff;

/** The fixed part of an advertisement. */
export interface RaHeader {
  readonly curhoplimit: number;
  readonly flags: number;
  /** Seconds, 0 for a router that is no default router. */
  readonly lifetime: number;
  /** Milliseconds, 0 for not told. */
  readonly reachable: number;
  readonly retransmit: number;
}

/** A prefix information option. Lifetimes in seconds, Infinity for ever. */
export interface PrefixInfo {
  readonly prefix: Uint8Array;
  readonly plen: number;
  readonly onlink: boolean;
  readonly auto: boolean;
  readonly vltime: number;
  readonly pltime: number;
}

/** The fixed part of the advertisement at `off` of the packet. */
export function raHeader(m: Mbuf, off: number): RaHeader {
  const at = m.off + off;
  return {
    curhoplimit: m.data[at + CUR_HOP_LIMIT],
    flags: m.data[at + FLAGS],
    lifetime: get16(m.data, at + ROUTER_LIFETIME),
    reachable: get32(m.data, at + REACHABLE),
    retransmit: get32(m.data, at + RETRANSMIT),
  };
}

/**
 * The prefix options of an advertisement whose options are whole, in order; one of a wrong length is left
 * out.
 */
export function raPrefixes(m: Mbuf, off: number): PrefixInfo[] {
  return optionsOf(m, off, ND_OPT_PREFIX_INFORMATION, PREFIX_LENGTH).map(at => ({
    prefix: m.data.slice(at + 16, at + 32),
    plen: m.data[at + 2],
    onlink: (m.data[at + 3] & ONLINK) !== 0,
    auto: (m.data[at + 3] & AUTO) !== 0,
    vltime: lifetime(get32(m.data, at + 4)),
    pltime: lifetime(get32(m.data, at + 8)),
  }));
}

/** The MTU that an advertisement whose options are whole tells, in bytes; null when it tells none. */
export function raMtu(m: Mbuf, off: number): number | null {
  const found = optionsOf(m, off, ND_OPT_MTU, MTU_LENGTH);
  return found.length === 0 ? null : get32(m.data, found[0] + 4);
}

function lifetime(seconds: number): number {
  return seconds === INFINITE ? Number.POSITIVE_INFINITY : seconds;
}

/** Where in `m.data` the options of this type and length begin. */
function optionsOf(m: Mbuf, off: number, type: number, length: number): number[] {
  const found: number[] = [];
  for (let at = off + RA_HEADER; at < m.len; at += m.data[m.off + at + 1] * 8) {
    const option = m.off + at;
    if (m.data[option] === type && m.data[option + 1] * 8 === length) found.push(option);
  }
  return found;
}
