/**
 * The routines around ip6_forward as "Rules of the surroundings" in FORMAT.md of the vectors describes them:
 * they note what they are asked for.
 */
import * as stack from '#stack/recording';
import type { Given, VectorFilter } from '../../../src/replay/vector/case';
import type { Host } from '../../../src/stack/host';
import type { Ifnet } from '../../../src/stack/net/if';
import type { Mbuf } from '../../../src/stack/net/mbuf';
import type { Rtentry } from '../../../src/stack/net/route';
import type { Surroundings } from '../../../src/stack/surroundings';
import { toHex } from '../../../src/wire/bytes';
import { covers, formatScoped, parsePrefix, parseScoped } from '../addresses';
import type { Json } from '../compare';
import { errno } from '../words';
import { abstractHdrsiz, abstractTunnel } from './tunnel';

/** What the forwarder asked its surroundings for while one packet was under way; keys as in `expect`. */
export interface Requests {
  out?: Json;
  encap?: Json;
  icmp6?: Json;
  redirect?: Json;
  /** Tunnel processing has put IPsec bytes into the packet: they are not compared. */
  transformed: boolean;
}

/** Surroundings for a case. `requests` gives the notes of the packet under way. */
export function abstractSurroundings(given: Given, requests: () => Requests): Surroundings {
  return {
    ...stack.kernel,
    icmp6_error(_host, m, type, code, param) {
      requests().icmp6 = { type, code, param, quotedLen: m.len, quotedHlim: m.data[m.off + 7] };
    },
    icmp6_redirect_output() {
      requests().redirect = true;
    },
    nd6_output(host, ifp, origifp, m, dst, rt) {
      const error = linkOutput(host, ifp, m, rt);
      requests().out = {
        ifp: ifp.name,
        origifp: origifp.name,
        nexthop: formatScoped(dst),
        ...(requests().transformed ? { encap: outerHeader(m) } : { hex: packetHex(m) }),
        ...(error === 0 ? {} : { error: stack.errnoName(error) }),
      };
      return error;
    },
    pfil_run_hooks(_host, m) {
      return filter(given.pfil ?? [], m);
    },
    ip6_output(_host, m) {
      requests().encap = outerHeader(m);
      return 0;
    },
    ipsec6_output_tunnel(host, state, sp) {
      const { data } = state.m;
      const error = abstractTunnel(host, state, sp);
      requests().transformed = state.m.data !== data;
      return error;
    },
    ipsec6_hdrsiz: abstractHdrsiz,
  };
}

function outerHeader(m: Mbuf): Json {
  return {
    src: formatScoped(m.data, m.off + 8),
    dst: formatScoped(m.data, m.off + 24),
    proto: m.data[m.off + 6],
    len: m.len,
  };
}

function packetHex(m: Mbuf): string {
  return toHex(m.data, m.off, m.off + m.len);
}

function linkOutput(host: Host, ifp: Ifnet, m: Mbuf, rt: Rtentry | null): number {
  const forced = stack.fault(host, 'if_output', m);
  if (forced !== 0) return forced;
  if ((ifp.flags & stack.IFF_UP) === 0) return stack.ENETDOWN;
  if ((ifp.flags & stack.IFF_LOOPBACK) === 0 || rt === null) return 0;
  if ((rt.rt_flags & stack.RTF_BLACKHOLE) !== 0) return 0;
  if ((rt.rt_flags & stack.RTF_REJECT) === 0) return 0;
  return (rt.rt_flags & stack.RTF_HOST) !== 0 ? stack.EHOSTUNREACH : stack.ENETUNREACH;
}

function filter(rules: readonly VectorFilter[], m: Mbuf): number {
  const rule = rules.find(({ dst }) => covers(parsePrefix(dst), m.data, m.off + 24));
  if (rule === undefined || rule.action === 'pass') return 0;
  if (rule.action === 'block') return errno(rule.errno ?? 'EACCES');
  if (rule.action === 'consume') return stack.PFIL_CONSUMED;
  stack.m_unshare(m);
  if (rule.set?.dst !== undefined) m.data.set(parseScoped(rule.set.dst), m.off + 24);
  if (rule.set?.hlim !== undefined) m.data[m.off + 7] = rule.set.hlim;
  return 0;
}
