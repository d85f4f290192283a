/** The outbound security policy of a forwarded packet. */
import type { Host } from '../../host';
import { IP_FORWARDING } from '../../inet/output/flags';
import { ipsec6_getpolicybyaddr, policyOperand, selectorText } from '../../ipsec/getpolicy';
import {
  IPSEC_DIR_OUTBOUND,
  IPSEC_MODE_ANY,
  IPSEC_MODE_TUNNEL,
  IPSEC_POLICY_BYPASS,
  IPSEC_POLICY_DISCARD,
  IPSEC_POLICY_IPSEC,
  IPSEC_POLICY_NONE,
  policyName,
  type Secpolicy,
} from '../../ipsec/policy';
import type { Mbuf } from '../../net/mbuf';
import {
  branch,
  branchAfter,
  DROPPED,
  decide,
  decision,
  leaked,
  printf,
  settle,
  switched,
} from '../../trace';
import { lines } from './source';
import { type Protection, tunnel } from './tunnel';

/** Applies the outbound policy to the packet. */
export function protect(host: Host, m: Mbuf, mcopy: Mbuf | null): Protection {
  const sp = lookUpPolicy(host, m, mcopy);
  if (sp === null) return 'ended';
  const action = actOnPolicy(host, sp, mcopy);
  if (action === policyAction.discard) return 'ended';
  if (action !== policyAction.ipsec) return 'clear';
  if (isRequestMissing(host, sp, mcopy)) return 'ended';
  if (!asksForTunnel(host, sp)) return 'clear';
  return tunnel(host, m, sp, mcopy);
}

const policyLookup = decision('ip6_forward.policy-lookup', {
  question: 'Is there an outbound security policy for the packet, if only the default one?',
  outcomes: {
    failed: {
      answer: 'No: the look-up failed.',
      verdict: 'no outbound security policy could be looked up for it',
    },
    found: 'Yes: {policy}.',
  },
  kernel: lines(191, 205),
  reference: 'RFC 4301 4.4.1, 5.1',
});

function lookUpPolicy(host: Host, m: Mbuf, mcopy: Mbuf | null): Secpolicy | null {
  const sp = ipsec6_getpolicybyaddr(host, m, IPSEC_DIR_OUTBOUND, IP_FORWARDING);
  branch(host, 193, sp === null);
  decide(
    host,
    policyLookup,
    sp === null ? policyLookup.failed : policyLookup.found,
    RECORDING && { policy: sp === null ? null : policyOperand(sp) },
  );
  if (sp !== null) return sp;
  settle(host, DROPPED);
  host.ipsec6stat.out_inval++;
  host.ip6stat.ip6s_cantforward++;
  branchAfter(host, 196, mcopy !== null);
  return null;
}

const policyAction = decision('ip6_forward.policy-action', {
  question: 'What does the outbound security policy say?',
  outcomes: {
    discard: {
      answer: 'Discard.',
      verdict: 'the outbound policy for {selector} says discard',
    },
    none: 'No IPsec is needed.',
    bypass: 'The packet bypasses IPsec.',
    ipsec: 'IPsec is to be applied.',
    invalid: 'Nothing valid for forwarding: the packet goes on in the clear.',
  },
  kernel: lines(210, 259),
  reference: 'RFC 4301 4.4.1',
});

function actOnPolicy(host: Host, sp: Secpolicy, mcopy: Mbuf | null): number {
  if (RECORDING) switched(host, 210, policyName(sp.policy));
  const action = decide(
    host,
    policyAction,
    actionOf(sp.policy),
    RECORDING && { policy: policyOperand(sp), selector: { value: selectorText(sp), origin: sp.origin } },
  );
  if (action === policyAction.discard) {
    // RFC 4301 would allow an "administratively prohibited" error; this kernel sends nothing.
    settle(host, DROPPED);
    host.ipsec6stat.out_polvio++;
    host.ip6stat.ip6s_cantforward++;
    branchAfter(host, 218, mcopy !== null);
  }
  // An invalid policy fails open.
  if (action === policyAction.invalid) printf(host, 256, `ip6_forward: Invalid policy found. ${sp.policy}`);
  return action;
}

function actionOf(policy: number): number {
  switch (policy) {
    case IPSEC_POLICY_DISCARD:
      return policyAction.discard;
    case IPSEC_POLICY_BYPASS:
      return policyAction.bypass;
    case IPSEC_POLICY_NONE:
      return policyAction.none;
    case IPSEC_POLICY_IPSEC:
      return policyAction.ipsec;
    default:
      return policyAction.invalid;
  }
}

const policyRequestMissing = decision('ip6_forward.policy-request-missing', {
  question: 'Does the IPsec policy lack a transform to apply?',
  outcomes: {
    missing: {
      answer: 'Yes: it asks for IPsec without saying which.',
      verdict: 'the outbound policy {policy} asks for IPsec but names no transform',
    },
    present: 'No: it names {requests}.',
  },
  kernel: lines(235, 249),
  reference: 'RFC 4301 4.4.1.2; ip6_forward (netinet6/ip6_forward.c)',
});

function isRequestMissing(host: Host, sp: Secpolicy, mcopy: Mbuf | null): boolean {
  const missing = branch(host, 235, sp.req.length === 0);
  const outcome = decide(
    host,
    policyRequestMissing,
    missing ? policyRequestMissing.missing : policyRequestMissing.present,
    RECORDING && { policy: policyOperand(sp), requests: sp.req.length },
  );
  if (outcome === policyRequestMissing.present) return false;
  settle(host, DROPPED);
  printf(host, 237, 'ip6_forward: No IPsec request specified.');
  host.ip6stat.ip6s_cantforward++;
  branchAfter(host, 240, mcopy !== null);
  return true;
}

const tunnelRequest = decision('ip6_forward.tunnel-request', {
  question: 'Does the policy ask for a tunnel?',
  outcomes: {
    tunnel: 'Yes: a request is in tunnel mode, or in any mode.',
    'transport-only': 'No: transport mode is ignored in forwarding, the packet goes on in the clear.',
  },
  kernel: lines(274, 285),
  reference: 'RFC 4301 5.1 (a gateway must tunnel)',
});

function asksForTunnel(host: Host, sp: Secpolicy): boolean {
  const asks = hasTunnelRequest(host, sp);
  if (!asks) branch(host, 284, true);
  const outcome = decide(
    host,
    tunnelRequest,
    asks ? tunnelRequest.tunnel : tunnelRequest.transportOnly,
    RECORDING && { policy: policyOperand(sp), modes: sp.req.map(isr => isr.mode).join(' ') },
  );
  if (outcome === tunnelRequest.tunnel) return true;
  // The reference to the policy is never given back on this way.
  leaked(host, 'policy');
  return false;
}

function hasTunnelRequest(host: Host, sp: Secpolicy): boolean {
  for (const isr of sp.req) {
    if (branch(host, 275, isr.mode === IPSEC_MODE_ANY)) return true;
    if (branch(host, 277, isr.mode === IPSEC_MODE_TUNNEL)) return true;
  }
  return false;
}
