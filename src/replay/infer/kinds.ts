/** Families, kinds of addresses, and hop limits. */

/** A family, under the name that commands have for it. */
export type Family = 'inet6' | 'inet';

/** One of each family. */
export type PerFamily<T> = Record<Family, T>;

/** In the order in which they are written. */
export const families: readonly Family[] = ['inet6', 'inet'];

export const familyOf = (address: Uint8Array): Family => (isMapped(address) ? 'inet' : 'inet6');

/**
 * Hop limits that systems begin with: 32 and 128 Windows, 64 most others, 255 routers and neighbour
 * discovery.
 */
export function isBeginning(hopLimit: number): boolean {
  return hopLimit === 64 || hopLimit === 128 || hopLimit === 255 || hopLimit === 32;
}

/** fe80::/64: link-local, the bits that must be zero being zero (RFC 4291 2.5.6). */
export function isLinkLocal(bytes: Uint8Array, at = 0): boolean {
  return bytes[at] === 0xfe && bytes[at + 1] === 0x80 && isUnspecified(bytes, at + 2, 6);
}

export function isUnspecified(bytes: Uint8Array, at = 0, width = 16): boolean {
  for (let i = 0; i < width; i++) if (bytes[at + i] !== 0) return false;
  return true;
}

/** ::1, of 4 bytes 127.0.0.0/8. */
export function isLoopback(bytes: Uint8Array, at = 0, width = 16): boolean {
  if (width === 4) return bytes[at] === 127;
  return isUnspecified(bytes, at, 15) && bytes[at + 15] === 1;
}

/** An IPv4 address in the 16 bytes that stand for it. */
export function isMapped(bytes: Uint8Array): boolean {
  return isUnspecified(bytes, 0, 10) && bytes[10] === 0xff && bytes[11] === 0xff;
}

/**
 * An address that means one machine beyond its link: no group's, and neither in fe80::/10 nor in ::/64; of
 * IPv4 neither in 0/8 nor in 127/8.
 */
export function isGlobal(bytes: Uint8Array): boolean {
  if (isMapped(bytes)) return bytes[12] > 0 && bytes[12] !== 127 && bytes[12] < 224;
  const local = bytes[0] === 0xfe && (bytes[1] & 0xc0) === 0x80;
  return bytes[0] !== 0xff && !local && !isUnspecified(bytes, 0, 8);
}
