/**
 * Tunnel processing without ciphers, as FORMAT.md of the vectors describes it: right in addresses, protocol
 * and length, IPsec bytes all zero.
 */
import * as stack from '#stack/recording';
import type { VectorRequest } from '../../../src/replay/vector/case';
import type { Host } from '../../../src/stack/host';
import type { Ipsecrequest, Secpolicy } from '../../../src/stack/ipsec/policy';
import type { Mbuf } from '../../../src/stack/net/mbuf';
import type { IpsecOutputState } from '../../../src/stack/surroundings';
import { put16 } from '../../../src/wire/bytes';

const HEADER = 40;
const TUNNEL = 40;
const OUTER_HOP_LIMIT = 64;

/** What a case says of a request: the state of its association, and the bytes that its transform adds. */
const given = new WeakMap<Ipsecrequest, VectorRequest>();

/** Notes what the case says of the requests of the policy added last. */
export function giveRequests(host: Host, requests: readonly VectorRequest[]): void {
  const sp = host.spd[host.spd.length - 1];
  for (const [i, isr] of sp.req.entries()) given.set(isr, requests[i]);
}

function ofCase(isr: Ipsecrequest): VectorRequest {
  const request = given.get(isr);
  if (request === undefined) throw new Error('a request that no case gave');
  return request;
}

/**
 * Bytes that the policy of a packet adds: what the case says of each request, and an outer header for each
 * tunnel.
 */
export function abstractHdrsiz(host: Host, m: Mbuf, dir: number): number {
  const sp = stack.ipsec6_getpolicybyaddr(host, m, dir, stack.IP_FORWARDING);
  if (sp === null || sp.policy !== stack.IPSEC_POLICY_IPSEC) return 0;
  return sp.req.reduce(
    (size, isr) => size + ofCase(isr).overhead + (isr.mode === stack.IPSEC_MODE_TUNNEL ? TUNNEL : 0),
    0,
  );
}

/** Applies the requests of a policy from its first tunnel on: 0, or an error number. */
export function abstractTunnel(host: Host, state: IpsecOutputState, sp: Secpolicy): number {
  const forced = stack.fault(host, 'ipsec6_output_tunnel', state.m);
  if (forced !== 0) return forced;
  const first = sp.req.findIndex(isr => isr.mode === stack.IPSEC_MODE_TUNNEL);
  if (first < 0) return 0;
  for (const isr of sp.req.slice(first)) {
    const error = applyRequest(host, state, isr);
    if (error !== 0) return error;
  }
  return 0;
}

function applyRequest(host: Host, state: IpsecOutputState, isr: Ipsecrequest): number {
  const { sa } = ofCase(isr);
  if (sa === 'none') {
    if (isr.level < stack.IPSEC_LEVEL_REQUIRE) return 0;
    host.ipsec6stat.out_nosa++;
    return stack.ENOENT;
  }
  if (sa === 'larval' || sa === 'dead') {
    host.ipsec6stat.out_nosa++;
    return stack.EINVAL;
  }
  return isr.mode === stack.IPSEC_MODE_TUNNEL ? encapsulate(host, state, isr) : protect(state, isr);
}

function encapsulate(host: Host, state: IpsecOutputState, isr: Ipsecrequest): number {
  if (isr.src === null || isr.dst === null) return stack.EINVAL;
  const rt = stack.rtalloc1(host.rt6, isr.dst);
  if (rt === null) {
    host.ip6stat.ip6s_noroute++;
    host.ipsec6stat.out_noroute++;
    return stack.EHOSTUNREACH;
  }
  const inner = stack.m_bytes(state.m);
  const { overhead } = ofCase(isr);
  const outer = new Uint8Array(HEADER + overhead + inner.length);
  outer[0] = 0x60;
  outer[6] = isr.proto;
  outer[7] = OUTER_HOP_LIMIT;
  outer.set(isr.src, 8);
  outer.set(isr.dst, 24);
  outer.set(inner, HEADER + overhead);
  replaceBytes(state, outer);
  state.rt = rt;
  state.dst = isr.dst;
  return 0;
}

/** Transport mode: the transform stands behind the outermost header. */
function protect(state: IpsecOutputState, isr: Ipsecrequest): number {
  const bytes = stack.m_bytes(state.m);
  const { overhead } = ofCase(isr);
  const longer = new Uint8Array(bytes.length + overhead);
  longer.set(bytes.subarray(0, HEADER));
  longer.set(bytes.subarray(HEADER), HEADER + overhead);
  longer[6] = isr.proto;
  replaceBytes(state, longer);
  return 0;
}

/** A first buffer that holds just the header is written in place; otherwise a new one comes in front. */
function replaceBytes(state: IpsecOutputState, bytes: Uint8Array): void {
  const m: Mbuf = state.m;
  if (m.firstLen !== HEADER) state.moved = true;
  put16(bytes, 4, (bytes.length - HEADER) & 0xffff);
  m.data = bytes;
  m.off = 0;
  m.len = bytes.length;
  m.firstLen = HEADER;
  m.shared = false;
}
