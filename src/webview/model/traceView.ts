/** The trace of one row: what the recorded event's steps say to a person, and where they lead. */
import * as running from '#stack/running';
import { baseName } from '../../config/fileName';
import { kernelName } from '../../debugger/kernel/kernelSources';
import { verdictOf } from '../../debugger/why';
import { zoneNames } from '../../replay/describe';
import { placeOfStep } from '../../replay/enginePlaces';
import type { Recorded } from '../../replay/recorded';
import { arrivedPacket } from '../../replay/stepPacket';
import { answer, formatValue, isSourced, operandValue, question, type ZoneName } from '../../replay/words';
import type { Step } from '../../stack/recorder';
import type { Origin } from '../../stack/trace';
import { toHex } from '../../wire/bytes';
import type { ByteSpan, PacketTrace, PlaceLink, StepGlyph, TraceStep, Version } from '../protocol/packet';
import type { MachineRun } from './machineRun';
import { verdictOfPath } from './pathTally';
import { sentKinds, titles } from './words';

/** Longest change that is written out beside a step. */
const TOLD = 16;

/**
 * What a recorded event says.
 *
 * @param network where the network header begins in the versions that have a link header
 */
export function tracedEvent(
  run: MachineRun,
  recorded: Recorded,
  network: number,
): Pick<PacketTrace, 'steps' | 'verdict' | 'sentence' | 'settled'> {
  const { replay, names } = run.program;
  const zoneName = zoneNames(recorded.host);
  const isFrame = recorded.kind === 'frame';
  const face = recorded.came?.interface ?? (isFrame ? names.interfaceAt(recorded.position) : null);
  const steps: TraceStep[] = [];
  const arrived = arrivedPacket(recorded.steps);
  let sent = 0;
  for (const [i, step] of recorded.steps.entries()) {
    // What the machine makes itself has no link header yet.
    const header = step.packetNumber === arrived ? network : 0;
    const traced = tracedStep(run, recorded, step, i, header, zoneName);
    const first = i === 0 && traced.kind === 'enter' && face !== null;
    steps.push({
      ...traced,
      values: first ? titles.receivedOn(face) : traced.values,
      sent: step.emissions.length > 0 && sent < recorded.outputs.length ? sent : -1,
    });
    sent += step.emissions.length;
  }
  const { path } = replay.past(recorded.event);
  const isJudged = isFrame || recorded.came !== null || replay.paths.verdict(path) !== 0;
  return {
    steps,
    verdict: isJudged ? verdictOfPath(replay.paths, path) : 0,
    sentence: verdictOf(replay, names, recorded),
    settled: recorded.settled === null ? -1 : recorded.steps.indexOf(recorded.settled),
  };
}

/** The versions of an event's packet that there are. `arrived`: it is a frame, or came by a link. */
export function versionsOf(recorded: Recorded | null, arrived: boolean): Version[] {
  const versions: Version[] = arrived ? [{ id: 'in', title: titles.in }] : [];
  if (recorded === null) return versions;
  if (recorded.steps.some(step => step.packet.length > 0)) versions.push({ id: 'now', title: titles.now });
  for (const [i, { kind }] of recorded.outputs.entries()) {
    versions.push({ id: `out:${i}`, title: titles.out(i + 1, sentKinds[kind] ?? kind) });
  }
  return versions;
}

function tracedStep(
  run: MachineRun,
  recorded: Recorded,
  step: Step,
  index: number,
  network: number,
  zoneName: ZoneName,
): Omit<TraceStep, 'sent'> {
  const { point } = step;
  const settles = step === recorded.settled;
  const inert = step.bytes.length + step.emissions.length + step.logs.length === 0;
  return {
    step: index,
    kind: step.kind,
    function: step.function,
    depth: step.depth,
    id: point?.id ?? '',
    outcome: point === null ? '' : running.outcomeName(step.outcome),
    question: question(step, zoneName) ?? '',
    answer: answer(step, zoneName) ?? '',
    values: valuesOf(step, network, zoneName),
    glyph: glyphOf(recorded, step, settles),
    routine: point !== null && inert && !settles && run.alwaysFellSo(point),
    links: linksOf(step),
    reads: readsOf(step, network),
    changes: step.bytes.map(change => ({ offset: network + change.offset, length: change.after.length })),
  };
}

function glyphOf(recorded: Recorded, step: Step, settles: boolean): StepGlyph {
  if (settles && recorded.verdict === 'dropped') return 'dropped';
  if (settles && recorded.verdict === 'panic') return 'panic';
  if (step.emissions.length > 0) return 'sent';
  if (step.bytes.length > 0) return 'changed';
  return settles ? 'settled' : 'passed';
}

/** What a step looked at, and short changes that it made. */
function valuesOf(step: Step, network: number, zoneName: ZoneName): string {
  const looked = Object.entries(step.operands).map(
    ([name, operand]) => `${name} ${formatValue(operandValue(operand), zoneName)}`,
  );
  const changed = step.bytes
    .filter(({ before, after }) => before.length <= TOLD && after.length <= TOLD)
    .map(({ offset, before, after }) => {
      return `${toHex(before)} → ${toHex(after)} at ${(network + offset).toString(16).padStart(4, '0')}`;
    });
  return [...looked, ...changed].join(', ');
}

function linksOf(step: Step): PlaceLink[] {
  const links: PlaceLink[] = [];
  const engine = placeOfStep(step);
  if (engine !== null) links.push({ target: 'engine', ...engine, label: `engine:${engine.line}` });
  const origin = originOf(step);
  if (origin !== null) {
    const { file, line } = origin;
    links.push({ target: 'stack', file, line, label: `${baseName(file)}:${line}` });
  }
  const kernel = step.point?.kernel;
  if (kernel) {
    const { file, from: line } = kernel;
    links.push({ target: 'kernel', file, line, label: `${kernelName(file)}:${line}` });
  }
  return links;
}

/**
 * The line of the `.stack` file behind a step: of what was chosen or matched, else of a value that it looked
 * at.
 */
function originOf(step: Step): Origin | null {
  if (step.used.length > 0) return step.used[0];
  const chosen = step.candidates.find(candidate => candidate.chosen)?.origin;
  if (chosen) return chosen;
  for (const operand of Object.values(step.operands)) {
    if (isSourced(operand) && operand.origin) return operand.origin;
  }
  return null;
}

/** Bytes that a step read; they are counted from the network header, which begins at `network`. */
export function readsOf(step: Step, network: number): ByteSpan[] {
  return Object.values(step.operands).flatMap(operand => {
    if (!isSourced(operand) || operand.at === undefined) return [];
    return [{ offset: network + operand.at.offset, length: operand.at.length }];
  });
}
