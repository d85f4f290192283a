/** What ifconfig(8) asks of a bridge (net/if_bridge.c, bridge_ioctl_*). Each is 0 or an error number. */
import { EBUSY, EEXIST, EINVAL, ENOENT } from '../errno';
import type { Host } from '../host';
import type { Origin } from '../trace';
import { bridge_rtdelete, bridge_rttrim, bridge_rtupdate } from './bridgeRtable';
import {
  type BridgeIflist,
  type BridgeSoftc,
  bridge_lookup_member_if,
  bridgeOf,
  bridgeOfMember,
  IFBAF_STATIC,
  IFBIF_DISCOVER,
  IFBIF_LEARNING,
} from './bridgeVar';
import { IFT_ETHER, type Ifnet } from './if';

/**
 * Makes an interface a member, which learns and discovers. EEXIST: it is one already; EBUSY: another bridge
 * has it; EINVAL: its MTU is not that of the bridge, which is that of the first member, or it is no Ethernet,
 * or a bridge.
 */
export function bridge_ioctl_add(sc: BridgeSoftc, ifs: Ifnet): number {
  if (sc.sc_iflist.length > 0 && sc.sc_ifp.mtu !== ifs.mtu) return EINVAL;
  if (bridgeOf(ifs) !== null || ifs.type !== IFT_ETHER) return EINVAL;
  const other = bridgeOfMember(ifs);
  if (other !== null) return other === sc ? EEXIST : EBUSY;
  if (sc.sc_iflist.length === 0) sc.sc_ifp.mtu = ifs.mtu;
  ifs.if_bridge = sc;
  sc.sc_iflist.unshift({ bif_ifp: ifs, bif_flags: IFBIF_LEARNING | IFBIF_DISCOVER });
  return 0;
}

/** Takes a member out. ENOENT: it is none. */
export function bridge_ioctl_del(sc: BridgeSoftc, ifs: Ifnet): number {
  const bif = bridge_lookup_member_if(sc, ifs);
  if (bif === null) return ENOENT;
  bridge_delete_member(sc, bif);
  return 0;
}

/** The stations behind a member are forgotten with it, also those given by hand. */
export function bridge_delete_member(sc: BridgeSoftc, bif: BridgeIflist): void {
  bif.bif_ifp.if_bridge = null;
  sc.sc_iflist.splice(sc.sc_iflist.indexOf(bif), 1);
  bridge_rtdelete(sc, bif.bif_ifp);
}

/** An interface goes away: no bridge has it any more. */
export function bridge_ifdetach(ifp: Ifnet): void {
  const sc = bridgeOfMember(ifp);
  if (sc !== null) bridge_ioctl_del(sc, ifp);
}

/** Sets and clears IFBIF_* flags of a member. ENOENT: it is none. */
export function bridge_ioctl_sifflags(sc: BridgeSoftc, ifs: Ifnet, set: number, clear: number): number {
  const bif = bridge_lookup_member_if(sc, ifs);
  if (bif === null) return ENOENT;
  bif.bif_flags = (bif.bif_flags & ~clear) | set;
  return 0;
}

/** Sets how many addresses are remembered at most; learned ones beyond are forgotten. */
export function bridge_ioctl_scache(host: Host, sc: BridgeSoftc, size: number): number {
  sc.sc_brtmax = size;
  bridge_rttrim(host, sc);
  return 0;
}

/**
 * Says by hand that the station of an address (6 bytes) is behind a member. ENOENT: that is none; ENOSPC: the
 * table is full.
 */
export function bridge_ioctl_saddr(
  host: Host,
  sc: BridgeSoftc,
  ifs: Ifnet,
  addr: Uint8Array,
  origin: Origin | null,
): number {
  if (bridge_lookup_member_if(sc, ifs) === null) return ENOENT;
  return bridge_rtupdate(host, sc, addr, 0, ifs, { flags: IFBAF_STATIC, frame: 0, origin });
}
