/**
 * Source and destination: `me`, `me6`, addresses with masks, sets of them, tables (O_IP_SRC_ME,
 * O_IP_SRC_MASK, O_IP6_SRC_MASK, O_IP_SRC_SET, O_IP_SRC_LOOKUP and their twins).
 */
import { formatIpv4, formatIpv6 } from '../../../wire/address';
import { get32 } from '../../../wire/bytes';
import type { Host } from '../../host';
import { in6_setscope } from '../../inet6/scope6';
import { in_ifawithaddr } from '../in';
import type { IpfwArgs } from './args';
import { isInRanges, type NumberRange, rangesText } from './numbers';
import { lookupTable } from './table';

/** An address and the bits of it that count, 4 or 16 bytes each. */
export interface AddressMask {
  readonly addr: Uint8Array;
  readonly mask: Uint8Array;
}

/** IPv4 addresses by their last byte: `192.0.2.0/24{1,5-9}`. */
interface AddressSet {
  /** The first address there may be. */
  readonly base: Uint8Array;
  /** 24 to 32 */
  readonly prefixlen: number;
  /** Last bytes. */
  readonly members: readonly NumberRange[];
}

export type AddressMatch =
  | { readonly kind: 'src-any' | 'dst-any' }
  | { readonly kind: 'src-me' | 'dst-me' | 'src-me6' | 'dst-me6' }
  | { readonly kind: 'src' | 'dst'; readonly list: readonly AddressMask[] }
  | { readonly kind: 'src-set' | 'dst-set'; readonly set: AddressSet }
  | {
      readonly kind: 'src-table' | 'dst-table';
      readonly table: number;
      /** The value that the entry must have, null for any. */
      readonly value: number | null;
    };

export function matchAddress(host: Host, args: IpfwArgs, match: AddressMatch): boolean {
  switch (match.kind) {
    case 'src':
      return isInList(args, args.src, match.list);
    case 'dst':
      return isInList(args, args.dst, match.list);
    case 'src-any':
    case 'dst-any':
      return true;
    case 'src-me':
      return isOwn(host, args, args.src);
    case 'dst-me':
      return isOwn(host, args, args.dst);
    case 'src-me6':
      return args.ipv6 && isOwn6(host, args, args.src);
    case 'dst-me6':
      return args.ipv6 && isOwn6(host, args, args.dst);
    case 'src-set':
      return isInSet(args, args.src, match.set);
    case 'dst-set':
      return isInSet(args, args.dst, match.set);
    case 'src-table':
      return isInTable(host, args, args.src, match.table, match.value);
    case 'dst-table':
      return isInTable(host, args, args.dst, match.table, match.value);
  }
}

function isInList(args: IpfwArgs, at: number, list: readonly AddressMask[]): boolean {
  for (const one of list) if (isWithin(args, at, one)) return true;
  return false;
}

function isWithin({ m, ipv6 }: IpfwArgs, at: number, { addr, mask }: AddressMask): boolean {
  if ((addr.length === 16) !== ipv6) return false;
  for (let i = 0; i < addr.length; i++) if (((addr[i] ^ m.data[at + i]) & mask[i]) !== 0) return false;
  return true;
}

function isInSet({ m, ipv6 }: IpfwArgs, at: number, { base, members }: AddressSet): boolean {
  if (ipv6) return false;
  for (let i = 0; i < 3; i++) if (base[i] !== m.data[at + i]) return false;
  return isInRanges(members, m.data[at + 3]);
}

function isOwn(host: Host, args: IpfwArgs, at: number): boolean {
  return args.ipv6 ? isOwn6(host, args, at) : isOwn4(host, args, at);
}

/** An IPv4 address of any interface. */
function isOwn4(host: Host, { m }: IpfwArgs, at: number): boolean {
  return in_ifawithaddr(host, get32(m.data, at)) !== null;
}

/** An IPv6 address of any interface; a link-local one of this link. */
function isOwn6(host: Host, { m, ifp }: IpfwArgs, at: number): boolean {
  const addr = m.data.slice(at, at + 16);
  in6_setscope(addr, 0, ifp);
  return host.interfaces.some(own => own.addresses.some(ia => ia.addr.every((byte, i) => byte === addr[i])));
}

function isInTable(host: Host, args: IpfwArgs, at: number, number: number, value: number | null): boolean {
  const found = lookupTable(host, number, args.m.data, at, args.ipv6 ? 16 : 4);
  return found !== null && (value === null || found.value === value);
}

/** An address as a rule has it: `any`, `me`, `192.0.2.0/24`, `table(1,7)`. */
export function addressText(match: AddressMatch): string {
  switch (match.kind) {
    case 'src':
    case 'dst':
      return match.list.map(maskText).join(',');
    case 'src-set':
    case 'dst-set': {
      const { base, prefixlen, members } = match.set;
      return `${formatIpv4(base)}/${prefixlen}{${rangesText(members)}}`;
    }
    case 'src-table':
    case 'dst-table':
      return `table(${match.table}${match.value === null ? '' : `,${match.value}`})`;
    default:
      return match.kind.slice(4);
  }
}

function maskText({ addr, mask }: AddressMask): string {
  const text = addr.length === 4 ? formatIpv4(addr) : formatIpv6(addr);
  const prefixlen = prefixLength(mask);
  if (prefixlen === null) return `${text}:${formatIpv4(mask)}`;
  return prefixlen === 8 * addr.length ? text : `${text}/${prefixlen}`;
}

/** The length of a mask whose ones come first, null for another. */
function prefixLength(mask: Uint8Array): number | null {
  const bits = Array.from(mask, byte => byte.toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(bits) ? bits.replace(/0+$/, '').length : null;
}

/** The mask of a prefix length, for addresses of this many bytes. */
export function prefixMask(prefixlen: number, bytes: number): Uint8Array {
  const mask = new Uint8Array(bytes);
  for (let i = 0; i < bytes; i++) {
    const bits = Math.min(Math.max(prefixlen - 8 * i, 0), 8);
    mask[i] = (0xff << (8 - bits)) & 0xff;
  }
  return mask;
}
