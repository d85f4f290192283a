/** Which of our addresses is the source of a packet of ours (in6_selectsrc in netinet6/in6_src.c, RFC 3484 5). */
import { equalBytes } from '../../wire/bytes';
import type { Host } from '../host';
import type { Ifnet } from '../net/if';
import { ifOperand, scopedText } from '../operands';
import { type Candidate as Considered, considered, decide, decision, used } from '../trace';
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

/** Rules of RFC 3484 5 by their numbers. The kernel has no home addresses, no labels of its own and makes no temporary addresses (4, 6, 7). */
const SAME_ADDRESS = 1;
const SCOPE = 2;
const NOT_DEPRECATED = 3;
const INTERFACE = 5;
const LONGEST_MATCH = 8;
/** No rule tells two addresses apart. */
const ORDER = 9;

/** An address and the interface it belongs to. */
interface Candidate {
  readonly ia: In6Ifaddr;
  readonly ifp: Ifnet;
}

/** The best source address towards `dst` (16 bytes, zone embedded) by way of `ifp`, or null (zone embedded). */
export function in6_selectsrc(host: Host, dst: Uint8Array, ifp: Ifnet): Uint8Array | null {
  const candidates = candidatesFor(host, dst, ifp);
  let best: Candidate | null = null;
  for (const one of candidates) if (best === null || compare(one, best, dst, ifp) > 0) best = one;
  const chosen = best;
  let rule = 0;
  if (chosen !== null)
    for (const one of candidates) if (one !== chosen) rule = Math.max(rule, -compare(one, chosen, dst, ifp));
  if (RECORDING) considered(host, () => told(host, candidates, chosen, dst, ifp));
  if (chosen !== null) used(host, chosen.ia.origin);
  decide(
    host,
    source,
    chosen === null ? source.none : outcomeOf(rule),
    RECORDING && {
      dst: dst.slice(),
      src: chosen === null ? 'none' : { value: chosen.ia.addr.slice(), origin: chosen.ia.origin },
      ifp: ifOperand(ifp),
    },
  );
  return chosen?.ia.addr ?? null;
}

/** Our addresses that may be used in the destination's zone, in the order of interfaces and addresses. */
function candidatesFor(host: Host, dst: Uint8Array, ifp: Ifnet): Candidate[] {
  const zone = in6_zone(dst, 0, ifp);
  const found: Candidate[] = [];
  for (const on of host.interfaces) {
    if (in6_zone(dst, 0, on) !== zone) continue;
    for (const ia of on.addresses) if (mayBeSource(host, ia)) found.push({ ia, ifp: on });
  }
  return found;
}

function mayBeSource(host: Host, ia: In6Ifaddr): boolean {
  if (!isUsable(ia) || (ia.flags & IN6_IFF_DETACHED) !== 0) return false;
  return host.sysctl.use_deprecated !== 0 || (ia.flags & IN6_IFF_DEPRECATED) === 0;
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

/** The first rule that tells `a` from `b`, which came first: its number, negative when `b` stays. */
function compare(a: Candidate, b: Candidate, dst: Uint8Array, ifp: Ifnet): number {
  if (equalBytes(b.ia.addr, 0, dst, 0, 16)) return -SAME_ADDRESS;
  if (equalBytes(a.ia.addr, 0, dst, 0, 16)) return SAME_ADDRESS;
  const byScope = compareScope(a.ia.addr, b.ia.addr, dst);
  if (byScope !== 0) return byScope * SCOPE;
  const aOld = (a.ia.flags & IN6_IFF_DEPRECATED) !== 0;
  const bOld = (b.ia.flags & IN6_IFF_DEPRECATED) !== 0;
  if (aOld !== bOld) return bOld ? NOT_DEPRECATED : -NOT_DEPRECATED;
  if ((a.ifp === ifp) !== (b.ifp === ifp)) return a.ifp === ifp ? INTERFACE : -INTERFACE;
  const more = commonBits(a.ia.addr, dst) - commonBits(b.ia.addr, dst);
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
  candidates: readonly Candidate[],
  best: Candidate | null,
  dst: Uint8Array,
  ifp: Ifnet,
): Considered[] {
  return host.interfaces.flatMap(on =>
    on.addresses.map(ia => {
      const one = candidates.find(candidate => candidate.ia === ia);
      const why =
        one === undefined || best === null
          ? 'it may not be used, or lies in another zone'
          : one === best
            ? 'the best by the rules of RFC 3484'
            : lost[Math.abs(compare(one, best, dst, ifp))];
      return { name: scopedText(ia.addr), chosen: one !== undefined && one === best, why, origin: ia.origin };
    }),
  );
}
