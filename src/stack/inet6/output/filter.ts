/** Step 17 of ip6_output: the output filters. */
import { IP6_DST, IP6_HDRLEN } from '../../../wire/ipv6';
import { EHOSTUNREACH, errnoName } from '../../errno';
import type { Host } from '../../host';
import type { Mbuf } from '../../net/mbuf';
import { PFIL_CONSUMED, PFIL_OUT } from '../../surroundings';
import { decide, decision } from '../../trace';
import { findWay, type Way } from './route';
import { sendOrFragment } from './size';

const filter = decision('ip6_output.output-filter', {
  question: 'What did the output filters do with a packet of ours?',
  outcomes: {
    none: 'There are none.',
    passed: 'They let it pass.',
    rewritten: 'They gave it another destination: it is routed again.',
    refused: 'They refused it ({error}).',
    taken: 'They took it.',
  },
  reference: 'pfil(9); ip6_output (netinet6/ip6_output.c)',
});

/** Shows the packet to the filters and sends what they let pass: 0 or an error number. */
export function filterAndSend(host: Host, m: Mbuf, way: Way, flags: number): number {
  const before = host.pfil6 ? m.data.slice(m.off + IP6_DST, m.off + IP6_HDRLEN) : null;
  const error = before === null ? 0 : host.surroundings.pfil_run_hooks(host, m, way.ifp, PFIL_OUT);
  const outcome = filterOutcome(m, before, error);
  decide(host, filter, outcome, RECORDING && { error: errnoName(error) });
  if (outcome === filter.refused) return error;
  if (outcome === filter.taken) return 0;
  const last = outcome === filter.rewritten ? findWay(host, m, null) : way;
  return last === null ? EHOSTUNREACH : sendOrFragment(host, m, last, flags);
}

function filterOutcome(m: Mbuf, before: Uint8Array | null, error: number): number {
  if (before === null) return filter.none;
  if (error === PFIL_CONSUMED) return filter.taken;
  if (error !== 0) return filter.refused;
  return before.every((byte, i) => byte === m.data[m.off + IP6_DST + i]) ? filter.passed : filter.rewritten;
}
