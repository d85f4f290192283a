/** Routing tables: entries, longest-prefix match, and the commands that change them (net/route.c, radix.c). */
import type { Origin } from '../trace';
import type { Ifnet } from './if';

export const RTF_UP = 0x1;
export const RTF_GATEWAY = 0x2;
export const RTF_HOST = 0x4;
export const RTF_REJECT = 0x8;
export const RTF_DYNAMIC = 0x10;
export const RTF_MODIFIED = 0x20;
export const RTF_CLONING = 0x100;
export const RTF_LLINFO = 0x400;
export const RTF_STATIC = 0x800;
export const RTF_BLACKHOLE = 0x1000;
export const RTF_WASCLONED = 0x20000;

/** A route. Addresses are 16 bytes with the zone embedded. */
export interface Rtentry {
  rt_key: Uint8Array;
  prefixlen: number;
  /** RTF_*; loses RTF_UP when the entry leaves the table while something still points at it. */
  rt_flags: number;
  rt_gateway: Uint8Array | null;
  rt_ifp: Ifnet;
  origin: Origin | null;
}

/** A node of the binary trie; `bit` is the bit tested, `rt` the route whose prefix ends here. */
export interface RouteNode {
  prefix: Uint8Array;
  prefixlen: number;
  rt: Rtentry | null;
  zero: RouteNode | null;
  one: RouteNode | null;
}

export interface RouteTable {
  root: RouteNode | null;
}
