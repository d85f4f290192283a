/** Addresses of interfaces: how `eui64` completes them, and what they are called in messages. */
import { formatIpv6 } from '../wire/address';
import type { Address } from './nodes';
import { needsZone } from './values';

/** The address as `eui64` completes it, out of a link address (RFC 4291 appendix A). */
export function withEui64(address: Uint8Array, lladdr: Uint8Array): Uint8Array {
  const bytes = address.slice();
  bytes.set([lladdr[0] ^ 2, lladdr[1], lladdr[2], 0xff, 0xfe, lladdr[3], lladdr[4], lladdr[5]], 8);
  return bytes;
}

/** What an interface address is called in messages. */
export function addressName(address: Address, name: string): string {
  if (address.family === 'inet') return address.bytes.join('.');
  return needsZone(address.bytes) ? `${formatIpv6(address.bytes)}%${name}` : formatIpv6(address.bytes);
}
