/**
 * Path MTUs that routers told of, by destination (tcp_hostcache in netinet/tcp_hostcache.c, which all
 * protocols use).
 */
import { equalBytes } from '../../wire/bytes';
import type { Host } from '../host';

/** Nanoseconds for which one is remembered. */
const EXPIRE = 3600e9;
/** Destinations remembered at most: a capture full of messages must not fill the memory. */
const ENTRIES_MAX = 512;

/** What is known of the path to a destination. */
export interface PathMtu {
  /** 16 bytes, zone embedded. */
  addr: Uint8Array;
  /** Bytes; below 1280 when packets must carry a fragment header. */
  mtu: number;
  /** Virtual time, as `Host.now`, from which on it is forgotten. */
  expires: number;
}

/** The MTU told of for the 16 bytes at `off` (zone embedded), 0 for none (tcp_hc_getmtu). */
export function tcp_hc_getmtu(host: Host, addr: Uint8Array, off: number): number {
  for (const entry of host.hostcache) {
    if (entry.expires > host.now && equalBytes(entry.addr, 0, addr, off, 16)) return entry.mtu;
  }
  return 0;
}

/**
 * Remembers the MTU of the path to an address (16 bytes, zone embedded); the oldest entry makes room
 * (tcp_hc_updatemtu).
 */
export function tcp_hc_updatemtu(host: Host, addr: Uint8Array, mtu: number): void {
  const known = host.hostcache.findIndex(entry => equalBytes(entry.addr, 0, addr, 0, 16));
  if (known >= 0) host.hostcache.splice(known, 1);
  else if (host.hostcache.length >= ENTRIES_MAX) host.hostcache.shift();
  host.hostcache.push({ addr: addr.slice(), mtu, expires: host.now + EXPIRE });
}
