/**
 * The Default Router List (defrtrlist_update, defrouter_select and their like in netinet6/nd6_rtr.c; RFC 4861
 * 6.3.4 to 6.3.6, RFC 4191).
 */
import { equalBytes } from '../../../wire/bytes';
import { time_second } from '../../clock';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import { RTF_DYNAMIC, RTF_GATEWAY, RTF_HOST, RTF_STATIC, routes, rtadd, rtdelete } from '../../net/route';
import { ifOperand } from '../../operands';
import { decide, decision, enter, leave } from '../../trace';
import { ND6_LLINFO_INCOMPLETE, nd6_lookup } from '../nd6';
import { LIST_MAX, learnsFromRouters, type NdDefrouter } from './lists';
import { pfxlist_onlink_check } from './onlinkCheck';

/** The preference in the flags of an advertisement (RFC 4191 2.2). */
const PREFERENCE = 0x18;
const HIGH = 0x08;
const LOW = 0x18;

const DEFAULT = new Uint8Array(16);

const update = decision('defrtrlist_update.router', {
  question: 'Is {router} a default router?',
  outcomes: {
    new: 'Yes, from now on, for {lifetime} s.',
    renewed: 'Yes, for {lifetime} s more.',
    withdrawn: 'No longer: it says that its lifetime is 0.',
    'not-default': 'No: its lifetime is 0.',
    'too-many': 'It would be, but more than {limit} are not kept.',
  },
  reference: 'RFC 4861 6.3.4; defrtrlist_update (netinet6/nd6_rtr.c)',
});

const select = decision('defrouter_select.router', {
  question: 'Which router does the default route lead to?',
  outcomes: {
    kept: '{router}, as before.',
    reachable: '{router}, which can be reached.',
    'in-turn': '{router}: none is known to be reachable, so each is tried in turn.',
    none: 'None: there is no default router.',
  },
  reference: 'RFC 4861 6.3.6; defrouter_select (netinet6/nd6_rtr.c)',
});

/** The entry of the router `addr` (16 bytes, zone embedded) on `ifp`, or null. */
export function defrouter_lookup(host: Host, addr: Uint8Array, ifp: Ifnet): NdDefrouter | null {
  return host.defrouters.find(dr => dr.ifp === ifp && equalBytes(dr.rtaddr, 0, addr, 0, 16)) ?? null;
}

/** What the advertisement of a router says of it as default router; its entry, null when it is none. */
export function defrtrlist_update(
  host: Host,
  ifp: Ifnet,
  rtaddr: Uint8Array,
  flags: number,
  lifetime: number,
): NdDefrouter | null {
  const known = defrouter_lookup(host, rtaddr, ifp);
  const outcome = judge(host, known, lifetime);
  decide(
    host,
    update,
    outcome,
    RECORDING && { router: rtaddr.slice(), ifp: ifOperand(ifp), lifetime, limit: LIST_MAX },
  );
  if (outcome === update.withdrawn) defrtrlist_del(host, known as NdDefrouter);
  if (outcome !== update.new && outcome !== update.renewed) return null;
  const expire = time_second(host) + lifetime;
  if (known !== null) {
    const before = preference(known);
    Object.assign(known, { flags, rtlifetime: lifetime, expire });
    if (preference(known) === before) return known;
    host.defrouters.splice(host.defrouters.indexOf(known), 1);
  }
  const dr = known ?? { rtaddr: rtaddr.slice(), ifp, flags, rtlifetime: lifetime, expire, installed: false };
  insert(host, dr);
  defrouter_select(host);
  return dr;
}

function judge(host: Host, known: NdDefrouter | null, lifetime: number): number {
  if (lifetime === 0) return known === null ? update.notDefault : update.withdrawn;
  if (known !== null) return update.renewed;
  return host.defrouters.length < LIST_MAX ? update.new : update.tooMany;
}

