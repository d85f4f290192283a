/** Programs on divert sockets in words: which one an event is about, and what it wrote into the packet. */
import type { Step } from '../stack/recorder';
import type { Origin } from '../stack/trace';
import type { Recorded } from './recorded';
import { formatValue, operandValue, type ZoneName } from './words';

const ANSWER = 'divert_program.answer';
const REWRITE = 'divert_program.rewrite';

/** The kernel's side never enters it: a frame of this name is the program itself. */
export const PROGRAM = 'divert_program';

/** `program on port 8668`; null for an event in which no program does anything. */
export function programName({ steps }: Pick<Recorded, 'steps'>): string | null {
  const step = steps.find(one => one.point?.id === ANSWER);
  return step === undefined ? null : `program on port ${operandValue(step.operands.port)}`;
}

/**
 * The `divert` line that the program follows, looked for from its step `at` on; null where no line is for the
 * packet.
 */
export function programLine(steps: readonly Step[], at: number): Origin | null {
  for (const step of steps.slice(at))
    if (step.used.length > 0 && step.function === PROGRAM) return step.used[0];
  return null;
}

/** What the program wrote, as a sentence; empty when it wrote nothing. */
export function programSentence({ steps }: Pick<Recorded, 'steps'>, zoneName: ZoneName): string {
  const step = steps.find(one => one.point?.id === REWRITE);
  if (step === undefined) return '';
  const said = (name: string) => formatValue(operandValue(step.operands[name]), zoneName);
  const lacking = operandValue(step.operands.lacking) !== null;
  return lacking
    ? `The program wrote nothing, for the packet has no ${said('lacking')}.`
    : `The program wrote ${said('fields')}.`;
}
