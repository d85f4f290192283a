/**
 * Entries of the host's tables by name: `neighbor[fe80::2%em1]`, `arp[192.0.2.2]`, `route[2001:db8:3::/64]`,
 * `policy[1]`, `association[0x00001001]`, `group[ff02::db8%em0]`.
 */
import * as running from '#stack/running';
import { zoneNames } from '../replay/describe';
import { formatHostTime } from '../replay/time';
import { formatAddress } from '../replay/words';
import type { Host } from '../stack/host';
import type { LlinfoArp } from '../stack/inet/arp/cache';
import type { In6Multi } from '../stack/inet6/in6Var';
import type { Llinfo } from '../stack/inet6/nd6';
import type { Secpolicy } from '../stack/ipsec/policy';
import type { Secasvar } from '../stack/ipsec/secasvar';
import type { RouteTable, Rtentry } from '../stack/net/route';
import { formatMac, parseIpv4, parseIpv6 } from '../wire/address';
import { equalBytes, get32 } from '../wire/bytes';
import { counted } from './counted';
import { type IpfwEntry, ipfwAt, ipfwText } from './ipfwEntries';
import { type LearnedEntry, learnedAt, learnedText } from './learnedEntries';

/** An entry found by its name. */
export type TableEntry =
  | LearnedEntry
  | IpfwEntry
  | { readonly kind: 'neighbor'; readonly entry: Llinfo }
  | { readonly kind: 'arp'; readonly entry: LlinfoArp }
  | { readonly kind: 'route'; readonly entry: Rtentry }
  | { readonly kind: 'policy'; readonly entry: Secpolicy }
  | { readonly kind: 'association'; readonly entry: Secasvar }
  | { readonly kind: 'group'; readonly entry: In6Multi };

/** What the name of an entry is made of. */
export interface EntryName {
  readonly kind: TableEntry['kind'];
  readonly key: string;
  /** The count of the entry that is meant, as in `rule[100].packets`; null for the entry. */
  readonly count: EntryCount | null;
}

/** What entries count. */
type EntryCount = 'packets' | 'bytes';

/** The tables whose entries have names. */
export const tableNames = [
  'neighbor',
  'arp',
  'route',
  'policy',
  'association',
  'rule',
  'table',
  'divert',
  'group',
  'router',
  'prefix',
  'pathmtu',
  'fragment',
  'bridge',
  'timer',
] as const satisfies readonly TableEntry['kind'][];

const named = new RegExp(`^(${tableNames.join('|')})\\[\\s*([^\\]]+?)\\s*\\](?:\\.(packets|bytes))?$`);

/** The tables whose entries count. */
const counting: ReadonlySet<EntryName['kind']> = new Set(['rule', 'association']);

/** The parts of an entry's name; null for what is none. */
export function parseEntryName(text: string): EntryName | null {
  const match = named.exec(text.trim());
  if (match === null) return null;
  const kind = match[1] as EntryName['kind'];
  const count = (match[3] ?? null) as EntryName['count'];
  return count !== null && !counting.has(kind) ? null : { kind, key: match[2], count };
}

/** The entry of that name; null when the host has none. */
export function findEntry(host: Host, { kind, key }: EntryName): TableEntry | null {
  switch (kind) {
    case 'neighbor':
      return found(kind, neighborAt(host, key));
    case 'arp':
      return found(kind, arpAt(host, key));
    case 'route':
      return found(kind, routeAt(host, key));
    case 'policy':
      return found(kind, host.spd[Number(key) - 1]);
    case 'association':
      return found(
        kind,
        host.sad.find(sav => sav.spi === Number(key)),
      );
    case 'rule':
    case 'table':
    case 'divert':
      return ipfwAt(host, kind, key) ?? null;
    case 'group':
      return found(kind, groupAt(host, key));
    default:
      return learnedAt(host, kind, key) ?? null;
  }
}

function found<K extends TableEntry['kind']>(kind: K, entry: object | undefined): TableEntry | null {
  return entry === undefined ? null : ({ kind, entry } as TableEntry);
}

/** What an entry has counted; undefined for one that does not count. */
export function countOf({ entry }: TableEntry, count: EntryCount): number | undefined {
  return count in entry ? (entry as Record<EntryCount, number>)[count] : undefined;
}

/** An address with its zone embedded, as tables hold it; null for what is no address here. */
export function scopedAddress(host: Host, text: string): Uint8Array | null {
  const [bare, zone] = text.split('%');
  const addr = parseIpv6(bare);
  if (addr === null) return parseIpv4(text);
  const ifp = zone === undefined ? undefined : host.interfaces.find(one => one.name === zone);
  if (ifp !== undefined) running.in6_setscope(addr, 0, ifp);
  return addr;
}

function neighborAt(host: Host, key: string): Llinfo | undefined {
  const addr = scopedAddress(host, key);
  const zone = key.split('%')[1];
  if (addr?.length !== 16) return undefined;
  return host.neighbors.find(
    ln => equalBytes(ln.addr, 0, addr, 0, 16) && (zone === undefined || ln.ifp.name === zone),
  );
}

/** A group is listened to by each interface for itself, so its name always bears one. */
function groupAt(host: Host, key: string): In6Multi | undefined {
  const [bare, zone] = key.split('%');
  const addr = parseIpv6(bare);
  const ifp = host.interfaces.find(one => one.name === zone);
  if (addr === null || ifp === undefined) return undefined;
  running.in6_setscope(addr, 0, ifp);
  return groupsOf(host).find(in6m => in6m.in6m_ifp === ifp && equalBytes(in6m.in6m_addr, 0, addr, 0, 16));
}

/**
 * The records of all groups, those of each interface together, and those that wait for an address behind
 * them.
 */
