/** The addresses that this machine writes into options. */
import { get32 } from '../../../wire/bytes';
import type { Host } from '../../host';
import { RTF_GATEWAY, rtalloc1 } from '../../net/route';
import { ifaof_ifpforaddr, in_ifawithaddr } from '../in';
import type { InIfaddr } from '../inVar';

/**
 * The address of ours by which the destination at `at` is reached, or that it is; null when no route leads
 * there (ip_rtaddr).
 */
export function ip_rtaddr(host: Host, data: Uint8Array, at: number): InIfaddr | null {
  const own = in_ifawithaddr(host, get32(data, at));
  if (own !== null) return own;
  const rt = rtalloc1(host.rt4, data, at);
  if (rt === null) return null;
  const gateway = (rt.rt_flags & RTF_GATEWAY) !== 0 ? rt.rt_gateway : null;
  return ifaof_ifpforaddr(rt.rt_ifp, gateway === null ? get32(data, at) : get32(gateway, 0));
}
