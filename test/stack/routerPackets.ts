/** What the routers R1 and R2 say to a host whose link address is ROUTER_MAC. */
import { put16, put32 } from '../../src/wire/bytes';
import { address, ethernet, icmp6Packet, join, mac } from './packets';

export const HOST_LL = 'fe80::ff:fe00:101';
export const R1 = 'fe80::1';
export const R2 = 'fe80::2';
export const R1_MAC = '02:00:00:00:0a:01';
export const R2_MAC = '02:00:00:00:0a:02';
export const ALL_NODES = '33:33:00:00:00:01';

export interface Prefix {
  readonly prefix?: string;
  readonly plen?: number;
  /** L 0x80, A 0x40. */
  readonly flags?: number;
  readonly vltime?: number;
  readonly pltime?: number;
}

export function prefixOption({
  prefix = '2001:db8:5::',
  plen = 64,
  flags = 0xc0,
  vltime = 86400,
  pltime = 3600,
}: Prefix): Uint8Array {
  const option = new Uint8Array(32);
  option.set([3, 4, plen, flags]);
  put32(option, 4, vltime);
  put32(option, 8, pltime);
  option.set(address(prefix), 16);
  return option;
}

export function mtuOption(mtu: number): Uint8Array {
  const option = new Uint8Array(8);
  option.set([5, 1]);
  put32(option, 4, mtu);
  return option;
}

export interface Ra {
  readonly src?: string;
  readonly hlim?: number;
  readonly lifetime?: number;
  readonly flags?: number;
  readonly curhoplimit?: number;
  readonly reachable?: number;
  readonly retrans?: number;
  /** The sender's link address, null to leave it out. */
  readonly lladdr?: string | null;
  readonly options?: readonly Uint8Array[];
}

export function ra({
  src = R1,
  hlim = 255,
  lifetime = 1800,
  flags = 0,
  lladdr,
  options = [],
  ...more
}: Ra = {}): Uint8Array {
  const body = new Uint8Array(12);
  body[0] = more.curhoplimit ?? 0;
  body[1] = flags;
  put16(body, 2, lifetime);
  put32(body, 4, more.reachable ?? 0);
  put32(body, 8, more.retrans ?? 0);
  const own = lladdr === undefined ? (src === R2 ? R2_MAC : R1_MAC) : lladdr;
  const link = own === null ? [] : join([1, 1], mac(own));
  const packet = icmp6Packet({ src, dst: 'ff02::1', type: 134, hlim }, join(body, link, ...options));
  return ethernet(packet, { dst: ALL_NODES });
}

export interface Redirect {
  readonly src?: string;
  readonly hlim?: number;
  readonly target?: string;
  readonly dst?: string;
  readonly options?: Uint8Array | readonly number[];
}

export function redirect({
  src = R1,
  hlim = 255,
  target = R2,
  dst = '2001:db8:9::9',
  options,
}: Redirect = {}): Uint8Array {
  const link = options ?? join([2, 1], mac(R2_MAC));
  const body = join([0, 0, 0, 0], address(target), address(dst), link);
  return ethernet(icmp6Packet({ src, dst: HOST_LL, type: 137, hlim }, body));
}
