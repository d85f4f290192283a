/** Addresses and prefixes of either family as commands have them. */
import { formatIpv4, formatIpv6 } from '../../wire/address';
import { isMapped } from './kinds';
import { MAPPED_BITS } from './networks';

/** `2001:db8::1`, `192.0.2.1` */
export function addressText(address: Uint8Array): string {
  return isMapped(address) ? formatIpv4(address, 12) : formatIpv6(address);
}

/** `2001:db8::/64`, `192.0.2.0/24` */
export function prefixText(address: Uint8Array, length: number): string {
  return `${addressText(address)}/${isMapped(address) ? length - MAPPED_BITS : length}`;
}
