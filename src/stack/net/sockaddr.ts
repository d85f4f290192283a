/**
 * Socket addresses as the kernel stores them: 28 bytes, of which `len` count. Byte for byte, because EtherIP
 * compares tunnels by memory, port and scope included. Layout: length, family, port (2); IPv4 address at 4;
 * IPv6 address at 8 and scope number (4) at 24.
 */
import { formatIpv4, formatIpv6 } from '../../wire/address';
import { get32, put32 } from '../../wire/bytes';

export const AF_UNSPEC = 0;
export const AF_INET = 2;
export const AF_LINK = 18;
export const AF_INET6 = 28;

/** Bytes of a whole IPv4 and IPv6 socket address. */
export const SOCKADDR_IN_LEN = 16;
export const SOCKADDR_IN6_LEN = 28;

export const SIN_ADDR = 4;
export const SIN6_ADDR = 8;
const SIN6_SCOPE = 24;

export type Sockaddr = Uint8Array;

/** An address of no family. */
export function newSockaddr(): Sockaddr {
  return new Uint8Array(SOCKADDR_IN6_LEN);
}

/**
 * A socket address from its parts; `addr` is 4, 16 or 0 bytes, `len` what the caller claims its length to be.
 */
export function sockaddr(family: number, len: number, addr: Uint8Array, scope = 0): Sockaddr {
  const sa = newSockaddr();
  sa[0] = len;
  sa[1] = family;
  sa.set(addr, family === AF_INET6 ? SIN6_ADDR : SIN_ADDR);
  if (family === AF_INET6) put32(sa, SIN6_SCOPE, scope);
  return sa;
}

export function sa_len(sa: Sockaddr): number {
  return sa[0];
}

export function sa_family(sa: Sockaddr): number {
  return sa[1];
}

/** The scope number of an IPv6 socket address, 0 for none. */
export function sin6_scope_id(sa: Sockaddr): number {
  return get32(sa, SIN6_SCOPE);
}

/** An address in words, for the trace: `192.0.2.1`, `fe80::1%2`, `none`. */
export function sockaddrText(sa: Sockaddr): string {
  if (sa_family(sa) === AF_INET) return formatIpv4(sa, SIN_ADDR);
  if (sa_family(sa) !== AF_INET6) return 'none';
  const scope = sin6_scope_id(sa);
  return formatIpv6(sa, SIN6_ADDR) + (scope === 0 ? '' : `%${scope}`);
}
