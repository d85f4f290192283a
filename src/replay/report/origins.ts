/** The lines of `.stack` files that an event rests on. */

import type { Origin } from '../../stack/trace';
import type { Recorded } from '../recorded';

/** Places in the order of files and lines, each once: of what was used, chosen, or looked at. */
export function originsOf({ steps }: Recorded): Origin[] {
  const found = new Map<string, Origin>();
  const note = (origin: Origin | null | undefined): void => {
    if (origin) found.set(`${origin.file}:${origin.line}`, origin);
  };
  for (const step of steps) {
    for (const origin of step.used) note(origin);
    for (const { chosen, origin } of step.candidates) if (chosen) note(origin);
    for (const operand of Object.values(step.operands)) {
      if (typeof operand === 'object' && operand !== null && 'origin' in operand) note(operand.origin);
    }
  }
  return [...found.values()].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
}
