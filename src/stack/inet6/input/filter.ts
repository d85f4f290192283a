/** Steps 9 and 10 of ip6_input: the input filters, and the zones of the addresses. */
import { equalBytes, get16 } from '../../../wire/bytes';
import { IP6_DST, IP6_HDRLEN, IP6_SRC } from '../../../wire/ipv6';
import { errnoName } from '../../errno';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import { type Mbuf, m_unshare } from '../../net/mbuf';
import { ifOperand } from '../../operands';
import { PFIL_CONSUMED, PFIL_IN } from '../../surroundings';
import { CONSUMED, DROPPED, decide, decision, settle } from '../../trace';
import { hasEmbeddedZone, in6_setscope, in6_zone } from '../scope6';
import { FORWARD, GONE, OURS } from './way';

const inputFilter = decision('ip6_input.input-filter', {
  question: 'What did the input filters do?',
  outcomes: {
    none: 'There are none.',
    passed: 'They let it pass.',
    rewritten: 'They gave it another destination.',
    refused: {
      answer: 'They refused it with {error}.',
      verdict: 'an input filter refused it on {rcvif} ({error})',
    },
    taken: { answer: 'They took it.', verdict: 'an input filter took the packet' },
  },
  reference: 'pfil(9); ip6_input (netinet6/ip6_input.c)',
});

const zone = decision('ip6_input.zone', {
  question: 'Do the addresses fit the zone of the interface?',
  outcomes: {
    fits: 'Yes.',
    'zone-on-wire': {
      malformed: true,
      answer: 'No: {address} has bytes of a zone in it, which never leave a machine.',
      verdict: '{address} carries a zone within the address, which must not leave a machine',
    },
    'loopback-address': {
      malformed: true,
      answer: 'No: ::1 came in by {rcvif}, which is no loopback interface.',
      verdict: 'the loopback address ::1 came in by {rcvif}',
    },
  },
  reference: 'RFC 4007 9; RFC 4291 2.5.3; ip6_input, in6_setscope (netinet6)',
});

/**
 * Step 9: shows the packet to the input filters; GONE when one took or refused it. FORWARD here says that the
 * destination was rewritten, so that the packet counts as source routed.
 */
export function runInputFilters(host: Host, m: Mbuf, ifp: Ifnet): number {
  let error = 0;
  let outcome = inputFilter.none;
  if (host.pfil6) {
    const before = m.data.slice(m.off + IP6_DST, m.off + IP6_HDRLEN);
    error = host.surroundings.pfil_run_hooks(host, m, ifp, PFIL_IN);
    outcome = filterOutcome(error, equalBytes(before, 0, m.data, m.off + IP6_DST, 16));
  }
  decide(host, inputFilter, outcome, RECORDING && { error: errnoName(error), rcvif: ifOperand(ifp) });
  if (outcome === inputFilter.none || outcome === inputFilter.passed) return OURS;
  if (outcome === inputFilter.rewritten) return FORWARD;
  settle(host, outcome === inputFilter.taken ? CONSUMED : DROPPED);
  return GONE;
}

function filterOutcome(error: number, sameDestination: boolean): number {
  if (error === PFIL_CONSUMED) return inputFilter.taken;
  if (error !== 0) return inputFilter.refused;
  return sameDestination ? inputFilter.passed : inputFilter.rewritten;
}

/**
 * Step 10: writes the zone of the interface into the addresses that have one; false when they do not fit,
 * which no interface counter shows.
 */
export function setZones(host: Host, m: Mbuf, ifp: Ifnet): boolean {
  const src = m.off + IP6_SRC;
  const dst = m.off + IP6_DST;
  const outcome = zoneOutcome(m.data, src, dst, ifp);
  decide(
    host,
    zone,
    outcome,
    RECORDING && {
      rcvif: ifOperand(ifp),
      address: m.data.subarray(hasZoneOnWire(m.data, src) ? src : dst).slice(0, 16),
    },
  );
  if (outcome !== zone.fits) {
    host.ip6stat.ip6s_badscope++;
    settle(host, DROPPED);
    return false;
  }
  // Most addresses are global, and the bytes of a shared packet are copied before they change.
  if (hasEmbeddedZone(m.data, src) || hasEmbeddedZone(m.data, dst)) {
    m_unshare(m);
    in6_setscope(m.data, m.off + IP6_SRC, ifp);
    in6_setscope(m.data, m.off + IP6_DST, ifp);
  }
  return true;
}

function zoneOutcome(data: Uint8Array, src: number, dst: number, ifp: Ifnet): number {
  if (hasZoneOnWire(data, src) || hasZoneOnWire(data, dst)) return zone.zoneOnWire;
  if (in6_zone(data, src, ifp) < 0 || in6_zone(data, dst, ifp) < 0) return zone.loopbackAddress;
  return zone.fits;
}

function hasZoneOnWire(data: Uint8Array, off: number): boolean {
  return hasEmbeddedZone(data, off) && get16(data, off + 2) !== 0;
}
