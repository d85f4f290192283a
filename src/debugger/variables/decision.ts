/**
 * The scope of a decision: what it asked, how it fell, what it looked at, and why other candidates were not
 * taken.
 */

import { placeOfStep } from '../../replay/enginePlaces';
import { answer, formatValue, isSourced, operandValue, question, type ZoneName } from '../../replay/words';
import type { Step } from '../../stack/recorder';
import type { KernelPlace, Operand } from '../../stack/trace';
import type { Sources } from '../sources';
import { group, type Node } from './node';

/** Values of a step; of a step that is no decision only what changed after it. */
export function decisionNodes(step: Step, zoneName: ZoneName, sources: Sources): Node[] {
  const nodes: Node[] = [];
  const { point } = step;
  if (point !== null) {
    nodes.push({ name: 'question', value: question(step, zoneName) ?? '' });
    nodes.push({ name: 'answer', value: answer(step, zoneName) ?? '' });
    nodes.push({ name: 'outcome', value: `${point.id}=${point.outcomes[step.outcome - point.first]}` });
  }
  for (const [name, operand] of Object.entries(step.operands))
    nodes.push(operandNode(name, operand, zoneName));
  if (step.candidates.length > 0) {
    const candidates = step.candidates.map(
      (candidate): Node => ({
        name: formatValue(candidate.name, zoneName),
        value: `${candidate.chosen ? 'chosen' : 'not'}: ${formatValue(candidate.why, zoneName)}`,
        origin: candidate.origin,
      }),
    );
    nodes.push(group('candidates', `${candidates.length} considered`, candidates));
  }
  if (point !== null) nodes.push(mirrorNode(step, sources));
  return nodes;
}

/** An operand with where it came from. */
function operandNode(name: string, operand: Operand, zoneName: ZoneName): Node {
  const value = formatValue(operandValue(operand), zoneName);
  if (!isSourced(operand)) {
    return { name, value, expression: name };
  }
  return {
    name,
    value,
    expression: name,
    ...(operand.at === undefined ? {} : { at: operand.at }),
    ...(operand.origin === undefined ? {} : { origin: operand.origin }),
  };
}

/** The mirrored lines, and the user's own file where it has them. */
function kernelNode(kernel: KernelPlace, sources: Sources): Node {
  const { file, from, to } = kernel;
  const value = from === to ? `${file}:${from}` : `${file}:${from}-${to}`;
  const line = sources.kernel.lineOf(kernel);
  if (line === null) return { name: 'kernel', value };
  if ('message' in line) return { name: 'kernel', value: `${value} (${line.message})` };
  return { name: 'kernel', value, place: { source: sources.kernelFile(line.path), line: line.line } };
}

function mirrorNode(step: Step, sources: Sources): Node {
  const { point } = step;
  const place = placeOfStep(step);
  const rows: Node[] = [];
  if (place !== null) {
    const source = sources.engine(place.file);
    rows.push({
      name: 'engine',
      value: `${place.file}:${place.line}`,
      place: { source, line: place.line },
    });
  }
  if (point?.kernel) rows.push(kernelNode(point.kernel, sources));
  if (step.branches.length > 0) rows.push({ name: 'kernel branches', value: step.branches.join(' ') });
  if (point !== null && point.reference !== '-') rows.push({ name: 'reference', value: point.reference });
  return group('mirrors', point?.kernel?.file ?? point?.reference ?? '', rows);
}
