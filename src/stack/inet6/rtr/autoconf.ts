/**
 * Addresses made from advertised prefixes (prelist_update, in6_ifadd in netinet6/nd6_rtr.c; RFC 4862 5.5.3).
 */
import { time_second } from '../../clock';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import { decide, decision } from '../../trace';
import { in6_ifadd, in6_samePrefix, in6ifa_ifpforlinklocal, in6ifa_ifpwithaddr } from '../in6';
import { IN6_IFF_AUTOCONF, type In6Ifaddr } from '../in6Var';
import type { NdPrefix } from './lists';
import { pfxlist_onlink_check } from './onlinkCheck';
import type { PrefixInfo } from './raMessage';

/**
 * Seconds under which an advertisement cannot bring an address's life that nobody proved to be sent by a
 * router.
 */
const TWO_HOURS = 7200;

const lifetime = decision('prelist_update.address', {
  question: 'What does {prefix}/{plen} mean for the addresses of the interface?',
  outcomes: {
    'not-asked': 'Nothing: no addresses are to be made from it (flag A is 0).',
    create: 'A new one is made from it.',
    'nothing-left': 'Nothing: there is none, and the prefix is valid no longer.',
    renewed: '{addr} is valid for {lives} s from now.',
    'two-hours': '{addr} is valid for 7200 s still: an advertisement cannot end it sooner.',
    untouched: '{addr} keeps the {lives} s it has left: an advertisement cannot end it sooner.',
  },
  reference: 'RFC 4862 5.5.3 (a), (d), (e); prelist_update (netinet6/nd6_rtr.c)',
});

const made = decision('in6_ifadd.address', {
  question: 'Can an address be made from {prefix}/{plen}?',
  outcomes: {
    made: 'Yes: {addr}.',
    'no-identifier': 'No: the interface has no link-local address to take the interface identifier from.',
    'wrong-length': 'No: the interface identifier has 64 bits, which leaves no {plen} for the prefix.',
    exists: 'No: {addr} is an address of the interface already.',
  },
  reference: 'RFC 4862 5.5.3 (d); in6_ifadd (netinet6/nd6_rtr.c)',
});

/**
 * Makes an address from the prefix `pr` as the advertisement says, or sets the lifetimes of the one that was
 * made before.
 */
export function autoconfigure(host: Host, ifp: Ifnet, pr: NdPrefix, info: PrefixInfo, frame: number): void {
  const ia =
    ifp.addresses.find(
      one =>
        (one.flags & IN6_IFF_AUTOCONF) !== 0 &&
        one.prefixlen === pr.plen &&
        in6_samePrefix(one, pr.prefix, 0),
    ) ?? null;
  const remaining = ia === null ? 0 : Math.max(0, ia.vltime - (time_second(host) - ia.updatetime));
  const outcome = judge(ia, info, remaining);
  const lives =
    outcome === lifetime.twoHours ? TWO_HOURS : outcome === lifetime.untouched ? remaining : info.vltime;
  decide(
    host,
    lifetime,
    outcome,
    RECORDING && {
      prefix: pr.prefix.slice(),
      plen: pr.plen,
      addr: ia === null ? 'none' : ia.addr.slice(),
      lives: Number.isFinite(lives) ? lives : 'infinitely many',
    },
  );
  if (outcome === lifetime.create) create(host, ifp, pr, info, frame);
  if (ia === null || outcome === lifetime.notAsked) return;
  ia.vltime = lives;
  ia.pltime = info.pltime;
  ia.updatetime = time_second(host);
}

function judge(ia: In6Ifaddr | null, info: PrefixInfo, remaining: number): number {
  if (!info.auto) return lifetime.notAsked;
  if (ia === null) return info.vltime === 0 ? lifetime.nothingLeft : lifetime.create;
  if (info.vltime > TWO_HOURS || info.vltime > remaining) return lifetime.renewed;
  return remaining <= TWO_HOURS ? lifetime.untouched : lifetime.twoHours;
}

/** The prefix before the interface identifier of the link-local address. */
function create(host: Host, ifp: Ifnet, pr: NdPrefix, info: PrefixInfo, frame: number): void {
  const base = in6ifa_ifpforlinklocal(ifp, 0);
  const addr = pr.prefix.slice();
  if (base !== null) addr.set(base.addr.subarray(8), 8);
  const outcome =
    base === null
      ? made.noIdentifier
      : base.prefixlen + 64 !== 128 || pr.plen !== base.prefixlen
        ? made.wrongLength
        : in6ifa_ifpwithaddr(ifp, addr, 0) !== null
          ? made.exists
          : made.made;
  decide(host, made, outcome, RECORDING && { prefix: pr.prefix.slice(), plen: pr.plen, addr: addr.slice() });
  if (outcome !== made.made) return;
  in6_ifadd(host, ifp, {
    addr,
    prefixlen: pr.plen,
    flags: IN6_IFF_AUTOCONF,
    vltime: info.vltime,
    pltime: info.pltime,
    ndpr: pr,
    frame,
  });
  pfxlist_onlink_check(host, frame);
}
