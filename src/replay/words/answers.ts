/** The question of a step, and the answer as it fell. */
import type { Step } from '../../stack/recorder';
import type { OutcomeWords } from '../../stack/trace';
import { fill, type ZoneName } from './values';

/** The words of a step's outcome; null for a step that is no decision. */
export function outcomeWords(step: Pick<Step, 'point' | 'outcome'>): OutcomeWords | null {
  return step.point === null ? null : (step.point.words[step.outcome - step.point.first] ?? null);
}

/** The answer to a decision's question as it fell, with its values; null for a step that is no decision. */
export function answer(
  step: Pick<Step, 'point' | 'outcome' | 'operands'>,
  zoneName: ZoneName,
): string | null {
  const words = outcomeWords(step);
  return words === null ? null : fill(words.answer, step.operands, zoneName);
}

/** The question of a step about this packet; null for a step that is no decision. */
export function question(step: Pick<Step, 'point' | 'operands'>, zoneName: ZoneName): string | null {
  return step.point === null ? null : fill(step.point.question, step.operands, zoneName);
}
