/** What stands behind a verdict whose decision only passes on what a filter or a link answered. */
import type { Step } from '../stack/recorder';
import type { Recorded } from './recorded';
import { outcomeWords } from './words';

/** Decisions that answer the functions above them by no more than an error number. */
const answering: ReadonlySet<string> = new Set(['ipfw_chk.rule', 'if_output.link']);

/**
 * The step that made the settled one fall as it did: a rule of ipfw that denied, a route that takes nothing;
 * null for none.
 */
export function causeOf({ settled, steps }: Pick<Recorded, 'settled' | 'steps'>): Step | null {
  if (settled === null) return null;
  for (let i = steps.indexOf(settled) - 1; i >= 0; i--) {
    const step = steps[i];
    // Only what was called on the way to the decision answered it.
    if (step.kind === 'decision' && step.depth <= settled.depth) return null;
    if (answering.has(step.point?.id ?? '') && outcomeWords(step)?.verdict !== undefined) return step;
  }
  return null;
}
