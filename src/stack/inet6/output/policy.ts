/** Step 2 of ip6_output: what the outbound policy says of a packet of ours. */
import { EOPNOTSUPP } from '../../errno';
import type { Host } from '../../host';
import { ipsec6_getpolicybyaddr } from '../../ipsec/getpolicy';
import {
  IPSEC_DIR_OUTBOUND,
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
    ipsec: 'It asks for IPsec, whose transforms are not built yet: the packet is dropped.',
  },
  reference: 'RFC 4301 5.1; ip6_output (netinet6/ip6_output.c)',
});

/** 0 when the packet may go on, else the error number with which it is gone. */
export function applyPolicy(host: Host, m: Mbuf): number {
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
  if (outcome === policyAction.clear) return 0;
  if (outcome === policyAction.discard) host.ipsec6stat.out_polvio++;
  else host.ipsec6stat.out_nosa++;
  return EOPNOTSUPP;
}

function policyOutcome(sp: Secpolicy | null): number {
  if (sp === null) return policyAction.clear;
  if (sp.policy === IPSEC_POLICY_DISCARD) return policyAction.discard;
  return sp.policy === IPSEC_POLICY_IPSEC ? policyAction.ipsec : policyAction.clear;
}
