/** The steps of an event as nested lists: what was asked, how it fell, on what it rests, and where. */

import type { Step } from '../../stack/recorder';
import type { Candidate, Operand, Origin } from '../../stack/trace';
import { toHex } from '../../wire/bytes';
import { zoneNames } from '../describe';
import { placeOfStep } from '../enginePlaces';
import type { Recorded } from '../recorded';
import {
  answer,
  bytesText,
  formatValue,
  isSourced,
  operandValue,
  question,
  toldCandidates,
  type ZoneName,
} from '../words';
import { code, plainText } from './markdown';
import { words } from './words';

/** Longest change written out. */
const CHANGED = 16;

/** The decisions up to the one that settled the verdict, as a numbered list. */
export function whyLines(recorded: Recorded): string[] {
  const { steps, settled, host } = recorded;
  const zoneName = zoneNames(host);
  const chain = settled === null ? steps : steps.slice(0, steps.indexOf(settled) + 1);
  const decisions = chain.filter(step => step.point !== null);
  return decisions.map((step, i) => {
    const text = `${plainText(question(step, zoneName) ?? '')} ${plainText(answer(step, zoneName) ?? '')}`;
    return `${i + 1}. ${step === settled ? `**${text.trim()}**` : text.trim()} ${code(step.point?.id ?? '')}`;
  });
}

/** Every step, nested by function. */
export function traceLines({ steps, host }: Recorded): string[] {
  const zoneName = zoneNames(host);
  return steps.flatMap(step => {
    const depth = Math.max(0, step.depth - 1) + (step.point === null ? 0 : 1);
    const indent = '  '.repeat(depth);
    const [head, ...rest] = stepTexts(step, zoneName);
    return [`${indent}- ${head}`, ...rest.map(text => `${indent}  - ${text}`)];
  });
}

function stepTexts(step: Step, zoneName: ZoneName): string[] {
  const head =
    step.point === null
      ? [`${code(step.function)}`]
      : [plainText(question(step, zoneName) ?? ''), plainText(answer(step, zoneName) ?? '')];
  return [
    [...head, ...placeTexts(step)].filter(text => text !== '').join(' '),
    ...Object.entries(step.operands).map(([name, operand]) => operandText(name, operand, zoneName)),
    ...candidateTexts(step.candidates, zoneName),
    ...step.bytes
      .filter(({ before, after }) => before.length <= CHANGED && after.length <= CHANGED)
      .map(({ offset, before, after }) => words.changed(code(toHex(before)), code(toHex(after)), offset)),
    ...step.counters.map(({ counter, by }) => code(`${counter} ${by > 0 ? '+' : ''}${by}`)),
    ...step.logs.map(({ text }) => code(text)),
    ...step.emissions.map(({ kind, interface: face }) => plainText(words.sent(kind, face))),
  ];
}

/** Where a step stands: the decision, the engine's line, the kernel's lines, the RFC. */
function placeTexts({ point, ...step }: Step): string[] {
  const engine = placeOfStep({ point, ...step });
  const texts = [
    ...(point === null ? [] : [code(point.id)]),
    ...(engine === null ? [] : [code(`${engine.file}:${engine.line}`)]),
  ];
  if (point?.kernel) {
    const { file, from, to } = point.kernel;
    texts.push(code(`${file}:${from}${from === to ? '' : `-${to}`}`));
  }
  if (point !== null && point.reference !== '-') texts.push(plainText(`(${point.reference})`));
  return texts;
}

function operandText(name: string, operand: Operand, zoneName: ZoneName): string {
  const value = `${code(name)} = ${code(formatValue(operandValue(operand), zoneName))}`;
  if (!isSourced(operand)) return value;
  const { at, origin } = operand;
  const from: string[] = [];
  if (at !== undefined) from.push(bytesText(at.offset, at.length));
  if (origin) from.push(originText(origin));
  return from.length === 0 ? value : `${value} (${from.join(', ')})`;
}

function originText({ file, line }: Origin): string {
  return code(`${file}:${line}`);
}

function candidateTexts(candidates: readonly Candidate[], zoneName: ZoneName): string[] {
  const { told, rest } = toldCandidates(candidates);
  return [
    ...told.map(one => {
      const where = one.origin === null ? '' : ` (${originText(one.origin)})`;
      const why = plainText(formatValue(one.why, zoneName));
      return `${one.chosen ? 'chosen' : 'not'}: ${code(formatValue(one.name, zoneName))}${where}: ${why}`;
    }),
    ...rest.map(({ why, count }) => plainText(`not: ${words.more(count, formatValue(why, zoneName))}`)),
  ];
}
