/** The commands that change the security policy database (netkey/key.c). */
import { toHex } from '../../wire/bytes';
import { EEXIST, ENOENT } from '../errno';
import type { Host } from '../host';
import { in6_clearscope } from '../inet6/scope6';
import type { Origin } from '../trace';
import {
  IPSEC_LEVEL_DEFAULT,
  IPSEC_PORT_ANY,
  IPSEC_ULPROTO_ANY,
  type Ipsecrequest,
  type Secpolicy,
} from './policy';

/**
 * A selector and what to do: `spdadd SRC DST PROTO -P DIR POLICY`. Zones and bits after a prefix are ignored.
 */
export interface SecpolicySpec {
  dir: number;
  src: Uint8Array;
  srcPrefixlen: number;
  srcPort?: number;
  dst: Uint8Array;
  dstPrefixlen: number;
  dstPort?: number;
  proto?: number;
  policy: number;
  req?: readonly (Pick<Ipsecrequest, 'proto' | 'mode'> & Partial<Ipsecrequest>)[];
  origin?: Origin | null;
}

function selectorPrefix(addr: Uint8Array, prefixlen: number): Uint8Array {
  const prefix = addr.slice(0, 16);
  in6_clearscope(prefix, 0);
  for (let i = 0; i < 16; i++) prefix[i] &= 0xff00 >> Math.min(8, Math.max(0, prefixlen - 8 * i));
  return prefix;
}

function newRequest(given: Pick<Ipsecrequest, 'proto' | 'mode'> & Partial<Ipsecrequest>): Ipsecrequest {
  return Object.freeze({
    proto: given.proto,
    mode: given.mode,
    level: given.level ?? IPSEC_LEVEL_DEFAULT,
    reqid: given.reqid ?? 0,
    src: given.src ?? null,
    dst: given.dst ?? null,
  });
}

function newPolicy(given: SecpolicySpec): Secpolicy {
  return Object.freeze({
    dir: given.dir,
    src: selectorPrefix(given.src, given.srcPrefixlen),
    srcPrefixlen: given.srcPrefixlen,
    srcPort: given.srcPort ?? IPSEC_PORT_ANY,
    dst: selectorPrefix(given.dst, given.dstPrefixlen),
    dstPrefixlen: given.dstPrefixlen,
    dstPort: given.dstPort ?? IPSEC_PORT_ANY,
    proto: given.proto ?? IPSEC_ULPROTO_ANY,
    policy: given.policy,
    req: Object.freeze((given.req ?? []).map(newRequest)),
    origin: given.origin ?? null,
  });
}

/** A name for a selector: equal names, equal selectors. */
function selectorKey(sp: Secpolicy): string {
  const src = `${toHex(sp.src)}/${sp.srcPrefixlen}[${sp.srcPort}]`;
  const dst = `${toHex(sp.dst)}/${sp.dstPrefixlen}[${sp.dstPort}]`;
  return `${sp.dir} ${src} ${dst} ${sp.proto}`;
}

function selectors(host: Host): Map<string, Secpolicy> {
  host.spdSelectors ??= new Map(host.spd.map(sp => [selectorKey(sp), sp]));
  return host.spdSelectors;
}

/** Appends a policy: 0, or EEXIST when one has exactly this selector. */
export function key_spdadd(host: Host, given: SecpolicySpec): number {
  const sp = newPolicy(given);
  const known = selectors(host);
  const key = selectorKey(sp);
  if (known.has(key)) return EEXIST;
  known.set(key, sp);
  host.spd.push(sp);
  host.spdCache = null;
  return 0;
}

/** Removes the policy of exactly this selector: 0, or ENOENT. */
export function key_spddelete(host: Host, given: Omit<SecpolicySpec, 'policy'>): number {
  const key = selectorKey(newPolicy({ ...given, policy: 0 }));
  const sp = selectors(host).get(key);
  if (sp === undefined) return ENOENT;
  selectors(host).delete(key);
  host.spd.splice(host.spd.indexOf(sp), 1);
  host.spdCache = null;
  return 0;
}

/** Removes every policy. */
export function key_spdflush(host: Host): void {
  host.spd = [];
  host.spdSelectors = null;
  host.spdCache = null;
}
