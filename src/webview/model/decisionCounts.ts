/** How often a replay took each decision, and how it fell. */
import * as running from '#stack/running';
import { outcomeCounts } from '../../debugger/statistics';
import type { DecisionCount } from '../protocol/worker';
import type { MachineRun } from './machineRun';

/**
 * Decisions taken at least once by frames of any capture, timers or commands, in the order of the catalogue.
 */
export function decisionCounts(run: MachineRun | null): DecisionCount[] {
  if (run === null) return [];
  const times = outcomeCounts(run.replay);
  return running.catalogue.flatMap(({ id, first, outcomes }) => {
    const counts = outcomes
      .map((name, i) => [name, times[first + i]] as const)
      .filter(([, count]) => count > 0);
    const count = counts.reduce((sum, [, one]) => sum + one, 0);
    return count === 0 ? [] : [{ id, count, outcomes: Object.fromEntries(counts) }];
  });
}
