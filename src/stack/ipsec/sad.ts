/** The commands that change the association database (netkey/key.c). */
import { equalBytes } from '../../wire/bytes';
import { IPPROTO_AH, IPPROTO_ESP } from '../../wire/ipv6';
import { time_second } from '../clock';
import { EEXIST, EINVAL, ENOENT } from '../errno';
import type { Host } from '../host';
import { newRouteIn6 } from '../net/route';
import type { Origin } from '../trace';
import { newCipher } from './algorithms/cipher';
import { newMac } from './algorithms/mac';
import { IPSEC_MODE_ANY } from './policy';
import type { Padding, Secasvar } from './secasvar';

/** An algorithm by its name in setkey, and its key. */
interface KeyedName {
  readonly name: string;
  readonly key: Uint8Array;
}

/** `setkey add SRC DST PROTO SPI …`; addresses with their zones embedded. */
interface SaSpec {
  src: Uint8Array;
  dst: Uint8Array;
  proto: number;
  spi: number;
  mode?: number;
  reqid?: number;
  enc?: KeyedName | null;
  auth?: KeyedName | null;
  padding?: Padding;
  cyclic?: boolean;
  soft?: number;
  hard?: number;
  wsize?: number;
  origin?: Origin | null;
}

/** Which association, or all of them between two addresses. */
type SaSelector = Pick<SaSpec, 'src' | 'dst' | 'proto'>;

/**
 * Adds an association: 0; EEXIST when there is one with these ends, protocol, mode, id and SPI; EINVAL when
 * the protocol wants other algorithms or an algorithm another key.
 */
export function key_add(host: Host, given: SaSpec): number {
  const sav = newSa(host, given);
  if (sav === null) return EINVAL;
  if (host.sad.some(other => isSame(other, sav))) return EEXIST;
  host.sad.push(sav);
  host.sadCache = null;
  return 0;
}

function newSa(host: Host, given: SaSpec): Secasvar | null {
  const enc = given.enc == null ? null : newCipher(given.enc.name, given.enc.key);
  const auth = given.auth == null ? null : newMac(given.auth.name, given.auth.key);
  if ((given.enc != null && enc === null) || (given.auth != null && auth === null)) return null;
  if (given.proto === IPPROTO_ESP ? enc === null : enc !== null) return null;
  if (given.proto === IPPROTO_AH && auth === null) return null;
  const wsize = given.wsize ?? 0;
  return {
    proto: given.proto,
    spi: given.spi,
    src: given.src.slice(),
    dst: given.dst.slice(),
    mode: given.mode ?? IPSEC_MODE_ANY,
    reqid: given.reqid ?? 0,
    enc,
    auth,
    padding: given.padding ?? 'seq-pad',
    cyclic: given.cyclic ?? true,
    soft: given.soft ?? 0,
    hard: given.hard ?? 0,
    created: time_second(host),
    wsize,
    count: 0,
    lastseq: 0,
    bitmap: new Uint8Array(wsize),
    packets: 0,
    bytes: 0,
    route: newRouteIn6(),
    origin: given.origin ?? null,
  };
}

function isSame(a: Secasvar, b: Secasvar): boolean {
  return isBetween(a, b) && a.spi === b.spi && a.mode === b.mode && a.reqid === b.reqid;
}

/** True when an association has these ends and this protocol. */
export function isBetween(sav: Secasvar, { src, dst, proto }: SaSelector): boolean {
  return sav.proto === proto && sameEnd(sav.src, src) && sameEnd(sav.dst, dst);
}

/** True when two ends are the same address, zone included. */
export function sameEnd(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && equalBytes(a, 0, b, 0, a.length);
}

/** Finds an association: 0, or ENOENT when there is none. */
export function key_get(host: Host, given: SaSelector & { spi: number }): number {
  return host.sad.some(sav => sav.spi === given.spi && isBetween(sav, given)) ? 0 : ENOENT;
}

/** Removes an association: 0, or ENOENT when there is none. */
export function key_delete(host: Host, given: SaSelector & { spi: number }): number {
  const found = host.sad.findIndex(sav => sav.spi === given.spi && isBetween(sav, given));
  if (found < 0) return ENOENT;
  host.sad.splice(found, 1);
  host.sadCache = null;
  return 0;
}

/** Removes all associations with these ends and this protocol. */
export function key_delete_all(host: Host, given: SaSelector): void {
  host.sad = host.sad.filter(sav => !isBetween(sav, given));
  host.sadCache = null;
}

/** Removes all associations, or those of one protocol. */
export function key_flush(host: Host, proto: number | null): void {
  host.sad = proto === null ? [] : host.sad.filter(sav => sav.proto !== proto);
  host.sadCache = null;
}
