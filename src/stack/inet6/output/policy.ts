/**
 * Steps 2, 5 and 10 of ip6_output: what the outbound policy says of a packet of ours, and the transforms that
 * it asks for.
 */
import { EINVAL, EOPNOTSUPP } from '../../errno';
import type { Host } from '../../host';
import { ipsec6_getpolicybyaddr } from '../../ipsec/getpolicy';
import {
  IPSEC_DIR_OUTBOUND,
  IPSEC_MODE_TUNNEL,
  IPSEC_POLICY_DISCARD,
  IPSEC_POLICY_IPSEC,
  policyName,
  type Secpolicy,
} from '../../ipsec/policy';
import type { Mbuf } from '../../net/mbuf';
import { decide, decision } from '../../trace';

const policyAction = decision('ip6_output.policy-action', {
  question: 'What does the outbound policy say of a packet of ours?',
  outcomes: {
    clear: 'It leaves as it is.',
    discard: 'It is discarded.',
    ipsec: 'IPsec is to be applied.',
    'request-missing': 'It asks for IPsec without saying which: the packet is dropped.',
  },
  reference: 'RFC 4301 5.1; ip6_output (netinet6/ip6_output.c)',
});

/**
 * An outbound policy with transforms to apply; none with 0 when the packet leaves as it is, with an error
 * number when it is gone.
 */
type OutboundPolicy =
  | { readonly sp: Secpolicy; readonly error: 0 }
  | { readonly sp: null; readonly error: number };

const CLEAR: OutboundPolicy = { sp: null, error: 0 };

/** Step 2: looks the policy up. */
export function outboundPolicy(host: Host, m: Mbuf): OutboundPolicy {
  const sp = ipsec6_getpolicybyaddr(host, m, IPSEC_DIR_OUTBOUND, 0);
  const outcome = policyOutcome(sp);
  decide(
    host,
    policyAction,
    outcome,
    RECORDING && {
      policy: { value: sp === null ? 'none' : policyName(sp.policy), origin: sp?.origin ?? null },
    },
  );
  if (sp === null || outcome === policyAction.clear) return CLEAR;
  if (outcome === policyAction.ipsec) return { sp, error: 0 };
  if (outcome === policyAction.requestMissing) return { sp: null, error: EINVAL };
  host.ipsec6stat.out_polvio++;
  return { sp: null, error: EOPNOTSUPP };
}

/** Step 10: the tunnels of the policy. 0, or an error number when the packet is gone. */
export function applyTunnels(host: Host, m: Mbuf, sp: Secpolicy): number {
  if (!sp.req.some(isr => isr.mode === IPSEC_MODE_TUNNEL)) return 0;
  return host.surroundings.ipsec6_output_tunnel(host, { m, rt: null, dst: null, moved: false }, sp, 0);
}

function policyOutcome(sp: Secpolicy | null): number {
  if (sp === null) return policyAction.clear;
  if (sp.policy === IPSEC_POLICY_DISCARD) return policyAction.discard;
  if (sp.policy !== IPSEC_POLICY_IPSEC) return policyAction.clear;
  return sp.req.length === 0 ? policyAction.requestMissing : policyAction.ipsec;
}
