/** The report about one packet, for `replay --report`. */
import { parseStack, type StackDocument } from '../../config';
import { baseName } from '../../config/fileName';
import { ReplayError } from '../error';
import { Replay } from '../replay';
import { packetReport } from '../report';
import { FrameNames } from '../rows';
import type { Script } from '../script';
import { prepare } from '../setup';
import type { ReplayArguments, ReportArgument } from './arguments';
import { openInputs, usable } from './inputs';
import { BROKEN, DONE } from './status';
import type { World } from './world';

/**
 * Prints the report. Returns the exit status; throws an Error with a sentence when there is no such frame.
 */
export async function runReport(
  given: ReplayArguments,
  wanted: ReportArgument,
  world: World,
): Promise<number> {
  const document = parseStack(world.readText(given.stack), given.stack);
  if (!usable(document, world)) return BROKEN;
  const inputs = await openInputs(given, document, world);
  const { script, hosts, names } = prepare(document, inputs, { until: given.until });
  const position = positionOf(wanted, names, script);
  const replay = new Replay(script, hosts);
  replay.runPast(position);
  const event = position < replay.arrived ? replay.eventOf(position) : -1;
  const injected = event >= 0 && replay.past(event).kind === 'frame';
  const report = packetReport({
    replay,
    names: new FrameNames(replay, names),
    position,
    recorded: injected ? replay.record(event) : null,
    stackLine: (_, line) => lineOf(document, line),
  });
  world.print(report.trimEnd());
  return DONE;
}

function positionOf({ frame, capture }: ReportArgument, names: readonly string[], script: Script): number {
  const which =
    capture === null ? 0 : names.findIndex(name => name === capture || baseName(name) === capture);
  if (which < 0) throw new ReplayError(`No capture that is replayed is called ${capture}.`);
  const position = script.order.position(which, frame - 1);
  if (position < 0) {
    const { frames } = script.captures[which];
    throw new ReplayError(`There is no frame ${frame} in ${names[which]}; it has ${frames}.`);
  }
  return position;
}

/** A line of a `.stack` file, from 1; null past its end. */
function lineOf({ source }: StackDocument, line: number): string | null {
  return source.text.split(/\r\n|\r|\n/)[line - 1] ?? null;
}
