/**
 * Is what an association protected a packet in a packet? (ipsec6_tunnel_validate in netinet6/ipsec.c,
 * key_gettunnel in netkey/key.c)
 */
import { IP6_DST, IP6_HDRLEN, IP6_SRC, IPPROTO_IPV6 } from '../../wire/ipv6';
import type { Host } from '../host';
import type { Mbuf } from '../net/mbuf';
import { decide, decision, used } from '../trace';
import { describePolicy } from './getpolicy';
import { IPSEC_DIR_INBOUND, IPSEC_MODE_TRANSPORT, IPSEC_MODE_TUNNEL, type Secpolicy } from './policy';
import { sameEnd } from './sad';
import { type Secasvar, saModeName } from './secasvar';

const tunnel = decision('ipsec6_tunnel_validate.tunnel', {
  question: 'Is there another packet inside, which this association may carry?',
  outcomes: {
    yes: 'Yes: an IPv6 packet (next header 41), by an association in {mode} mode.',
    'not-ipv6': 'No: next header {nxt} is no packet but a part of this one.',
    'cut-off': 'No: what is inside is shorter than an IPv6 header.',
    'transport-only': 'No: the association is for transport mode only.',
  },
  reference: 'RFC 4301 5.2; ipsec6_tunnel_validate (netinet6/ipsec.c)',
});

const policy = decision('ipsec6_tunnel_validate.policy', {
  question: 'Does an inbound policy name this tunnel for the inner packet?',
  outcomes: {
    named: 'Yes: {policy}.',
    unlisted:
      'No inbound policy names any tunnel, so the packet is taken out all the same; KAME would leave it inside.',
    unnamed: 'No: others are named, not one from {src} to {dst} for this packet, so it stays inside.',
  },
  reference: 'RFC 4301 5.2; key_gettunnel (netkey/key.c)',
});

/**
 * True when the plaintext is a packet of its own that leaves its tunnel here.
 *
 * A tunnel that other inbound policies name and this packet's does not is refused, as KAME does. Where no
 * inbound policy names any tunnel, KAME refuses too; here the packet is taken out. RFC 4301 5.2 asks the
 * policies about the inner packet once it is out, which ip6_forward.ipsec-inbound and
 * ip6_input.inbound-policy do: a policy that asks for protection loses nothing by it, and a machine described
 * by its associations alone (keys that somebody was given for a capture) shows what its packets carry.
 */
export function ipsec6_tunnel_validate(
  host: Host,
  m: Mbuf,
  inner: Uint8Array,
  nxt: number,
  sav: Secasvar,
): boolean {
  const kind = kindOf(inner, nxt, sav);
  if (decide(host, tunnel, kind, RECORDING && { nxt, mode: saModeName(sav.mode) }) !== tunnel.yes)
    return false;
  const sp = key_gettunnel(host, m, inner);
  if (sp !== null) used(host, sp.origin);
  const listed = sp !== null ? policy.named : namesTunnels(host) ? policy.unnamed : policy.unlisted;
  decide(
    host,
    policy,
    listed,
    RECORDING && {
      policy: { value: sp === null ? null : describePolicy(sp), origin: sp?.origin ?? null },
      src: { value: m.data.slice(m.off + IP6_SRC, m.off + IP6_DST), at: { offset: IP6_SRC, length: 16 } },
      dst: { value: m.data.slice(m.off + IP6_DST, m.off + IP6_HDRLEN), at: { offset: IP6_DST, length: 16 } },
    },
  );
  return listed !== policy.unnamed;
}

function kindOf(inner: Uint8Array, nxt: number, sav: Secasvar): number {
  if (nxt !== IPPROTO_IPV6) return tunnel.notIpv6;
  if (inner.length < IP6_HDRLEN) return tunnel.cutOff;
  return sav.mode === IPSEC_MODE_TRANSPORT ? tunnel.transportOnly : tunnel.yes;
}

/**
 * The first inbound policy for the inner addresses that names a tunnel between the outer ones; behind another
 * tunnel, between that one's ends.
 */
function key_gettunnel(host: Host, m: Mbuf, inner: Uint8Array): Secpolicy | null {
  const outerSrc = m.data.subarray(m.off + IP6_SRC, m.off + IP6_DST);
  const outerDst = m.data.subarray(m.off + IP6_DST, m.off + IP6_HDRLEN);
  const innerSrc = inner.subarray(IP6_SRC, IP6_DST);
  const innerDst = inner.subarray(IP6_DST, IP6_HDRLEN);
  const found = host.spd.find(sp => {
    if (sp.dir !== IPSEC_DIR_INBOUND) return false;
    let before: { src: Uint8Array | null; dst: Uint8Array | null } | null = null;
    for (const isr of sp.req) {
      if (isr.mode !== IPSEC_MODE_TUNNEL) continue;
      const carries =
        before === null
          ? covers(sp.src, sp.srcPrefixlen, innerSrc) && covers(sp.dst, sp.dstPrefixlen, innerDst)
          : isEnd(before.src, innerSrc) && isEnd(before.dst, innerDst);
      if (carries && isEnd(isr.src, outerSrc) && isEnd(isr.dst, outerDst)) return true;
      before = isr;
    }
    return false;
  });
  return found ?? null;
}

function isEnd(end: Uint8Array | null, addr: Uint8Array): boolean {
  return end !== null && sameEnd(end, addr);
}

function covers(prefix: Uint8Array, length: number, addr: Uint8Array): boolean {
  for (let i = 0; i < 16; i++) {
    const mask = 0xff00 >> Math.min(8, Math.max(0, length - 8 * i));
    if (((prefix[i] ^ addr[i]) & mask & 0xff) !== 0) return false;
  }
  return true;
}

function namesTunnels(host: Host): boolean {
  return host.spd.some(
    sp => sp.dir === IPSEC_DIR_INBOUND && sp.req.some(isr => isr.mode === IPSEC_MODE_TUNNEL),
  );
}
