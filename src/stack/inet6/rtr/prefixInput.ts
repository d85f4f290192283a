/**
 * Prefixes that routers advertise (nd6_ra_input, prelist_update in netinet6/nd6_rtr.c; RFC 4861 6.3.4, RFC
 * 4862 5.5.3).
 */
import { equalBytes } from '../../../wire/bytes';
import { time_second } from '../../clock';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import { decide, decision, enter, leave } from '../../trace';
import { IPV6_ADDR_SCOPE_LINKLOCAL, in6_addrscope } from '../scope6';
import { autoconfigure } from './autoconf';
import { LIST_MAX, NDPRF_DETACHED, NDPRF_ONLINK, type NdDefrouter, type NdPrefix } from './lists';
import { nd6_prefix_onlink } from './prefix';
import type { PrefixInfo } from './raMessage';

const valid = decision('nd6_ra_input.prefix', {
  question: 'Is the prefix {prefix}/{plen} to be looked at?',
  outcomes: {
    yes: 'Yes.',
    'too-long': 'No: an address has 128 bits, not {plen}.',
    multicast: 'No: it is of groups.',
    'link-local': 'No: it is the link-local one, which every link has.',
    'wrong-length': 'No: prefixes of 2000::/3 are 64 bits long, this one {plen}.',
    lifetimes: 'No: it would be preferred for {pltime} s, longer than it is valid ({vltime} s).',
  },
  reference:
    'RFC 4861 6.3.4, RFC 4862 5.5.3 (b), (c); nd6_ra_input, in6_init_prefix_ltimes (netinet6/nd6_rtr.c)',
});

const list = decision('prelist_update.prefix', {
  question: 'Is {prefix}/{plen} in the Prefix List?',
  outcomes: {
    new: 'No: it is entered, valid for {vltime} s.',
    renewed: 'Yes: it is valid for {vltime} s from now.',
    known: 'Yes, and it is not said to be on the link: the entry stays as it is.',
    over: 'No, and it is not entered: its valid lifetime is 0.',
    'no-use': 'No, and it is not entered: it is neither on the link nor for making addresses.',
    'too-many': 'No, and it is not entered: more than {limit} are not kept.',
  },
  reference: 'RFC 4861 6.3.4; prelist_update (netinet6/nd6_rtr.c)',
});

/** Takes one prefix of an advertisement; `router` is its sender as default router, null when it is none. */
export function prefixInput(
  host: Host,
  ifp: Ifnet,
  info: PrefixInfo,
  router: NdDefrouter | null,
  frame: number,
): void {
  const outcome = judge(info);
  decide(host, valid, outcome, RECORDING && shown(info));
  if (outcome === valid.yes) prelist_update(host, ifp, info, router, frame);
}

function judge({ prefix, plen, vltime, pltime }: PrefixInfo): number {
  if (plen > 128) return valid.tooLong;
  if (prefix[0] === 0xff) return valid.multicast;
  if (prefix[0] === 0xfe && in6_addrscope(prefix, 0) === IPV6_ADDR_SCOPE_LINKLOCAL) return valid.linkLocal;
  if ((prefix[0] & 0xe0) === 0x20 && plen !== 64) return valid.wrongLength;
  return pltime > vltime ? valid.lifetimes : valid.yes;
}

function shown({ prefix, plen, vltime, pltime }: PrefixInfo) {
  return { prefix: prefix.slice(), plen, vltime: seconds(vltime), pltime: seconds(pltime), limit: LIST_MAX };
}

function seconds(lifetime: number): number | string {
  return Number.isFinite(lifetime) ? lifetime : 'infinitely many';
}

function prelist_update(
  host: Host,
  ifp: Ifnet,
  info: PrefixInfo,
  router: NdDefrouter | null,
  frame: number,
): void {
  enter(host, 'prelist_update', null);
  const prefix = masked(info);
  const known = host.prefixes.find(
    pr => pr.ifp === ifp && pr.plen === info.plen && equalBytes(pr.prefix, 0, prefix, 0, 16),
  );
  const outcome = judgeEntry(host, known, info);
  decide(host, list, outcome, RECORDING && shown(info));
  const pr = outcome === list.new ? enterPrefix(host, ifp, info, prefix) : (known ?? null);
  if (pr !== null) {
    if (outcome === list.renewed) renew(host, pr, info);
    if (pr.raf_onlink && (pr.stateflags & (NDPRF_ONLINK | NDPRF_DETACHED)) === 0) nd6_prefix_onlink(host, pr);
    if (router !== null && !pr.advrtrs.includes(router)) pr.advrtrs.push(router);
    autoconfigure(host, ifp, pr, info, frame);
  }
  leave(host);
}

function judgeEntry(host: Host, known: NdPrefix | undefined, info: PrefixInfo): number {
  if (known !== undefined) return info.onlink ? list.renewed : list.known;
  if (info.vltime === 0) return list.over;
  if (!info.onlink && !info.auto) return list.noUse;
  return host.prefixes.length < LIST_MAX ? list.new : list.tooMany;
}

function masked({ prefix, plen }: PrefixInfo): Uint8Array {
  return prefix.map((byte, i) => byte & ((0xff00 >> Math.min(8, Math.max(0, plen - 8 * i))) & 0xff));
}

function enterPrefix(host: Host, ifp: Ifnet, info: PrefixInfo, prefix: Uint8Array): NdPrefix {
  const pr: NdPrefix = {
    prefix,
    plen: info.plen,
    ifp,
    raf_onlink: info.onlink,
    raf_auto: info.auto,
    vltime: info.vltime,
    pltime: info.pltime,
    lastupdate: time_second(host),
    stateflags: 0,
    advrtrs: [],
  };
  host.prefixes.push(pr);
  return pr;
}

function renew(host: Host, pr: NdPrefix, info: PrefixInfo): void {
  pr.raf_onlink = true;
  if (info.auto) pr.raf_auto = true;
  pr.vltime = info.vltime;
  pr.pltime = info.pltime;
  pr.lastupdate = time_second(host);
}
