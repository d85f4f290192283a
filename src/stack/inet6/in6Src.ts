/** Which of our addresses is the source of a packet of ours (in6_selectsrc in netinet6/in6_src.c, RFC 3484 5). */
import type { Host } from '../host';
import type { Ifnet } from '../net/if';
import { scopedText } from '../operands';
import { considered, decide, decision, used } from '../trace';
import { isUsable } from './in6';
import { IN6_IFF_DEPRECATED, IN6_IFF_DETACHED, type In6Ifaddr } from './in6Var';
import { in6_addrscope, in6_zone } from './scope6';

const source = decision('in6_selectsrc.address', {
  question: 'Which address of ours is the source towards {dst}?',
  outcomes: { found: '{src}.', none: 'None: no address of ours fits.' },
  reference: 'RFC 3484 5; in6_selectsrc (netinet6/in6_src.c)',
});

/** The best source address towards `dst` (16 bytes, zone embedded) by way of `ifp`, or null (zone embedded). */
export function in6_selectsrc(host: Host, dst: Uint8Array, ifp: Ifnet): Uint8Array | null {
  const zone = in6_zone(dst, 0, ifp);
  let best: In6Ifaddr | null = null;
  let bestIfp: Ifnet = ifp;
  for (const candidateIfp of host.interfaces) {
    if (in6_zone(dst, 0, candidateIfp) !== zone) continue;
    for (const ia of candidateIfp.addresses) {
      if (!isUsable(ia) || (ia.flags & IN6_IFF_DETACHED) !== 0) continue;
      if (best !== null && !isBetter(ia, candidateIfp, best, bestIfp, dst, ifp)) continue;
      best = ia;
      bestIfp = candidateIfp;
    }
  }
  if (RECORDING) {
    considered(host, () =>
      host.interfaces.flatMap(on =>
        on.addresses.map(ia => ({
          name: scopedText(ia.addr),
          chosen: ia === best,
          why: ia === best ? 'the best by scope, interface and common prefix' : 'another one fits better',
          origin: ia.origin,
        })),
      ),
    );
  }
  if (best !== null) used(host, best.origin);
  decide(
    host,
    source,
    best === null ? source.none : source.found,
    RECORDING && {
      dst: dst.slice(),
      src: best === null ? 'none' : { value: best.addr.slice(), origin: best.origin },
    },
  );
  return best?.addr ?? null;
}

/** True when `a` comes before `b` by the rules of RFC 3484 5, of which the first that tells them apart decides. */
function isBetter(
  a: In6Ifaddr,
  aIfp: Ifnet,
  b: In6Ifaddr,
  bIfp: Ifnet,
  dst: Uint8Array,
  ifp: Ifnet,
): boolean {
  const byScope = compareScope(a.addr, b.addr, dst);
  if (byScope !== 0) return byScope > 0;
  const aOld = (a.flags & IN6_IFF_DEPRECATED) !== 0;
  const bOld = (b.flags & IN6_IFF_DEPRECATED) !== 0;
  if (aOld !== bOld) return bOld;
  if ((aIfp === ifp) !== (bIfp === ifp)) return aIfp === ifp;
  return commonBits(a.addr, dst) > commonBits(b.addr, dst);
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
