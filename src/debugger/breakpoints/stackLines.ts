/** Lines of a `.stack` file as places to stop: where what a line made is chosen, matched, or receives. */
import type { StackDocument } from '../../config';
import type { Recorded } from '../../replay/replay';
import type { Step } from '../../stack/recorder';
import type { Operand, Origin } from '../../stack/trace';

/** Commands whose lines nothing that happens to a packet can lead back to. */
const silent = new Set(['options', 'hostname', 'seed', 'expect', 'sysctl']);

/** Lines (from 1) that can stop, in order. */
export function stoppableLines(document: StackDocument): number[] {
  return document.commands.filter(command => !silent.has(command.kind)).map(command => command.origin.line);
}

/** The steps of an event at which the line had a part: the packet came in by it, or its decision chose what the line made. */
export function* stackLineSteps(recorded: Recorded, line: number): Iterable<number> {
  for (const [k, step] of recorded.steps.entries())
    if (originsOf(step).some(one => one.line === line)) yield k;
}

/** The lines that had a part in a step. */
export function originsOf(step: Step): Origin[] {
  const origins: Origin[] = [];
  for (const operand of Object.values(step.operands)) {
    const origin = originOf(operand);
    if (origin !== null) origins.push(origin);
  }
  for (const candidate of step.candidates) {
    if (candidate.chosen && candidate.origin !== null) origins.push(candidate.origin);
  }
  return origins;
}

function originOf(operand: Operand): Origin | null {
  if (typeof operand !== 'object' || operand === null || operand instanceof Uint8Array) return null;
  return operand.origin ?? null;
}
