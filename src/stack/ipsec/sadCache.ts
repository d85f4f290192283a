/**
 * Look-ups in the association database that stay fast with thousands of them. Made from `Host.sad` when
 * needed; no state of its own.
 */
import type { Host } from '../host';
import type { Ipsecrequest } from './policy';
import type { Secasvar } from './secasvar';

export interface SadCache {
  /** The associations of each SPI, in the order added. */
  readonly bySpi: Map<number, Secasvar[]>;
  /** The associations that serve a request with its own ends, in the order added. */
  readonly ofRequest: Map<Ipsecrequest, readonly Secasvar[]>;
}

const NONE: readonly Secasvar[] = [];

/** The cache of a host's database, made if there is none. */
export function sadCache(host: Host): SadCache {
  host.sadCache ??= newCache(host.sad);
  return host.sadCache;
}

function newCache(sad: readonly Secasvar[]): SadCache {
  const bySpi = new Map<number, Secasvar[]>();
  for (const sav of sad) {
    const same = bySpi.get(sav.spi);
    if (same === undefined) bySpi.set(sav.spi, [sav]);
    else same.push(sav);
  }
  return { bySpi, ofRequest: new Map() };
}

/** The associations of an SPI. */
export function associationsOf(host: Host, spi: number): readonly Secasvar[] {
  return sadCache(host).bySpi.get(spi) ?? NONE;
}
