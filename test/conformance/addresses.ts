/** Addresses and prefixes as the vectors write them: with numeric zones. */
import { formatIpv6, parseIpv6 } from '../../src/wire/address';
import { get16, put16 } from '../../src/wire/bytes';

export interface Prefix {
  readonly addr: Uint8Array;
  readonly length: number;
}

function isScoped(addr: Uint8Array): boolean {
  if (addr[0] === 0xfe) return (addr[1] & 0xc0) === 0x80;
  return addr[0] === 0xff && ((addr[1] & 0x0f) === 1 || (addr[1] & 0x0f) === 2);
}

/** The 16 bytes of `fe80::1%2`, the zone in bytes 2 and 3. Throws when the text is no address. */
export function parseScoped(text: string): Uint8Array {
  const [bare, zone] = text.split('%');
  const addr = parseIpv6(bare);
  if (addr === null) throw new RangeError(`not an IPv6 address: ${text}`);
  if (zone !== undefined) put16(addr, 2, Number(zone));
  return addr;
}

/** A prefix such as `fe80::%1/64`. */
export function parsePrefix(text: string): Prefix {
  const [addr, length] = text.split('/');
  return { addr: parseScoped(addr), length: Number(length) };
}

/** The text of the address at `off`, with its zone unless that is 0. */
export function formatScoped(addr: Uint8Array, off = 0): string {
  const bytes = addr.slice(off, off + 16);
  const zone = isScoped(bytes) ? get16(bytes, 2) : 0;
  if (zone === 0) return formatIpv6(bytes);
  put16(bytes, 2, 0);
  return `${formatIpv6(bytes)}%${zone}`;
}

/** True when the prefix covers the 16 bytes at `off`. */
export function covers(prefix: Prefix, addr: Uint8Array, off: number): boolean {
  for (let bit = 0; bit < prefix.length; bit++) {
    const mask = 0x80 >> (bit & 7);
    if (((prefix.addr[bit >> 3] ^ addr[off + (bit >> 3)]) & mask) !== 0) return false;
  }
  return true;
}
