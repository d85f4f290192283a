/**
 * Why a packet met its fate: the sentence, then the chain of decisions that led there with all they rest on.
 */
import { eventSentence, zoneNames } from '../replay/describe';
import { placeOfStep } from '../replay/enginePlaces';
import type { Recorded } from '../replay/recorded';
import type { Replay } from '../replay/replay';
import type { FrameNames } from '../replay/rows';
import {
  answer,
  bytesText,
  formatValue,
  isSourced,
  operandValue,
  question,
  toldCandidates,
  type ZoneName,
} from '../replay/words';
import type { Step } from '../stack/recorder';
import type { Candidate, KernelPlace, Operand } from '../stack/trace';
import type { Program } from './launch';
import type { Sources } from './sources';

/** The verdict of a recorded event as one sentence. */
export function verdictOf(replay: Replay, names: FrameNames, recorded: Recorded): string {
  const { path } = replay.past(recorded.event);
  return eventSentence(replay, names, { ...recorded, path }, recorded);
}

/** The sentence and the chain, as lines of text. */
export function whyText({ replay, names }: Program, recorded: Recorded, sources: Sources): string {
  const zoneName = zoneNames(recorded.host);
  const end =
    recorded.settled === null ? recorded.steps.length : recorded.steps.indexOf(recorded.settled) + 1;
  const lines = [verdictOf(replay, names, recorded) || 'Nothing was decided about a packet.'];
  for (const [i, step] of recorded.steps.slice(0, end).entries()) {
    if (step.point === null) continue;
    lines.push('', ...stepLines(step, i, zoneName, sources));
  }
  return lines.join('\n');
}

/** The decision that settled the packet, in full; empty when none did. */
export function decidingText(recorded: Recorded, sources: Sources): string {
  const { settled, steps, host } = recorded;
  return settled === null
    ? ''
    : stepLines(settled, steps.indexOf(settled), zoneNames(host), sources).join('\n');
}

/** Every step of a recorded event as one line: where, the question, and how it fell. */
export function traceLines(recorded: Recorded): string[] {
  const zoneName = zoneNames(recorded.host);
  return recorded.steps.map(step => {
    const indent = '  '.repeat(Math.max(0, step.depth - 1));
    if (step.point === null) return `${indent}${step.function}`;
    return `${indent}  ${question(step, zoneName)} ${answer(step, zoneName) ?? ''}  [${step.point.id}]`;
  });
}

function stepLines(step: Step, i: number, zoneName: ZoneName, sources: Sources): string[] {
  const { point } = step;
  if (point === null) return [];
  const place = placeOfStep(step);
  const kernel = point.kernel === null ? '' : `, ${kernelText(point.kernel, sources)}`;
  const reference = point.reference === '-' ? '' : `, ${point.reference}`;
  return [
    `${i + 1}. ${question(step, zoneName)}`,
    `   ${answer(step, zoneName) ?? ''}`,
    `   ${point.id}${place === null ? '' : `, ${place.file}:${place.line}`}${kernel}${reference}`,
    ...Object.entries(step.operands).map(
      ([name, operand]) => `   ${name} = ${operandLine(operand, zoneName)}`,
    ),
    ...candidateLines(step.candidates, zoneName).map(line => `   ${line}`),
    ...step.counters.map(moved => `   ${moved.counter} ${moved.by > 0 ? '+' : ''}${moved.by}`),
  ];
}

function operandLine(operand: Operand, zoneName: ZoneName): string {
  const text = formatValue(operandValue(operand), zoneName);
  if (!isSourced(operand)) return text;
  const from = [];
  if (operand.at !== undefined) from.push(bytesText(operand.at.offset, operand.at.length));
  if (operand.origin) from.push(`${operand.origin.file}:${operand.origin.line}`);
  return from.length === 0 ? text : `${text} (${from.join(', ')})`;
}

/** The mirrored lines, in the user's own file where it has them. */
function kernelText(kernel: KernelPlace, sources: Sources): string {
  const line = sources.kernel.lineOf(kernel);
  const lines = kernel.from === kernel.to ? `${kernel.from}` : `${kernel.from}-${kernel.to}`;
  if (line !== null && 'path' in line) return `${line.path}:${lines}`;
  return `${kernel.file}:${lines}${line === null ? '' : ` (${line.message})`}`;
}

function candidateLines(candidates: readonly Candidate[], zoneName: ZoneName): string[] {
  const { told, rest } = toldCandidates(candidates);
  return [
    ...told.map(one => candidateLine(one, zoneName)),
    ...rest.map(({ why, count }) => `not: ${count} more: ${formatValue(why, zoneName)}`),
  ];
}

function candidateLine({ name, chosen, why, origin }: Candidate, zoneName: ZoneName): string {
  const where = origin === null ? '' : ` (${origin.file}:${origin.line})`;
  return `${chosen ? 'chosen' : 'not'}: ${formatValue(name, zoneName)}${where}: ${formatValue(why, zoneName)}`;
}
