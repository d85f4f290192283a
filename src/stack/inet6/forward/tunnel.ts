/**
 * What the tunnels of an outbound security policy make of a forwarded packet, and the way that the outer
 * packet takes.
 */
import { EHOSTUNREACH, EMSGSIZE, ENETUNREACH, ENOBUFS, ENOENT, ENOMEM, errnoName } from '../../errno';
import type { Host } from '../../host';
import { describePolicy, policyOperand } from '../../ipsec/getpolicy';
import type { Secpolicy } from '../../ipsec/policy';
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
  printf,
  settle,
  switched,
} from '../../trace';
import { lines } from './source';

/**
 * `clear`: goes on unprotected. `ended`: dropped, or sent as a packet of our own. Else tunnelled in place,
 * over the route found.
 */
export type Protection = 'clear' | 'ended' | TunnelRoute;

/** Tunnel processing that has found the way out as well. */
type TunnelRoute = IpsecOutputState & {
  readonly rt: NonNullable<IpsecOutputState['rt']>;
  readonly dst: Uint8Array;
};

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

/** Hands the packet to tunnel processing. */
export function tunnel(host: Host, m: Mbuf, sp: Secpolicy, mcopy: Mbuf | null): Protection {
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

/**
 * Only a packet whose first buffer held just its header comes here with a route: all else was handed over or
 * left as it was.
 */
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
