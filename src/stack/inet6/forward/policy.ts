/** The outbound security policy of a forwarded packet, and what its tunnels make of the packet. */
import { EHOSTUNREACH, EMSGSIZE, ENETUNREACH, ENOBUFS, ENOENT, ENOMEM, errnoName } from '../../errno';
import type { Host } from '../../host';
import { IP_FORWARDING } from '../../inet/output/flags';
import { describePolicy, ipsec6_getpolicybyaddr, selectorText } from '../../ipsec/getpolicy';
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
import { routeOperand } from '../../operands';
import { IPV6_FORWARDING, type IpsecOutputState } from '../../surroundings';
import {
  branch,
  branchAfter,
  DROPPED,
  decide,
  decision,
  ENCAPSULATED,
  leaked,
  printf,
  type Sourced,
  settle,
  switched,
} from '../../trace';
import { lines } from './source';

/** `clear`: goes on unprotected. `ended`: dropped, or sent as a packet of our own. Else tunnelled in place, over the route found. */
export type Protection = 'clear' | 'ended' | TunnelRoute;

/** Tunnel processing that has found the way out as well. */
type TunnelRoute = IpsecOutputState & {
  readonly rt: NonNullable<IpsecOutputState['rt']>;
  readonly dst: Uint8Array;
};

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

function policyOperand(sp: Secpolicy): Sourced {
  return { value: describePolicy(sp), origin: sp.origin };
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

const tunnelOutput = decision('ip6_forward.tunnel-output', {
  question: 'Did tunnel processing succeed?',
  outcomes: {
    failed: {
      answer: 'No: error {error}.',
      verdict: '{reason}',
    },
    succeeded: 'Yes.',
  },
  kernel: lines(301, 332),
  reference: 'RFC 4301 5.1; RFC 4303; RFC 4302',
});

function tunnel(host: Host, m: Mbuf, sp: Secpolicy, mcopy: Mbuf | null): Protection {
  const state: IpsecOutputState = { m, rt: null, dst: null, moved: false };
  const error = host.surroundings.ipsec6_output_tunnel(host, state, sp, 0);
  const failed = branch(host, 306, error !== 0);
  const outcome = decide(
    host,
    tunnelOutput,
    failed ? tunnelOutput.failed : tunnelOutput.succeeded,
    RECORDING && {
      error: errnoName(error),
      policy: policyOperand(sp),
      reason: failed ? tunnelFailure(error, sp) : '',
    },
  );
  if (outcome === tunnelOutput.succeeded) return handOff(host, state, sp);
  settle(host, DROPPED);
  reportTunnelError(host, error);
  host.ip6stat.ip6s_cantforward++;
  branchAfter(host, 323, mcopy !== null);
  return 'ended';
}

/** Why tunnel processing ends the packet. */
function tunnelFailure(error: number, sp: Secpolicy): string {
  const policy = `the policy ${describePolicy(sp)}`;
  if (error === ENOENT) return `no security association gives it the protection that ${policy} requires`;
  if (error === EHOSTUNREACH) return `no route leads to the far end of the tunnel of ${policy}`;
  return `tunnel processing for ${policy} failed with ${errnoName(error)}`;
}

const tunnelErrorReport = decision('ip6_forward.tunnel-error-report', {
  question: 'Is the error of tunnel processing worth a line on the console?',
  outcomes: {
    quiet: 'No: {error} is not shown to the user.',
    printed: 'Yes: {error} is unexpected.',
  },
  kernel: lines(308, 321),
  reference: 'ip6_forward (netinet6/ip6_forward.c)',
});

function reportTunnelError(host: Host, error: number): void {
  if (RECORDING) switched(host, 308, errnoName(error));
  const outcome = decide(
    host,
    tunnelErrorReport,
    isExpectedTunnelError(error) ? tunnelErrorReport.quiet : tunnelErrorReport.printed,
    RECORDING && { error: errnoName(error) },
  );
  // The line names another function than the one that prints it.
  if (outcome === tunnelErrorReport.printed) printf(host, 316, `ip6_output (ipsec): error code ${error}`);
}

function isExpectedTunnelError(error: number): boolean {
  switch (error) {
    case EHOSTUNREACH:
    case ENETUNREACH:
    case EMSGSIZE:
    case ENOBUFS:
    case ENOMEM:
    case ENOENT:
      return true;
    default:
      return false;
  }
}

const tunnelHandoff = decision('ip6_forward.tunnel-handoff', {
  question: 'Was the packet put into another one?',
  outcomes: {
    moved: {
      answer: 'Yes: its start has moved, so it is sent as a packet of our own.',
      verdict: 'by the policy {policy}',
    },
    'in-place': 'No: it starts where it did, so forwarding goes on.',
  },
  kernel: lines(334, 342),
  reference: 'RFC 4301 5.1.2',
});

function handOff(host: Host, state: IpsecOutputState, sp: Secpolicy): Protection {
  const moved = branch(host, 334, state.moved);
  const outcome = decide(
    host,
    tunnelHandoff,
    moved ? tunnelHandoff.moved : tunnelHandoff.inPlace,
    RECORDING && { policy: policyOperand(sp), length: state.m.len },
  );
  if (outcome === tunnelHandoff.inPlace) return tunnelWay(host, state);
  settle(host, ENCAPSULATED);
  // Whether that can be sent is nobody's concern here.
  host.surroundings.ip6_output(host, state.m, IPV6_FORWARDING);
  return 'ended';
}

const tunnelRoute = decision('ip6_forward.tunnel-route', {
  question: 'Did tunnel processing find a route and a next hop?',
  outcomes: {
    both: 'Yes: the outer packet goes over {route}.',
    missing: 'No: the packet is routed like any other.',
  },
  kernel: lines(345, 348),
  reference: 'RFC 4301 5.1; ip6_forward (netinet6/ip6_forward.c)',
});

/** Only a packet whose first buffer held just its header comes here with a route: all else was handed over or left as it was. */
function tunnelWay(host: Host, state: IpsecOutputState): Protection {
  const both = branch(host, 347, hasWay(state));
  const outcome = decide(
    host,
    tunnelRoute,
    both ? tunnelRoute.both : tunnelRoute.missing,
    RECORDING && { route: routeOperand(state.rt), dst: state.dst === null ? null : state.dst.slice() },
  );
  return outcome === tunnelRoute.both && hasWay(state) ? state : 'clear';
}

function hasWay(state: IpsecOutputState): state is TunnelRoute {
  return state.dst !== null && state.rt !== null;
}
