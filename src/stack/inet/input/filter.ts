/** The input filters of ip_input. */
import { get32 } from '../../../wire/bytes';
import { IP_DST } from '../../../wire/ipv4';
import { errnoName } from '../../errno';
import type { Host } from '../../host';
import { FORWARD, GONE, OURS } from '../../inet6/input/way';
import type { Ifnet } from '../../net/if';
import type { Mbuf } from '../../net/mbuf';
import { ifOperand } from '../../operands';
import { PFIL_CONSUMED, PFIL_IN } from '../../surroundings';
import { CONSUMED, DROPPED, decide, decision, settle } from '../../trace';

const inputFilter = decision('ip_input.input-filter', {
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
  reference: 'pfil(9); ip_input (netinet/ip_input.c)',
});

/**
 * Shows the packet to the input filters; GONE when one took or refused it. FORWARD says that its destination
 * is another now, so that no redirect is sent.
 */
export function runInputFilters(host: Host, m: Mbuf, ifp: Ifnet): number {
  let error = 0;
  let outcome = inputFilter.none;
  if (host.pfil4) {
    const before = get32(m.data, m.off + IP_DST);
    error = host.surroundings.pfil_run_hooks(host, m, ifp, PFIL_IN);
    outcome = filterOutcome(error, before === get32(m.data, m.off + IP_DST));
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
