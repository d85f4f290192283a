/**
 * Which prefixes, and addresses made from them, can still be trusted (pfxlist_onlink_check in
 * netinet6/nd6_rtr.c).
 */
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import { ifOperand } from '../../operands';
import { decide, decision } from '../../trace';
import { IN6_IFF_AUTOCONF, IN6_IFF_DETACHED, IN6_IFF_TENTATIVE, type In6Ifaddr } from '../in6Var';
import { nd6_dad_start } from '../nd6Dad';
import { isProbablyReachable } from './defrouter';
import { NDPRF_DETACHED, NDPRF_ONLINK, type NdPrefix } from './lists';
import { nd6_prefix_offlink, nd6_prefix_onlink } from './prefix';

const prefixState = decision('pfxlist_onlink_check.prefix', {
  question: 'Is there a router that advertises {prefix}/{plen} and can be reached?',
  outcomes: {
    attached: 'Yes again, or none of any prefix can be reached: the prefix counts.',
    detached: 'No, but one of another prefix: the machine has moved, and the prefix does not count.',
  },
  reference: 'RFC 4861 6.3.6, RFC 4862 5.5.3; pfxlist_onlink_check (netinet6/nd6_rtr.c)',
});

const addressState = decision('pfxlist_onlink_check.address', {
  question: 'May {addr} be used where the machine is now?',
  outcomes: {
    attached: 'Yes again: whether it is still free is asked anew.',
    detached: 'No: no router of its prefix can be reached.',
  },
  reference: 'pfxlist_onlink_check (netinet6/nd6_rtr.c)',
});

/** Looks at every prefix and every address made from one after routers came, went, or fell silent. */
export function pfxlist_onlink_check(host: Host, frame: number): void {
  checkPrefixes(host);
  checkAddresses(host, frame);
}

function isAttached(host: Host, pr: NdPrefix): boolean {
  return pr.advrtrs.some(dr => isProbablyReachable(host, dr));
}

/**
 * While a router that advertises no prefix at all can be reached, the others are not what they were either.
 */
function isAnyReachable(host: Host): boolean {
  if (host.prefixes.some(pr => pr.raf_onlink && isAttached(host, pr))) return true;
  return host.defrouters.some(
    dr => isProbablyReachable(host, dr) && !host.prefixes.some(pr => pr.advrtrs.includes(dr)),
  );
}

function checkPrefixes(host: Host): void {
  const any = isAnyReachable(host);
  for (const pr of host.prefixes) {
    if (!pr.raf_onlink) continue;
    const detached = any && !isAttached(host, pr);
    if (detached === ((pr.stateflags & NDPRF_DETACHED) !== 0)) continue;
    decide(
      host,
      prefixState,
      detached ? prefixState.detached : prefixState.attached,
      RECORDING && { prefix: pr.prefix.slice(), plen: pr.plen, ifp: ifOperand(pr.ifp) },
    );
    pr.stateflags ^= NDPRF_DETACHED;
  }
  for (const pr of [...host.prefixes]) {
    const detached = (pr.stateflags & NDPRF_DETACHED) !== 0;
    const onlink = (pr.stateflags & NDPRF_ONLINK) !== 0;
    if (detached && onlink) nd6_prefix_offlink(host, pr);
  }
  for (const pr of host.prefixes) {
    if (pr.raf_onlink && (pr.stateflags & (NDPRF_DETACHED | NDPRF_ONLINK)) === 0) nd6_prefix_onlink(host, pr);
  }
}

function checkAddresses(host: Host, frame: number): void {
  const any = host.interfaces.some(ifp =>
    ifp.addresses.some(ia => ia.ndpr !== null && isAttached(host, ia.ndpr)),
  );
  for (const ifp of host.interfaces) {
    for (const ia of ifp.addresses) {
      if ((ia.flags & IN6_IFF_AUTOCONF) === 0 || ia.ndpr === null) continue;
      const detached = any && !isAttached(host, ia.ndpr);
      if (detached !== ((ia.flags & IN6_IFF_DETACHED) !== 0)) change(host, ifp, ia, detached, frame);
    }
  }
}

function change(host: Host, ifp: Ifnet, ia: In6Ifaddr, detached: boolean, frame: number): void {
  const outcome = detached ? addressState.detached : addressState.attached;
  decide(host, addressState, outcome, RECORDING && { addr: ia.addr.slice(), ifp: ifOperand(ifp) });
  ia.flags ^= IN6_IFF_DETACHED;
  if (detached) return;
  ia.flags |= IN6_IFF_TENTATIVE;
  nd6_dad_start(host, ifp, ia, true, frame);
}
