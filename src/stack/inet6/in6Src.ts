/**
 * Which of our addresses is the source of a packet of ours (in6_selectsrc in netinet6/in6_src.c, RFC 3484 5).
 */
import { equalBytes } from '../../wire/bytes';
import type { Host } from '../host';
import type { Ifnet } from '../net/if';
import { ifOperand, scopedText } from '../operands';
import { type Candidate, considered, decide, decision, used } from '../trace';
import { isUsable } from './in6';
import { IN6_IFF_DEPRECATED, IN6_IFF_DETACHED, type In6Ifaddr } from './in6Var';
import { in6_addrscope, in6_zone } from './scope6';

const source = decision('in6_selectsrc.address', {
  question: 'Which address of ours is the source towards {dst}?',
  outcomes: {
    only: '{src}: no other is in the zone and may be used.',
    'same-address': '{src}: it is the destination itself (rule 1).',
    scope: '{src}: its scope fits best (rule 2).',
    'not-deprecated': '{src}: it is not deprecated (rule 3).',
    interface: '{src}: it belongs to {ifp}, by which the packet leaves (rule 5).',
    'longest-match': '{src}: it has most leading bits in common with the destination (rule 8).',
    earliest: '{src}: no rule tells it from others, and it comes first.',
    none: 'None: no address of ours fits.',
  },
  reference: 'RFC 3484 5; in6_selectsrc (netinet6/in6_src.c)',
});

/**
 * Rules of RFC 3484 5 by their numbers. The kernel has no home addresses, no labels of its own and makes no
 * temporary addresses (4, 6, 7).
 */
const SAME_ADDRESS = 1;
const SCOPE = 2;
const NOT_DEPRECATED = 3;
const INTERFACE = 5;
const LONGEST_MATCH = 8;
/** No rule tells two addresses apart. */
const ORDER = 9;

/**
 * The best source address towards `dst` (16 bytes, zone embedded) by way of `ifp`, or null (zone embedded).
 */
export function in6_selectsrc(host: Host, dst: Uint8Array, ifp: Ifnet): Uint8Array | null {
  let best: In6Ifaddr | null = null;
  let bestIfp = ifp;
  for (const on of host.interfaces) {
    for (const ia of on.addresses) {
      if (!isCandidate(host, ia, on, dst, ifp)) continue;
      if (best !== null && compare(ia, on, best, bestIfp, dst, ifp) < 0) continue;
      best = ia;
      bestIfp = on;
    }
  }
  const chosen = best;
  if (RECORDING) considered(host, () => told(host, chosen, bestIfp, dst, ifp));
  if (chosen !== null) used(host, chosen.origin);
  decide(
    host,
    source,
    chosen === null ? source.none : outcomeOf(lastRule(host, chosen, bestIfp, dst, ifp)),
    RECORDING && {
      dst: dst.slice(),
      src: chosen === null ? 'none' : { value: chosen.addr.slice(), origin: chosen.origin },
      ifp: ifOperand(ifp),
    },
  );
  return chosen?.addr ?? null;
}

/** True for an address of ours, on the interface `on`, that may be used in the destination's zone. */
function isCandidate(host: Host, ia: In6Ifaddr, on: Ifnet, dst: Uint8Array, ifp: Ifnet): boolean {
  if (!isUsable(ia) || (ia.flags & IN6_IFF_DETACHED) !== 0) return false;
  if (host.sysctl.use_deprecated === 0 && (ia.flags & IN6_IFF_DEPRECATED) !== 0) return false;
  return in6_zone(dst, 0, on) === in6_zone(dst, 0, ifp);
}

/**
 * The last of the rules that were needed to tell the chosen address from all others; 0 when there is no
 * other.
 */
function lastRule(host: Host, chosen: In6Ifaddr, chosenIfp: Ifnet, dst: Uint8Array, ifp: Ifnet): number {
  let rule = 0;
  for (const on of host.interfaces) {
    for (const ia of on.addresses) {
      if (ia === chosen || !isCandidate(host, ia, on, dst, ifp)) continue;
      rule = Math.max(rule, Math.abs(compare(ia, on, chosen, chosenIfp, dst, ifp)));
    }
  }
  return rule;
}

