/**
 * What a machine has learned, and what waits in it, by name: `router[fe80::1%em0]`,
 * `prefix[2001:db8:1::/64]`, `pathmtu[2001:db8:9::1]`, `fragment[0x7 2001:db8:1::10 > 2001:db8:1::1]`,
 * `bridge[02:00:00:00:00:01%bridge0]`, `timer[mld_timeo 12]`.
 */
import * as running from '#stack/running';
import { zoneNames } from '../replay/describe';
import { formatHostTime } from '../replay/time';
import { formatAddress, type ZoneName } from '../replay/words';
import type { Host } from '../stack/host';
import type { Ip6q } from '../stack/inet6/frag6';
import type { PathMtu } from '../stack/inet6/hostcache';
import type { NdDefrouter, NdPrefix } from '../stack/inet6/rtr/lists';
import type { BridgeRtnode } from '../stack/net/bridgeVar';
import type { Timer } from '../stack/net/timer';
import { formatMac } from '../wire/address';
import { counted } from './counted';

/** An entry of what was learned or waits. */
export type LearnedEntry =
  | { readonly kind: 'router'; readonly entry: NdDefrouter }
  | { readonly kind: 'prefix'; readonly entry: NdPrefix }
  | { readonly kind: 'pathmtu'; readonly entry: PathMtu }
  | { readonly kind: 'fragment'; readonly entry: Ip6q }
  | { readonly kind: 'bridge'; readonly entry: BridgeRtnode }
  | { readonly kind: 'timer'; readonly entry: Timer };

/** What stands in the brackets of its name. */
export function learnedKey({ kind, entry }: LearnedEntry, zoneName: ZoneName): string {
  switch (kind) {
    case 'router':
      return formatAddress(entry.rtaddr, zoneName);
    case 'prefix':
      return `${formatAddress(entry.prefix, zoneName)}/${entry.plen}`;
    case 'pathmtu':
      return formatAddress(entry.addr, zoneName);
    case 'fragment': {
      const ends = `${formatAddress(entry.ip6q_src, zoneName)} > ${formatAddress(entry.ip6q_dst, zoneName)}`;
      return `0x${entry.ip6q_ident.toString(16)} ${ends}`;
    }
    case 'bridge':
      return `${formatMac(entry.brt_addr)}%${entry.brt_ifp.if_bridge?.sc_ifp.name ?? ''}`;
    case 'timer':
      return `${entry.handler} ${entry.seq}`;
  }
}

/** The entry that is called so; undefined when the host has none. */
export function learnedAt(host: Host, kind: LearnedEntry['kind'], key: string): LearnedEntry | undefined {
  const zoneName = zoneNames(host);
  return learnedOf(host, kind).find(one => learnedKey(one, zoneName) === key);
}

function learnedOf(host: Host, kind: LearnedEntry['kind']): readonly LearnedEntry[] {
  switch (kind) {
    case 'router':
      return host.defrouters.map(entry => ({ kind, entry }));
    case 'prefix':
      return host.prefixes.map(entry => ({ kind, entry }));
    case 'pathmtu':
      return host.hostcache.map(entry => ({ kind, entry }));
    case 'fragment':
      return host.frag6.queues.map(entry => ({ kind, entry }));
    case 'bridge':
      return stationsOf(host).map(entry => ({ kind, entry }));
    case 'timer':
      return host.timers.map(entry => ({ kind, entry }));
  }
}

/**
 * An entry in one line. Times are seconds since 1970, not what is left: an entry changes only when something
 * happens to it.
 */
export function learnedText(host: Host, { kind, entry }: LearnedEntry): string {
  switch (kind) {
    case 'router':
      return `${entry.ifp.name}, for ${entry.rtlifetime} s${entry.installed ? ', the default route leads to it' : ''}`;
    case 'prefix':
      return prefixText(entry);
    case 'pathmtu':
      return `${entry.mtu} bytes until ${formatHostTime(host.epoch, entry.expires)} s`;
    case 'fragment':
      return fragmentText(host, entry);
    case 'bridge':
      return stationText(host, entry);
    case 'timer':
      return timerText(host, entry);
  }
}

/** The addresses that the bridges know, those of each together, the newest first. */
export function stationsOf(host: Host): BridgeRtnode[] {
  return running.bridgesOf(host).flatMap(sc => sc.sc_rtlist);
}

function stationText(host: Host, { brt_ifp, brt_flags, brt_expire, frame }: BridgeRtnode): string {
  if (brt_flags === running.IFBAF_STATIC) return `${brt_ifp.name}, given by hand`;
  return `${brt_ifp.name}, learned from frame ${frame}, until ${formatHostTime(host.epoch, brt_expire)} s`;
}

function prefixText({ ifp, raf_auto, stateflags, vltime, advrtrs }: NdPrefix): string {
  const onLink = (stateflags & running.NDPRF_ONLINK) !== 0 ? 'on link' : 'not on link';
  const detached = (stateflags & running.NDPRF_DETACHED) !== 0 ? ', detached' : '';
  const words = `${onLink}${detached}${raf_auto ? ', for addresses' : ''}`;
  const valid = Number.isFinite(vltime) ? `${vltime} s` : 'ever';
  return `${ifp.name}, ${words}, valid for ${valid}, ${counted(advrtrs.length, 'router')}`;
}

/** The bytes that have come, as ranges with their last byte, and how long the rest is waited for. */
function fragmentText(host: Host, { fragments, ip6q_timer }: Ip6q): string {
  const ranges: string[] = [];
  let from = -1;
  let to = -1;
  for (const { ip6af_off, ip6af_frglen } of fragments) {
    if (ip6af_off !== to) {
      if (to > from) ranges.push(`${from}-${to - 1}`);
      from = ip6af_off;
    }
    to = ip6af_off + ip6af_frglen;
  }
  if (to > from) ranges.push(`${from}-${to - 1}`);
  const last = fragments.at(-1);
  const end = last === undefined || last.ip6af_mff ? 'the end is missing' : `of ${to}`;
  const count = counted(fragments.length, 'fragment');
  const until = ip6q_timer === null ? '' : `, waits until ${formatHostTime(host.epoch, ip6q_timer.due)} s`;
  return `${count}, bytes ${ranges.join(', ') || 'none'}, ${end}${until}`;
}

/** When it fires, and the capture frame that led to it. */
function timerText(host: Host, { due, frame }: Timer): string {
  return `${formatHostTime(host.epoch, due)} s${frame === 0 ? '' : `, for frame ${frame}`}`;
}

/** The timers under way, the next to fire first. */
export function timersOf(host: Host): readonly Timer[] {
  return [...host.timers].sort((a, b) => a.due - b.due || a.seq - b.seq);
}
