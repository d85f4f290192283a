/**
 * Routing headers of packets addressed to us (netinet6/route6.c). Type 0 was deprecated in 2007 (RFC 5095),
 * after this kernel; a setting of the kernels that followed refuses it.
 */
import { get32 } from '../../wire/bytes';
import { ICMP6_PARAM_PROB, ICMP6_PARAMPROB_HEADER } from '../../wire/icmp6';
import { IP6_DST } from '../../wire/ipv6';
import type { Host } from '../host';
import type { Ifnet } from '../net/if';
import { type Mbuf, m_unshare } from '../net/mbuf';
import { DROPPED, decide, decision, enter, leave, settle } from '../trace';
import { in6_ifawithaddrIfp } from './in6';
import { isMapped } from './input/wellFormed';
import { ip6_forward } from './ip6Forward';
import { in6_clearscope, in6_setscope, isLoopbackAddress, isUnspecified } from './scope6';

const routing = decision('route6_input.header', {
  question: 'What does the routing header ask for?',
  outcomes: {
    done: 'Nothing more: no segment is left.',
    forward: 'That the packet go on to {next}.',
    'cut-off': {
      malformed: true,
      answer: 'The packet ends within it.',
      verdict: 'the packet ends within its routing header',
    },
    'unknown-type': {
      answer: 'Type {type} is not known here, and {segleft} segments are left.',
      verdict: 'its routing header has type {type}, which is not known here, and segments left',
    },
    refused: {
      answer:
        'That the packet go on, which routing headers of type 0 no longer may (net.inet6.ip6.rthdr0_allowed is 0).',
      verdict: 'its routing header has type 0, which is refused here (net.inet6.ip6.rthdr0_allowed is 0)',
    },
    'odd-length': {
      malformed: true,
      answer: 'Its length {length} is odd, so it does not hold whole addresses.',
      verdict: 'its routing header has the odd length {length}',
    },
    'too-many-segments': {
      malformed: true,
      answer: '{segleft} segments are left of only {addresses}.',
      verdict: 'its routing header says that {segleft} segments are left, and holds {addresses}',
    },
    'bad-address': {
      malformed: true,
      answer: 'That it go on to {next}, which is no address of a machine.',
      verdict: 'the next address of its routing header, {next}, is no unicast address',
    },
    'bad-zone': {
      answer: 'That it go on to {next}, which has no zone on that interface.',
      verdict: 'the next address of its routing header, {next}, does not fit the interface',
    },
  },
  reference: 'RFC 2460 4.4, RFC 5095, RFC 4007 9; route6_input, ip6_rthdr0 (netinet6/route6.c)',
});

const LENGTH = 1;
const TYPE = 2;
const SEGLEFT = 3;

/**
 * Processes the routing header at `off`: where the next header begins, or -1 when the packet went elsewhere.
 */
export function route6_input(host: Host, m: Mbuf, off: number): number {
  enter(host, 'route6_input', m);
  const next = routeInput(host, m, off);
  leave(host);
  return next;
}

function routeInput(host: Host, m: Mbuf, off: number): number {
  const ifp = in6_ifawithaddrIfp(host, m) ?? (m.rcvif as Ifnet);
  const outcome = judge(host, m, off, ifp);
  const at = m.off + off;
  decide(
    host,
    routing,
    outcome,
    RECORDING && {
      type: { value: m.data[at + TYPE], at: { offset: off + TYPE, length: 1 } },
      segleft: { value: m.data[at + SEGLEFT], at: { offset: off + SEGLEFT, length: 1 } },
      length: { value: m.data[at + LENGTH], at: { offset: off + LENGTH, length: 1 } },
      addresses: m.data[at + LENGTH] >> 1,
      next: m.data.subarray(nextAddressAt(m, off)).slice(0, 16),
    },
  );
  if (outcome === routing.done) return off + (m.data[at + LENGTH] + 1) * 8;
  if (outcome === routing.forward) goOn(host, m, off, ifp);
  else refuse(host, m, off, outcome);
  return -1;
}

function judge(host: Host, m: Mbuf, off: number, ifp: Ifnet): number {
  const at = m.off + off;
  if (m.len < off + 8 || m.len < off + (m.data[at + LENGTH] + 1) * 8) return routing.cutOff;
  if (m.data[at + SEGLEFT] === 0) return routing.done;
  if (m.data[at + TYPE] !== 0) return routing.unknownType;
  if (host.sysctl.rthdr0_allowed === 0) return routing.refused;
  if ((m.data[at + LENGTH] & 1) !== 0) return routing.oddLength;
  if (m.data[at + LENGTH] >> 1 < m.data[at + SEGLEFT]) return routing.tooManySegments;
  const next = nextAddressAt(m, off);
  if (!isMachineAddress(m.data, next) || m.data[m.off + IP6_DST] === 0xff) return routing.badAddress;
  const zoned = m.data.slice(next, next + 16);
  return in6_setscope(zoned, 0, ifp) < 0 ? routing.badZone : routing.forward;
}

/** Where the next address stands in `m.data`. */
function nextAddressAt(m: Mbuf, off: number): number {
  const at = m.off + off;
  return at + 8 + ((m.data[at + LENGTH] >> 1) - m.data[at + SEGLEFT]) * 16;
}

/** False for groups, :: and addresses that embed an IPv4 one. */
function isMachineAddress(data: Uint8Array, at: number): boolean {
  if (data[at] === 0xff || isMapped(data, at)) return false;
  const compatible = get32(data, at) === 0 && get32(data, at + 4) === 0 && get32(data, at + 8) === 0;
  return !compatible || (isLoopbackAddress(data, at) && !isUnspecified(data, at));
}

/**
 * Swaps the destination with the next address and forwards; the zone of the new destination is that of the
 * current hop.
 */
function goOn(host: Host, m: Mbuf, off: number, ifp: Ifnet): void {
  m_unshare(m);
  const next = nextAddressAt(m, off);
  const dst = m.off + IP6_DST;
  m.data[m.off + off + SEGLEFT]--;
  for (let i = 0; i < 16; i++) {
    const byte = m.data[next + i];
    m.data[next + i] = m.data[dst + i];
    m.data[dst + i] = byte;
  }
  in6_clearscope(m.data, next);
  in6_setscope(m.data, dst, ifp);
  ip6_forward(host, m, true);
}

function refuse(host: Host, m: Mbuf, off: number, outcome: number): void {
  settle(host, DROPPED);
  if (outcome === routing.cutOff) {
    host.ip6stat.ip6s_tooshort++;
    (m.rcvif as Ifnet).in6_ifstat.ifs6_in_truncated++;
    return;
  }
  if (outcome === routing.badZone) {
    host.ip6stat.ip6s_badscope++;
    return;
  }
  host.ip6stat.ip6s_badoptions++;
  if (outcome === routing.badAddress) return;
  const wrong = wrongField(outcome);
  host.surroundings.icmp6_error(host, m, ICMP6_PARAM_PROB, ICMP6_PARAMPROB_HEADER, off + wrong);
}

/** The field of the header that the sender is told of. */
function wrongField(outcome: number): number {
  if (outcome === routing.unknownType || outcome === routing.refused) return TYPE;
  return outcome === routing.oddLength ? LENGTH : SEGLEFT;
}
