/** The output filters of ip_output. */
import { get32 } from '../../../wire/bytes';
import { IP_DST } from '../../../wire/ipv4';
import { errnoName } from '../../errno';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import type { Mbuf } from '../../net/mbuf';
import { ifOperand } from '../../operands';
import { PFIL_CONSUMED, PFIL_OUT } from '../../surroundings';
import { CONSUMED, decide, decision, settle } from '../../trace';
import { dropForwarded } from './cast';
import { IP_FORWARDING } from './flags';

const filter = decision('ip_output.output-filter', {
  question: 'What did the output filters do?',
  outcomes: {
    none: 'There are none.',
    passed: 'They let it pass.',
    rewritten: 'They gave it another destination: it is routed again.',
    refused: {
      answer: 'They refused it with {error}.',
      verdict: 'an output filter refused it on {outif} ({error})',
    },
    taken: { answer: 'They took it.', verdict: 'an output filter on {outif} took it' },
  },
  reference: 'pfil(9); ip_output (netinet/ip_output.c)',
});

/** Answers of runOutputFilters beside the error number of a refusal. */
export const PASSED = 0;
export const TAKEN = -1;
export const REROUTE = -2;

/** PASSED, TAKEN, REROUTE, or the error number of a refusal. */
export function runOutputFilters(host: Host, m: Mbuf, ifp: Ifnet, flags: number): number {
  const before = get32(m.data, m.off + IP_DST);
  const error = host.pfil4 ? host.surroundings.pfil_run_hooks(host, m, ifp, PFIL_OUT) : 0;
  const outcome = judge(host, error, before === get32(m.data, m.off + IP_DST));
  decide(host, filter, outcome, RECORDING && { error: errnoName(error), outif: ifOperand(ifp) });
  switch (outcome) {
    case filter.refused:
      dropForwarded(host, flags);
      return error;
    case filter.taken:
      if ((flags & IP_FORWARDING) !== 0) settle(host, CONSUMED);
      return TAKEN;
    default:
      return outcome === filter.rewritten ? REROUTE : PASSED;
  }
}

function judge(host: Host, error: number, sameDestination: boolean): number {
  if (!host.pfil4) return filter.none;
  if (error === PFIL_CONSUMED) return filter.taken;
  if (error !== 0) return filter.refused;
  return sameDestination ? filter.passed : filter.rewritten;
}