/** The list is ordered by preference; of equal ones the older comes first. */
function insert(host: Host, dr: NdDefrouter): void {
  const at = host.defrouters.findIndex(other => preference(other) < preference(dr));
  host.defrouters.splice(at < 0 ? host.defrouters.length : at, 0, dr);
}

/** 1 high, 0 medium, -1 low; the reserved value means medium. */
function preference({ flags }: NdDefrouter): number {
  const bits = flags & PREFERENCE;
  return bits === HIGH ? 1 : bits === LOW ? -1 : 0;
}

/** Takes a router out of the list, with the routes that redirects made by way of it. */
export function defrtrlist_del(host: Host, dr: NdDefrouter): void {
  const { installed } = dr;
  rt6_flush(host, dr.rtaddr, dr.ifp);
  if (installed) uninstall(host, dr);
  host.defrouters.splice(host.defrouters.indexOf(dr), 1);
  for (const pr of host.prefixes) {
    const at = pr.advrtrs.indexOf(dr);
    if (at >= 0) pr.advrtrs.splice(at, 1);
  }
  pfxlist_onlink_check(host, 0);
  if (installed) defrouter_select(host);
}

/**
 * Chooses the router of the default route: one that is probably reachable, by preference, else the next in
 * turn.
 */
export function defrouter_select(host: Host): void {
  if (!learnsFromRouters(host)) return;
  enter(host, 'defrouter_select', null);
  const installed = host.defrouters.find(dr => dr.installed) ?? null;
  const reachable = host.defrouters.find(dr => isProbablyReachable(host, dr)) ?? null;
  const chosen = choose(host, installed, reachable);
  const outcome =
    chosen === null
      ? select.none
      : chosen === installed
        ? select.kept
        : chosen === reachable
          ? select.reachable
          : select.inTurn;
  decide(host, select, outcome, RECORDING && { router: chosen === null ? 'none' : chosen.rtaddr.slice() });
  if (chosen !== installed) {
    if (installed !== null) uninstall(host, installed);
    if (chosen !== null) install(host, chosen);
  }
  leave(host);
}

function choose(
  host: Host,
  installed: NdDefrouter | null,
  reachable: NdDefrouter | null,
): NdDefrouter | null {
  if (reachable === null) {
    const next = installed === null ? 0 : host.defrouters.indexOf(installed) + 1;
    return host.defrouters[next] ?? host.defrouters[0] ?? null;
  }
  const stays =
    installed !== null &&
    isProbablyReachable(host, installed) &&
    preference(reachable) <= preference(installed);
  return stays ? installed : reachable;
}

/** True when the router's link address is known and it was not found silent. */
export function isProbablyReachable(host: Host, dr: NdDefrouter): boolean {
  const ln = nd6_lookup(host, dr.rtaddr, 0, dr.ifp);
  return ln !== null && ln.ln_state > ND6_LLINFO_INCOMPLETE;
}

/** A default route that was given by hand stays; then the router waits for it to go. */
function install(host: Host, dr: NdDefrouter): void {
  dr.installed = rtadd(host.rt6, { dst: DEFAULT, prefixlen: 0, gateway: dr.rtaddr, ifp: dr.ifp }) === 0;
}

function uninstall(host: Host, dr: NdDefrouter): void {
  rtdelete(host.rt6, DEFAULT, 0);
  dr.installed = false;
}

/**
 * Deletes the host routes that lead by way of the router `gateway` (zone embedded) and that no administrator
 * made.
 */
export function rt6_flush(host: Host, gateway: Uint8Array, ifp: Ifnet): void {
  for (const rt of routes(host.rt6)) {
    const made =
      (rt.rt_flags & (RTF_DYNAMIC | RTF_GATEWAY | RTF_HOST)) === (RTF_DYNAMIC | RTF_GATEWAY | RTF_HOST);
    if (!made || (rt.rt_flags & RTF_STATIC) !== 0 || rt.rt_ifp !== ifp) continue;
    if (equalBytes(rt.rt_gateway as Uint8Array, 0, gateway, 0, 16)) rtdelete(host.rt6, rt.rt_key, 128);
  }
}
