/**
 * Scope zones (netinet6/scope6.c, RFC 4007): inside the kernel an address of link or interface scope carries
 * the number of its zone in bytes 2 and 3, so that equal addresses of two links differ. On the wire those
 * bytes are zero.
 */
import { get16, put16 } from '../../wire/bytes';
import { IFF_LOOPBACK, type Ifnet } from '../net/if';

export const IPV6_ADDR_SCOPE_INTFACELOCAL = 1;
export const IPV6_ADDR_SCOPE_LINKLOCAL = 2;
export const IPV6_ADDR_SCOPE_SITELOCAL = 5;
export const IPV6_ADDR_SCOPE_ORGLOCAL = 8;
const IPV6_ADDR_SCOPE_GLOBAL = 14;

/** True for ::1 at `off`. */
export function isLoopbackAddress(addr: Uint8Array, off: number): boolean {
  if (addr[off + 15] !== 1) return false;
  for (let i = 0; i < 15; i++) if (addr[off + i] !== 0) return false;
  return true;
}

/** True for :: at `off`. */
export function isUnspecified(addr: Uint8Array, off: number): boolean {
  for (let i = 0; i < 16; i++) if (addr[off + i] !== 0) return false;
  return true;
}

/** True for an address of fe80::/10 at `off`. */
export function isLinkLocal(addr: Uint8Array, off: number): boolean {
  return addr[off] === 0xfe && (addr[off + 1] & 0xc0) === 0x80;
}

/** The scope of the address at `off`: 1, 2, 5 or 14 (in6_addrscope). */
export function in6_addrscope(addr: Uint8Array, off: number): number {
  const first = addr[off];
  if (first === 0xff) return multicastScope(addr[off + 1] & 0x0f);
  if (first === 0xfe) return unicastScope(addr[off + 1] & 0xc0);
  if (first === 0 && isLoopbackAddress(addr, off)) return IPV6_ADDR_SCOPE_LINKLOCAL;
  return IPV6_ADDR_SCOPE_GLOBAL;
}

function multicastScope(nibble: number): number {
  const known =
    nibble === IPV6_ADDR_SCOPE_INTFACELOCAL ||
    nibble === IPV6_ADDR_SCOPE_LINKLOCAL ||
    nibble === IPV6_ADDR_SCOPE_SITELOCAL;
  return known ? nibble : IPV6_ADDR_SCOPE_GLOBAL;
}

function unicastScope(bits: number): number {
  if (bits === 0x80) return IPV6_ADDR_SCOPE_LINKLOCAL;
  return bits === 0xc0 ? IPV6_ADDR_SCOPE_SITELOCAL : IPV6_ADDR_SCOPE_GLOBAL;
}

/** True when bytes 2 and 3 of such an address hold its zone: fe80::/10, ff01 and ff02. */
export function hasEmbeddedZone(addr: Uint8Array, off: number): boolean {
  return addr[off] >= 0xfe && isZonedKind(addr, off);
}

function isZonedKind(addr: Uint8Array, off: number): boolean {
  if (addr[off] === 0xfe) return isLinkLocal(addr, off);
  const nibble = addr[off + 1] & 0x0f;
  return nibble === IPV6_ADDR_SCOPE_INTFACELOCAL || nibble === IPV6_ADDR_SCOPE_LINKLOCAL;
}

/**
 * The zone in which the address at `off` lies when it is seen on `ifp`; 0 for global addresses. -1 when there
 * is none: ::1 off a loopback interface. What in6_setscope computes, without writing the zone into the
 * address.
 */
export function in6_zone(addr: Uint8Array, off: number, ifp: Ifnet): number {
  // All but link-local, site-local, groups and ::/8 are global.
  if (addr[off] < 0xfe && addr[off] > 0) return 0;
  const scope = in6_addrscope(addr, off);
  if (scope === IPV6_ADDR_SCOPE_GLOBAL) return 0;
  if (scope === IPV6_ADDR_SCOPE_LINKLOCAL && isLoopbackAddress(addr, off)) {
    return (ifp.flags & IFF_LOOPBACK) !== 0 ? 0 : -1;
  }
  return ifp.zones[scope];
}

/**
 * Writes the zone of `ifp` into the address at `off` where its kind carries one (in6_setscope). The zone, or
 * -1: as in6_zone, and for every address on an interface without scope zones.
 */
export function in6_setscope(addr: Uint8Array, off: number, ifp: Ifnet): number {
  if (ifp.zones.length === 0) return -1;
  const zone = in6_zone(addr, off, ifp);
  if (zone >= 0 && hasEmbeddedZone(addr, off)) put16(addr, off + 2, zone & 0xffff);
  return zone;
}

/** Takes the zone out of the address at `off`; true when there was one (in6_clearscope). */
export function in6_clearscope(addr: Uint8Array, off: number): boolean {
  if (!hasEmbeddedZone(addr, off) || get16(addr, off + 2) === 0) return false;
  put16(addr, off + 2, 0);
  return true;
}
