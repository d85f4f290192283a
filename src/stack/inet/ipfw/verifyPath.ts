/**
 * Whether a packet came from where its source is: `verrevpath`, `versrcreach`, `antispoof` (O_VERREVPATH,
 * O_VERSRCREACH, O_ANTISPOOF; verify_path, RFC 3704).
 */
import { get32 } from '../../../wire/bytes';
import type { Host } from '../../host';
import { in6_samePrefix, in6ifa_ifpwithaddr } from '../../inet6/in6';
import { in6_setscope } from '../../inet6/scope6';
import type { Ifnet } from '../../net/if';
import { RTF_BLACKHOLE, RTF_REJECT, type Rtentry, rtalloc1 } from '../../net/route';
import { in_ifawithaddr, in_samePrefix } from '../in';
import type { IpfwArgs } from './args';

export interface VerifyPathMatch {
  readonly kind: 'verrevpath' | 'versrcreach' | 'antispoof';
}

/** What goes out always matches. */
export function matchVerifyPath(host: Host, args: IpfwArgs, { kind }: VerifyPathMatch): boolean {
  if (!args.isIn) return true;
  const { rcvif } = args.m;
  const src = sourceOf(args);
  switch (kind) {
    case 'verrevpath':
      return rcvif === null || isReachedBy(host, src, rcvif);
    case 'versrcreach':
      return isReached(routeTo(host, src));
    case 'antispoof':
      return rcvif === null || !isOnLink(host, src) || isReachedBy(host, src, rcvif);
  }
}

/** The source, 4 or 16 bytes; with the zone of its link, by which the routes know it. */
function sourceOf({ m, src, ipv6, ifp }: IpfwArgs): Uint8Array {
  const addr = m.data.slice(src, src + (ipv6 ? 16 : 4));
  if (ipv6) in6_setscope(addr, 0, ifp);
  return addr;
}

function routeTo(host: Host, addr: Uint8Array): Rtentry | null {
  return rtalloc1(addr.length === 16 ? host.rt6 : host.rt4, addr);
}

/**
 * The interface by which the address is reached; of an own address, whose route leads to lo0, the one that
 * bears it.
 */
function isReachedBy(host: Host, addr: Uint8Array, ifp: Ifnet): boolean {
  return (ownerOf(host, addr) ?? routeTo(host, addr)?.rt_ifp) === ifp;
}

function ownerOf(host: Host, addr: Uint8Array): Ifnet | null {
  if (addr.length === 4) return in_ifawithaddr(host, get32(addr, 0))?.ifp ?? null;
  return host.interfaces.find(ifp => in6ifa_ifpwithaddr(ifp, addr, 0) !== null) ?? null;
}

function isReached(rt: Rtentry | null): boolean {
  return rt !== null && rt.prefixlen > 0 && (rt.rt_flags & (RTF_REJECT | RTF_BLACKHOLE)) === 0;
}

/** Whether the address is of a link of this machine (in_localaddr, in6_localaddr). */
function isOnLink(host: Host, addr: Uint8Array): boolean {
  if (addr.length === 4) {
    const number = get32(addr, 0);
    return host.interfaces.some(ifp => ifp.inet.some(ia => in_samePrefix(ia, number)));
  }
  if (addr[0] === 0xfe && (addr[1] & 0xc0) === 0x80) return true;
  return host.interfaces.some(ifp => ifp.addresses.some(ia => in6_samePrefix(ia, addr, 0)));
}
