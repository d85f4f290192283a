/** Addresses and prefixes as text. */
import { formatIpv4, formatIpv6 } from '../../wire/address';
import type { Address, Prefix } from '../nodes';

/** An address as written. */
export function addressText(address: Address): string {
  const bare = address.family === 'inet' ? formatIpv4(address.bytes) : formatIpv6(address.bytes);
  return address.zone === null ? bare : `${bare}%${address.zone}`;
}

/** A prefix with its length. */
export const prefixText = (prefix: Prefix): string => `${addressText(prefix)}/${prefix.prefixlen}`;
