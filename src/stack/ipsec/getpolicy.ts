/** The look-up of the policy for a packet (ipsec6_getpolicybyaddr in netinet6/ipsec.c). */
import { formatIpv6 } from '../../wire/address';
import { IP6_DST, IP6_SRC } from '../../wire/ipv6';
import type { Host } from '../host';
import { IP_FORWARDING } from '../inet/output/flags';
import { fault } from '../net/fault';
import type { Mbuf } from '../net/mbuf';
import { type Candidate, considered, decide, decision, enter, leave, type Sourced, used } from '../trace';
import {
  IPSEC_DIR_OUTBOUND,
  IPSEC_POLICY_BYPASS,
  IPSEC_POLICY_DISCARD,
  IPSEC_POLICY_ENTRUST,
  IPSEC_POLICY_IPSEC,
  IPSEC_POLICY_NONE,
  IPSEC_ULPROTO_ANY,
  policyName,
  type Secpolicy,
} from './policy';
import { findPolicy, type SpdCache, spdCache } from './spdCache';
import { whyNot } from './spidx';

const match = decision('ipsec6_getpolicybyaddr.match', {
  question: 'Does a security policy match the packet?',
  outcomes: {
    entry: 'Yes: {policy}.',
    default: 'No: the default policy applies, {policy}.',
  },
  reference: 'RFC 4301 4.4.1; ipsec6_getpolicybyaddr (netinet6/ipsec.c)',
});

function defaultPolicy(policy: number): Secpolicy {
  return Object.freeze({
    dir: IPSEC_DIR_OUTBOUND,
    src: new Uint8Array(16),
    srcPrefixlen: 0,
    srcPort: 0,
    dst: new Uint8Array(16),
    dstPrefixlen: 0,
    dstPort: 0,
    proto: IPSEC_ULPROTO_ANY,
    policy,
    req: Object.freeze([]),
    origin: null,
  });
}
/**
 * By IPSEC_POLICY_*. The setting allows the first two only; the others are for who examines the forwarder
 * alone.
 */
const DEFAULTS = [
  IPSEC_POLICY_DISCARD,
  IPSEC_POLICY_NONE,
  IPSEC_POLICY_IPSEC,
  IPSEC_POLICY_ENTRUST,
  IPSEC_POLICY_BYPASS,
].map(defaultPolicy);

/**
 * The first policy of the direction that matches, else the default one of net.inet6.ipsec6.def_policy. Null
 * when the packet cannot be read as one, which only a fault brings about (outbound look-ups only).
 */
export function ipsec6_getpolicybyaddr(host: Host, m: Mbuf, dir: number, flag: number): Secpolicy | null {
  if (dir === IPSEC_DIR_OUTBOUND && fault(host, 'ipsec6_getpolicybyaddr', m) !== 0) return null;
  const miss = DEFAULTS[host.sysctl.def_policy];
  // Without policies there is nothing to match and nothing to tell.
  if (host.spd.length === 0) return miss;
  enter(host, 'ipsec6_getpolicybyaddr', m);
  const sp = firstMatch(host, m, dir, flag, miss);
  leave(host);
  return sp;
}

function firstMatch(host: Host, m: Mbuf, dir: number, flag: number, miss: Secpolicy): Secpolicy {
  const cache = spdCache(host);
  const index = findPolicy(cache, m, dir, flag !== IP_FORWARDING);
  const sp = index < 0 ? miss : host.spd[index];
  if (RECORDING) considered(host, () => candidates(host, cache, index));
  used(host, sp.origin);
  decide(
    host,
    match,
    index < 0 ? match.default : match.entry,
    RECORDING && {
      policy: { value: index < 0 ? policyName(sp.policy) : describePolicy(sp), origin: sp.origin },
      ip6_src: { value: m.data.slice(m.off + IP6_SRC, m.off + IP6_DST), at: { offset: IP6_SRC, length: 16 } },
      ip6_dst: {
        value: m.data.slice(m.off + IP6_DST, m.off + IP6_DST + 16),
        at: { offset: IP6_DST, length: 16 },
      },
      dir: dir === IPSEC_DIR_OUTBOUND ? 'out' : 'in',
    },
  );
  return sp;
}

/** A policy in the words of setkey: `2001:db8:1::/64 ::/0 any ipsec`. */
export function describePolicy(sp: Secpolicy): string {
  const proto = sp.proto === IPSEC_ULPROTO_ANY ? 'any' : String(sp.proto);
  const src = `${formatIpv6(sp.src)}/${sp.srcPrefixlen}`;
  return `${src} ${formatIpv6(sp.dst)}/${sp.dstPrefixlen} ${proto} ${policyName(sp.policy)}`;
}

/** A policy as a decision looks at it: described, with the line that gave it. */
export function policyOperand(sp: Secpolicy): Sourced {
  return { value: describePolicy(sp), origin: sp.origin };
}

/** For whom a policy is, in a few words: `2001:db8:a::/48`. */
export function selectorText(sp: Secpolicy): string {
  if (DEFAULTS.includes(sp)) return 'packets without a policy of their own';
  if (sp.dstPrefixlen > 0) return `${formatIpv6(sp.dst)}/${sp.dstPrefixlen}`;
  return sp.srcPrefixlen > 0 ? `packets from ${formatIpv6(sp.src)}/${sp.srcPrefixlen}` : 'every packet';
}

function candidates(host: Host, cache: SpdCache, index: number): Candidate[] {
  return host.spd.map((sp, i) => {
    const why = whyNot(cache.spidx, sp);
    const reason = why ?? (i === index ? 'the first that matches' : 'an earlier policy matches too');
    return { name: describePolicy(sp), chosen: i === index, why: reason, origin: sp.origin };
  });
}