export function groupsOf(host: Host): In6Multi[] {
  return host.interfaces.flatMap(ifp => [
    ...ifp.addresses.flatMap(ia => ia.ia6_multiaddrs),
    ...host.in6_mk.filter(mk => mk.mk_ifp === ifp).flatMap(mk => mk.mk_head),
  ]);
}

function arpAt(host: Host, key: string): LlinfoArp | undefined {
  const addr = parseIpv4(key);
  return addr === null ? undefined : (running.arp_lookup(host, get32(addr, 0)) ?? undefined);
}

function routeAt(host: Host, key: string): Rtentry | undefined {
  const [dst, length] = key === 'default' ? ['::', '0'] : key.split('/');
  const addr = scopedAddress(host, dst);
  if (addr === null) return undefined;
  const bytes = addr.length;
  const prefixlen = length === undefined ? bytes * 8 : Number(length);
  for (const rt of routeTable(host, addr).entries) {
    if (rt !== null && rt.prefixlen === prefixlen && equalBytes(rt.rt_key, 0, addr, 0, bytes)) return rt;
  }
  return undefined;
}

/** The routing table of the address's family. */
export function routeTable(host: Host, addr: Uint8Array): RouteTable {
  return addr.length === 4 ? host.rt4 : host.rt6;
}

/** As `netstat -rn` writes them. */
const routeFlags: readonly (readonly [number, string])[] = [
  [running.RTF_UP, 'U'],
  [running.RTF_GATEWAY, 'G'],
  [running.RTF_HOST, 'H'],
  [running.RTF_REJECT, 'R'],
  [running.RTF_DYNAMIC, 'D'],
  [running.RTF_MODIFIED, 'M'],
  [running.RTF_CLONING, 'C'],
  [running.RTF_LLINFO, 'L'],
  [running.RTF_STATIC, 'S'],
  [running.RTF_BLACKHOLE, 'B'],
  [running.RTF_WASCLONED, 'W'],
];

/** The names of the flags that are set. */
export function flagWords(
  flags: number,
  names: readonly (readonly [number, string])[],
  separator: string,
): string {
  return names.flatMap(([bit, name]) => ((flags & bit) !== 0 ? [name] : [])).join(separator);
}

/** An entry in one line, as the variables view and `changes` have it. */
export function entryText(host: Host, found: TableEntry): string {
  switch (found.kind) {
    case 'neighbor':
      return neighborText(found.entry);
    case 'arp':
      return arpText(found.entry);
    case 'route':
      return routeText(host, found.entry);
    case 'policy':
      return running.describePolicy(found.entry);
    case 'association':
      return associationText(host, found.entry);
    case 'rule':
    case 'table':
    case 'divert':
      return ipfwText(found);
    case 'group':
      return groupText(host, found.entry);
    default:
      return learnedText(host, found);
  }
}

/** Without its keys: those are never shown. */
function associationText(host: Host, sav: Secasvar): string {
  const mode = `${running.saProtocolName(sav.proto)} ${running.saModeName(sav.mode)}`;
  const ends = `${running.endText(sav.src)} > ${running.endText(sav.dst)}`;
  const id = sav.reqid === 0 ? '' : `, id ${sav.reqid}`;
  const window = sav.wsize === 0 ? '' : `, window ${8 * sav.wsize} up to ${sav.lastseq}`;
  const served = `${counted(sav.packets, 'packet')} (${counted(sav.bytes, 'byte')})`;
  const algorithms = running.algorithmsText(sav);
  return `${mode}, ${ends}${id}, ${algorithms}, ${running.saState(host, sav)}, ${served}${window}`;
}

function neighborText(ln: Llinfo): string {
  const lladdr = ln.lladdr === null ? 'unknown' : formatMac(ln.lladdr, 0, ln.lladdr.length);
  const waits = ln.ln_hold === null ? '' : ', a packet waits';
  const kind = `${running.neighborStateName(ln.ln_state)}${ln.permanent ? ', permanent' : ''}${ln.ln_router ? ', router' : ''}`;
  return `${lladdr} on ${ln.ifp.name}, ${kind}${waits}`;
}

/**
 * The end of a timer is told, not what is left of it: it changes when the timer does, not with every packet.
 */
function groupText(host: Host, in6m: In6Multi): string {
  const { in6m_ia, in6m_timer, in6m_timer_ch, in6m_refcount } = in6m;
  const on =
    in6m_ia === null ? 'waits for an address' : `hangs on ${formatAddress(in6m_ia.addr, zoneNames(host))}`;
  const members = counted(in6m_refcount, 'member');
  const runs = in6m_timer !== running.IN6M_TIMER_UNDEF && in6m_timer_ch !== null;
  const timer = runs ? `timer ends at ${formatHostTime(host.epoch, in6m_timer_ch.due)}` : 'no timer';
  return `${in6m.in6m_ifp.name}, ${on}, ${running.listenerState(in6m.in6m_state)}, ${members}, ${timer}`;
}

function arpText(la: LlinfoArp): string {
  const lladdr = la.lladdr === null ? 'unknown' : formatMac(la.lladdr);
  const waits = la.la_hold === null ? '' : ', a packet waits';
  const proxy = la.proxy ? ', published' : '';
  return `${lladdr} on ${la.ifp.name}, ${running.arpStateName(la)}${proxy}${waits}`;
}

function routeText(host: Host, rt: Rtentry): string {
  const via = rt.rt_gateway === null ? '' : ` via ${formatAddress(rt.rt_gateway, zoneNames(host))}`;
  return `${rt.rt_ifp.name}${via}, ${flagWords(rt.rt_flags, routeFlags, '')}`;
}