function outcomeOf(rule: number): number {
  switch (rule) {
    case 0:
      return source.only;
    case SAME_ADDRESS:
      return source.sameAddress;
    case SCOPE:
      return source.scope;
    case NOT_DEPRECATED:
      return source.notDeprecated;
    case INTERFACE:
      return source.interface;
    case LONGEST_MATCH:
      return source.longestMatch;
    default:
      return source.earliest;
  }
}

/**
 * The first rule that tells `a`, which is on `aIfp`, from `b`, which came first: its number, negative when
 * `b` stays.
 */
function compare(a: In6Ifaddr, aIfp: Ifnet, b: In6Ifaddr, bIfp: Ifnet, dst: Uint8Array, ifp: Ifnet): number {
  if (equalBytes(b.addr, 0, dst, 0, 16)) return -SAME_ADDRESS;
  if (equalBytes(a.addr, 0, dst, 0, 16)) return SAME_ADDRESS;
  const byScope = compareScope(a.addr, b.addr, dst);
  if (byScope !== 0) return byScope * SCOPE;
  const aOld = (a.flags & IN6_IFF_DEPRECATED) !== 0;
  const bOld = (b.flags & IN6_IFF_DEPRECATED) !== 0;
  if (aOld !== bOld) return bOld ? NOT_DEPRECATED : -NOT_DEPRECATED;
  if ((aIfp === ifp) !== (bIfp === ifp)) return aIfp === ifp ? INTERFACE : -INTERFACE;
  const more = commonBits(a.addr, dst) - commonBits(b.addr, dst);
  if (more !== 0) return more > 0 ? LONGEST_MATCH : -LONGEST_MATCH;
  return -ORDER;
}

/** Rule 2: the smallest scope that is not smaller than the destination's. Positive when `a` is better. */
function compareScope(a: Uint8Array, b: Uint8Array, dst: Uint8Array): number {
  const aScope = in6_addrscope(a, 0);
  const bScope = in6_addrscope(b, 0);
  const wanted = in6_addrscope(dst, 0);
  if (aScope === bScope) return 0;
  if (aScope < bScope) return aScope < wanted ? -1 : 1;
  return bScope < wanted ? 1 : -1;
}

function commonBits(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < 16; i++) {
    const differ = a[i] ^ b[i];
    if (differ !== 0) return i * 8 + Math.clz32(differ) - 24;
  }
  return 128;
}

/** Why an address was not chosen, by the rule that the chosen one beat it with. */
const lost: Readonly<Record<number, string>> = {
  [SAME_ADDRESS]: 'the other one is the destination itself (rule 1)',
  [SCOPE]: 'its scope fits less (rule 2)',
  [NOT_DEPRECATED]: 'it is deprecated (rule 3)',
  [INTERFACE]: 'it belongs to another interface than the packet leaves by (rule 5)',
  [LONGEST_MATCH]: 'it has fewer leading bits in common with the destination (rule 8)',
  [ORDER]: 'it comes later',
};

/** Every address of ours with why it is, or is not, the source. */
function told(
  host: Host,
  chosen: In6Ifaddr | null,
  chosenIfp: Ifnet,
  dst: Uint8Array,
  ifp: Ifnet,
): Candidate[] {
  return host.interfaces.flatMap(on =>
    on.addresses.map(ia => {
      const why =
        chosen === null || !isCandidate(host, ia, on, dst, ifp)
          ? 'it may not be used, or lies in another zone'
          : ia === chosen
            ? 'the best by the rules of RFC 3484'
            : lost[Math.abs(compare(ia, on, chosen, chosenIfp, dst, ifp))];
      return { name: scopedText(ia.addr), chosen: ia === chosen, why, origin: ia.origin };
    }),
  );
}
