/**
 * Which association serves a request of a policy (key_allocsa_policy, key_do_allocsa_policy in netkey/key.c).
 */
import type { Host } from '../host';
import type { Mbuf } from '../net/mbuf';
import { type Candidate, considered, decide, decision, enter, leave, used } from '../trace';
import { listed } from './candidates';
import { IPSEC_MODE_ANY, IPSEC_MODE_TUNNEL, type Ipsecrequest } from './policy';
import { sameEnd } from './sad';
import { sadCache } from './sadCache';
import { describeSa, endText, type Secasvar, saModeName, saProtocolName, saState } from './secasvar';

const association = decision('key_allocsa_policy.association', {
  question: 'Which association protects packets from {src} to {dst} in this way?',
  outcomes: {
    found: 'The association {sa}.',
    none: 'None.',
  },
  reference: 'RFC 4301 4.4.2, 5.1; key_allocsa_policy (netkey/key.c)',
});

/** What an association must be to serve (struct secasindex). */
export interface Secasindex {
  readonly proto: number;
  readonly mode: number;
  readonly reqid: number;
  readonly src: Uint8Array;
  readonly dst: Uint8Array;
}

/** The association that serves a request, null when none is mature or dying. */
export function key_allocsa_policy(
  host: Host,
  m: Mbuf,
  isr: Ipsecrequest,
  saidx: Secasindex,
): Secasvar | null {
  enter(host, 'key_allocsa_policy', m);
  const sav = usableSa(host, isr, saidx);
  if (RECORDING) considered(host, () => candidates(host, saidx, sav));
  if (sav !== null) used(host, sav.origin);
  decide(
    host,
    association,
    sav === null ? association.none : association.found,
    RECORDING && {
      sa: { value: sav === null ? null : describeSa(sav), origin: sav?.origin ?? null },
      src: endText(saidx.src),
      dst: endText(saidx.dst),
      proto: saProtocolName(saidx.proto),
      mode: saModeName(saidx.mode),
      reqid: saidx.reqid,
      preferred_oldsa: host.sysctl.preferred_oldsa,
    },
  );
  leave(host);
  return sav;
}

/** The same without a word in the trace: for estimates. */
export function usableSa(host: Host, isr: Ipsecrequest, saidx: Secasindex): Secasvar | null {
  let best: Secasvar | null = null;
  for (const sav of serving(host, isr, saidx)) {
    if (saState(host, sav) === 'dead') continue;
    // The later one was added no earlier.
    if (best === null || host.sysctl.preferred_oldsa === 0) best = sav;
  }
  return best;
}

function serving(host: Host, isr: Ipsecrequest, saidx: Secasindex): readonly Secasvar[] {
  if (isr.mode !== IPSEC_MODE_TUNNEL) return host.sad.filter(sav => whyNotSa(sav, saidx) === null);
  const { ofRequest } = sadCache(host);
  let known = ofRequest.get(isr);
  if (known === undefined) {
    known = host.sad.filter(sav => whyNotSa(sav, saidx) === null);
    ofRequest.set(isr, known);
  }
  return known;
}

/** Why an association does not serve (key_cmpsaidx), in words; null when it does. */
function whyNotSa(sav: Secasvar, saidx: Secasindex): string | null {
  if (sav.proto !== saidx.proto) return `it is for ${saProtocolName(sav.proto)}`;
  if (!sameEnd(sav.src, saidx.src)) return `its source is ${endText(sav.src)}`;
  if (!sameEnd(sav.dst, saidx.dst)) return `its destination is ${endText(sav.dst)}`;
  if (saidx.reqid !== 0 && sav.reqid !== saidx.reqid) return `its id is ${sav.reqid}, not ${saidx.reqid}`;
  return sav.mode !== IPSEC_MODE_ANY && sav.mode !== saidx.mode
    ? `it is for ${saModeName(sav.mode)} mode`
    : null;
}

function candidates(host: Host, saidx: Secasindex, chosen: Secasvar | null): Candidate[] {
  const preferred = host.sysctl.preferred_oldsa === 0 ? 'newest' : 'oldest';
  return listed(host.sad, sav => sav === chosen || sameEnd(sav.dst, saidx.dst)).map(sav => {
    const state = saState(host, sav);
    const dead = state === 'dead' ? 'its lifetime is over' : null;
    const fits =
      sav === chosen ? `the ${preferred} that fits, ${state}` : `it fits, but is not the ${preferred}`;
    const why = whyNotSa(sav, saidx) ?? dead ?? fits;
    return { name: describeSa(sav), chosen: sav === chosen, why, origin: sav.origin };
  });
}
