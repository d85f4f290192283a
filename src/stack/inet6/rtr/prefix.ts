/**
 * Prefixes on and off the link: their routes (nd6_prefix_onlink, nd6_prefix_offlink, prelist_remove in
 * netinet6/nd6_rtr.c).
 */
import { equalBytes } from '../../../wire/bytes';
import type { Host } from '../../host';
import { RTF_CLONING, rtadd, rtdelete } from '../../net/route';
import { ifOperand } from '../../operands';
import { decide, decision } from '../../trace';
import { in6_hasPrefixRoute } from '../in6';
import { nd6_need_cache } from '../nd6';
import { NDPRF_DETACHED, NDPRF_ONLINK, type NdPrefix } from './lists';
import { pfxlist_onlink_check } from './onlinkCheck';

const route = decision('nd6_prefix_onlink.route', {
  question: 'Does {prefix}/{plen} get a route to {ifp}?',
  outcomes: {
    added: 'Yes.',
    'elsewhere-first': 'No: it is on the link of another interface already.',
    'no-address': 'No: {ifp} has no IPv6 address.',
    exists: 'There is a route to it, which stays.',
  },
  reference: 'RFC 4861 6.3.4; nd6_prefix_onlink (netinet6/nd6_rtr.c)',
});

const gone = decision('nd6_prefix_offlink.route', {
  question: 'Does the route to {prefix}/{plen} go?',
  outcomes: {
    deleted: 'Yes.',
    needed: 'No: an address of {ifp} has this prefix.',
  },
  reference: 'nd6_prefix_offlink (netinet6/nd6_rtr.c)',
});

/** Makes a prefix on-link: destinations within it are neighbours from now on. */
export function nd6_prefix_onlink(host: Host, pr: NdPrefix): void {
  const outcome = add(host, pr);
  decide(host, route, outcome, RECORDING && operands(pr));
  if (outcome === route.added || outcome === route.exists) pr.stateflags |= NDPRF_ONLINK;
}

function add(host: Host, pr: NdPrefix): number {
  if (
    host.prefixes.some(other => other !== pr && isSame(other, pr) && (other.stateflags & NDPRF_ONLINK) !== 0)
  ) {
    return route.elsewhereFirst;
  }
  if (pr.ifp.addresses.length === 0) return route.noAddress;
  const flags = nd6_need_cache(pr.ifp) ? RTF_CLONING : 0;
  const errno = rtadd(host.rt6, { dst: pr.prefix, prefixlen: pr.plen, flags, ifp: pr.ifp });
  return errno === 0 ? route.added : route.exists;
}

/** Makes a prefix off-link; another interface that is advertised the same one takes its place. */
export function nd6_prefix_offlink(host: Host, pr: NdPrefix): void {
  const needed = in6_hasPrefixRoute(pr.ifp, pr.prefix, pr.plen);
  decide(host, gone, needed ? gone.needed : gone.deleted, RECORDING && operands(pr));
  pr.stateflags &= ~NDPRF_ONLINK;
  if (needed) return;
  rtdelete(host.rt6, pr.prefix, pr.plen);
  const other = host.prefixes.find(
    one => one !== pr && isSame(one, pr) && one.raf_onlink && (one.stateflags & NDPRF_DETACHED) === 0,
  );
  if (other !== undefined) nd6_prefix_onlink(host, other);
}

/** Takes a prefix out of the list. Addresses made from it stay until their own lifetimes are over. */
export function prelist_remove(host: Host, pr: NdPrefix): void {
  if ((pr.stateflags & NDPRF_ONLINK) !== 0) nd6_prefix_offlink(host, pr);
  host.prefixes.splice(host.prefixes.indexOf(pr), 1);
  pfxlist_onlink_check(host, 0);
}

function isSame(a: NdPrefix, b: NdPrefix): boolean {
  return a.plen === b.plen && equalBytes(a.prefix, 0, b.prefix, 0, 16);
}

function operands(pr: NdPrefix) {
  return { prefix: pr.prefix.slice(), plen: pr.plen, ifp: ifOperand(pr.ifp) };
}
