/**
 * Dissector tables: who takes what follows. Protocols register themselves by ethertype, IP protocol number or
 * link type; payloads go through `dispatch`, which keeps `frame.protocols` and layer numbers and skips what
 * nobody looks at.
 */
import { type Dissection, REFUSED } from './dissection';
import type { FieldId } from './registry';

/** Dissects the layer at `at`; see dissection.ts. Answers the offset after it, or `REFUSED`. */
type Dissector = (d: Dissection, at: number, end: number, reported: number) => number;

export interface Handle {
  /** The protocol that `frame.protocols` names and whose layers are counted. */
  readonly protocol: FieldId;
  readonly dissect: Dissector;
  /**
   * Calls no dissector but data's and tells no frame around it where it ends: skipped when none of its fields
   * is wanted.
   */
  readonly leaf: boolean;
}

class DissectorTable {
  private readonly handles = new Map<number, Handle>();
  private readonly small: (Handle | undefined)[] = new Array(256).fill(undefined);

  /** Registers for the values given. */
  register(handle: Handle, ...values: number[]): void {
    for (const value of values) {
      this.handles.set(value, handle);
      if (value < 256) this.small[value] = handle;
    }
  }

  get(value: number): Handle | undefined {
    return value < 256 ? this.small[value] : this.handles.get(value);
  }
}

/** By Ethernet type. */
export const ethertypes = new DissectorTable();
/** By IPv4 protocol or IPv6 next header (extension headers too). */
export const ipProtocols = new DissectorTable();
/** By LINKTYPE_ number. */
export const linkTypes = new DissectorTable();
/** By PPP protocol number. */
export const pppProtocols = new DissectorTable();

/** By LLC service access point. */
export const sapDissectors = new DissectorTable();
/** By organization code * 65536 + protocol number of SNAP. */
export const snapDissectors = new DissectorTable();

/** More layers than any packet needs: what is deeper is data. */
const MOST_NESTED = 200;

/** Calls a dissector for a payload. `REFUSED` leaves no mark of it. */
export function dispatch(d: Dissection, handle: Handle, at: number, end: number, reported: number): number {
  if (handle.leaf && !d.wantsProtocol(handle.protocol) && !d.wantsAllLayers) return reported;
  if (d.depth >= MOST_NESTED) return REFUSED;
  const { currentNth, currentParent, currentProtocol, currentEnd } = d;
  d.depth++;
  d.currentNth = d.enter(handle.protocol);
  d.currentProtocol = handle.protocol;
  d.currentEnd = end;
  const next = handle.dissect(d, at, end, reported);
  d.depth--;
  if (next === REFUSED) d.leave(handle.protocol);
  d.currentNth = currentNth;
  d.currentParent = currentParent;
  d.currentProtocol = currentProtocol;
  d.currentEnd = currentEnd;
  return next;
}
