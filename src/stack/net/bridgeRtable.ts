/**
 * The address table of a bridge: which station is behind which member (net/if_bridge.c, bridge_rt*; IEEE
 * 802.1D 7.8, 7.9).
 */
import { equalMac, formatMac } from '../../wire/address';
import { ETHER_ADDR_LEN } from '../../wire/linkHeader';
import { ENOENT, ENOSPC } from '../errno';
import type { Host } from '../host';
import { ifOperand } from '../operands';
import { decide, decision, type Origin } from '../trace';
import { bridge_schedule } from './bridgeTimer';
import { BRIDGE_RTHASH_SIZE, type BridgeRtnode, type BridgeSoftc, IFBAF_DYNAMIC } from './bridgeVar';
import type { Ifnet } from './if';

const entry = decision('bridge_rtupdate.entry', {
  question: 'What does the address table of the bridge come to say of {station}?',
  outcomes: {
    new: 'That it is behind {ifp}: it was not known before.',
    same: 'That it is behind {ifp}, as before; its time begins anew.',
    moved: 'That it is behind {ifp}: it was behind {old} before.',
    static: 'That it is behind {old}: an address given by hand stays where it is.',
    full: 'Nothing: {count} addresses are as many as {bridge} remembers.',
  },
  reference: 'IEEE 802.1D 7.8, 7.9; bridge_rtupdate (net/if_bridge.c)',
});

/** What an entry is to become. */
interface BridgeRtupdate {
  /** IFBAF_*, for an address given by hand; null for what a frame teaches. */
  readonly flags: number | null;
  /** Number of that frame, 0 for none. */
  readonly frame: number;
  readonly origin: Origin | null;
}

/**
 * Remembers that the station whose address is at `off` of `data` is behind `dst_if`: 0, or ENOSPC when the
 * table is full.
 */
export function bridge_rtupdate(
  host: Host,
  sc: BridgeSoftc,
  data: Uint8Array,
  off: number,
  dst_if: Ifnet,
  to: BridgeRtupdate,
): number {
  const known = bridge_rtnode_lookup(sc, data, off);
  const outcome = judge(sc, known, dst_if);
  decide(
    host,
    entry,
    outcome,
    RECORDING && {
      station: formatMac(data, off),
      ifp: ifOperand(dst_if),
      old: ifOperand(known?.brt_ifp ?? null),
      count: sc.sc_rtlist.length,
      bridge: ifOperand(sc.sc_ifp),
    },
  );
  if (outcome === entry.full) return ENOSPC;
  const brt = known ?? bridge_rtnode_insert(sc, data, off, dst_if);
  if (brt.brt_flags === IFBAF_DYNAMIC) {
    if (outcome !== entry.same) brt.frame = to.frame;
    brt.brt_ifp = dst_if;
  }
  if (to.flags === null) brt.brt_expire = host.now + sc.sc_brttimeout * 1e9;
  else {
    brt.brt_flags = to.flags;
    brt.origin = to.origin;
  }
  if (brt.brt_flags === IFBAF_DYNAMIC) bridge_schedule(host, sc);
  return 0;
}

function judge(sc: BridgeSoftc, known: BridgeRtnode | null, dst_if: Ifnet): number {
  if (known === null) return sc.sc_rtlist.length >= sc.sc_brtmax ? entry.full : entry.new;
  if (known.brt_flags !== IFBAF_DYNAMIC) return entry.static;
  return known.brt_ifp === dst_if ? entry.same : entry.moved;
}

/**
 * The member behind which the station is whose address is at `off` of `data`; null when that is not known.
 */
export function bridge_rtlookup(sc: BridgeSoftc, data: Uint8Array, off: number): Ifnet | null {
  return bridge_rtnode_lookup(sc, data, off)?.brt_ifp ?? null;
}

/** The entry of the station whose address is at `off` of `data`, or null. */
function bridge_rtnode_lookup(sc: BridgeSoftc, data: Uint8Array, off: number): BridgeRtnode | null {
  for (const brt of sc.sc_rthash[bridge_rthash(data, off)]) {
    if (equalMac(brt.brt_addr, 0, data, off)) return brt;
  }
  return null;
}

/** Cards of one maker differ in the last bytes. */
function bridge_rthash(data: Uint8Array, off: number): number {
  return (data[off + 5] ^ (data[off + 4] * 31) ^ (data[off + 3] * 17)) & (BRIDGE_RTHASH_SIZE - 1);
}

function bridge_rtnode_insert(sc: BridgeSoftc, data: Uint8Array, off: number, dst_if: Ifnet): BridgeRtnode {
  const brt: BridgeRtnode = {
    brt_addr: data.slice(off, off + ETHER_ADDR_LEN),
    brt_ifp: dst_if,
    brt_expire: 0,
    brt_flags: IFBAF_DYNAMIC,
    frame: 0,
    origin: null,
  };
  sc.sc_rtlist.unshift(brt);
  sc.sc_rthash[bridge_rthash(data, off)].push(brt);
  return brt;
}

/** Forgets the addresses for which `isOld` holds; how many those were. */
function forget(sc: BridgeSoftc, isOld: (brt: BridgeRtnode) => boolean): number {
  const before = sc.sc_rtlist.length;
  const old = new Set(sc.sc_rtlist.filter(isOld));
  if (old.size === 0) return 0;
  sc.sc_rtlist = sc.sc_rtlist.filter(brt => !old.has(brt));
  sc.sc_rthash = sc.sc_rthash.map(list => list.filter(brt => !old.has(brt)));
  return before - sc.sc_rtlist.length;
}

/** Forgets the learned addresses that are too old; how many those were. */
export function bridge_rtage(host: Host, sc: BridgeSoftc): number {
  return forget(sc, brt => brt.brt_flags === IFBAF_DYNAMIC && host.now >= brt.brt_expire);
}

/** Forgets what was learned; with `full` also what was given by hand. */
export function bridge_rtflush(sc: BridgeSoftc, full: boolean): void {
  forget(sc, brt => full || brt.brt_flags === IFBAF_DYNAMIC);
}

/** Forgets every station behind a member. */
export function bridge_rtdelete(sc: BridgeSoftc, ifp: Ifnet): void {
  forget(sc, brt => brt.brt_ifp === ifp);
}

/** Forgets the station of that address (6 bytes): 0, or ENOENT when it is not known. */
export function bridge_rtdaddr(sc: BridgeSoftc, addr: Uint8Array): number {
  return forget(sc, brt => equalMac(brt.brt_addr, 0, addr, 0)) > 0 ? 0 : ENOENT;
}

/**
 * Forgets learned addresses, the old ones first, then the newest, until there are no more than the bridge
 * remembers.
 */
export function bridge_rttrim(host: Host, sc: BridgeSoftc): void {
  if (sc.sc_rtlist.length <= sc.sc_brtmax) return;
  bridge_rtage(host, sc);
  let tooMany = sc.sc_rtlist.length - sc.sc_brtmax;
  forget(sc, brt => brt.brt_flags === IFBAF_DYNAMIC && tooMany-- > 0);
}
