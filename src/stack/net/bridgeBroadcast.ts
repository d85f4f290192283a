/**
 * A frame goes to all members of a bridge but the one it came in by (net/if_bridge.c, bridge_broadcast; IEEE
 * 802.1D 7.7.1).
 */
import type { Host } from '../host';
import { ifOperand } from '../operands';
import { DROPPED, decide, decision, enter, leave, settle } from '../trace';
import { bridge_enqueue, bridge_ready } from './bridgeEnqueue';
import { bridge_pfil_out } from './bridgePfil';
import { type BridgeIflist, type BridgeSoftc, IFBIF_DISCOVER } from './bridgeVar';
import type { Ifnet } from './if';
import { M_BCAST, M_MCAST, type Mbuf } from './mbuf';

const member = decision('bridge_broadcast.member', {
  question: 'Does the frame go to {ifp}?',
  outcomes: {
    copied: 'Yes.',
    'came-in': 'No: that is where it came in.',
    'no-discover': 'No: its station is unknown, and {ifp} does not discover.',
    down: 'No: {ifp} is down.',
  },
  reference: 'IEEE 802.1D 7.7.1; bridge_broadcast (net/if_bridge.c)',
});

const copies = decision('bridge_broadcast.copies', {
  question: 'Did the frame go to any member?',
  outcomes: {
    some: 'Yes: to {count}.',
    none: { answer: 'No.', verdict: 'no other member of {bridge} takes the frame' },
  },
  reference: 'bridge_broadcast (net/if_bridge.c)',
});

/**
 * Sends a frame by every member but `src_if`, which is the bridge itself for what this machine sends by it.
 */
export function bridge_broadcast(
  host: Host,
  sc: BridgeSoftc,
  src_if: Ifnet,
  m: Mbuf,
  nexthop: Uint8Array | null = null,
): void {
  enter(host, 'bridge_broadcast', m);
  // What this machine sends, filters have seen where it went out.
  const filtered = src_if !== sc.sc_ifp;
  if (!filtered || bridge_pfil_out(host, sc.sc_ifp, null, m))
    toMembers(host, sc, src_if, m, nexthop, filtered);
  leave(host);
}

function toMembers(
  host: Host,
  sc: BridgeSoftc,
  src_if: Ifnet,
  m: Mbuf,
  nexthop: Uint8Array | null,
  filtered: boolean,
): void {
  const group = (m.flags & (M_BCAST | M_MCAST)) !== 0;
  let count = 0;
  for (const bif of sc.sc_iflist) {
    const outcome = judge(host, bif, src_if, group);
    decide(host, member, outcome, RECORDING && { ifp: ifOperand(bif.bif_ifp) });
    if (outcome !== member.copied) continue;
    if (filtered && !bridge_pfil_out(host, null, bif.bif_ifp, m)) continue;
    count++;
    bridge_enqueue(host, sc, bif.bif_ifp, m, nexthop);
  }
  decide(
    host,
    copies,
    count > 0 ? copies.some : copies.none,
    RECORDING && { count, bridge: ifOperand(sc.sc_ifp) },
  );
  // What is for a group is received here as well, and that settles it.
  if (count === 0 && !group && m.kind === 'bridged') settle(host, DROPPED);
}

function judge(host: Host, { bif_ifp, bif_flags }: BridgeIflist, src_if: Ifnet, group: boolean): number {
  if (bif_ifp === src_if) return member.cameIn;
  if ((bif_flags & IFBIF_DISCOVER) === 0 && !group) return member.noDiscover;
  return bridge_ready(host, bif_ifp) ? member.copied : member.down;
}
