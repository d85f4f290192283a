/** Options of neighbour discovery messages (nd6_options in netinet6/nd6.c, RFC 4861 4.6). */
import { ND_OPT_SOURCE_LINKADDR, ND_OPT_TARGET_LINKADDR } from '../../wire/icmp6';
import type { Mbuf } from '../net/mbuf';

/** The link addresses that the options of a message hold, 6 bytes each. */
export interface NdOptions {
  readonly source: Uint8Array | null;
  readonly target: Uint8Array | null;
}

/**
 * Reads the options at `off` of the packet up to its end; null when one has length 0, runs past the end, or
 * holds no Ethernet address.
 */
export function nd6_options(m: Mbuf, off: number): NdOptions | null {
  let source: Uint8Array | null = null;
  let target: Uint8Array | null = null;
  let at = off;
  while (at < m.len) {
    const length = m.data[m.off + at + 1] * 8;
    if (at + 2 > m.len || length === 0 || at + length > m.len) return null;
    const type = m.data[m.off + at];
    const isLinkAddress = type === ND_OPT_SOURCE_LINKADDR || type === ND_OPT_TARGET_LINKADDR;
    if (isLinkAddress && length !== 8) return null;
    const address = m.data.slice(m.off + at + 2, m.off + at + 8);
    // The first of a kind counts.
    if (type === ND_OPT_SOURCE_LINKADDR) source ??= address;
    if (type === ND_OPT_TARGET_LINKADDR) target ??= address;
    at += length;
  }
  return { source, target };
}
