/** `changes EXPR`: the steps by which the value of an expression has become another. */
import type { Recorded } from '../../replay/replay';
import type { Evaluator } from '../evaluator';

/** The steps at which `expression` has another value than at the step before, the event's end included. */
export function* changedAt(recorded: Recorded, expression: string, evaluator: Evaluator): Iterable<number> {
  let before: string | null = null;
  for (let step = 0; step <= recorded.steps.length; step++) {
    const now = evaluator.textIn(recorded, step, expression);
    if (before !== null && now !== null && now !== before) yield step;
    if (now !== null) before = now;
  }
}
