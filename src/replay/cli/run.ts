/**
 * A replay from its description to its last line; where lines go and how files are opened is the caller's.
 */
import { parseStack, type StackDocument } from '../../config';
import type { Input } from '../arrivals';
import { type Compared, Comparison, disorder } from '../compare';
import { packetAt } from '../describe';
import { Expectations } from '../expect';
import { CaptureFiles, captureLines } from '../export/captureFiles';
import { SentCapture } from '../export/sentCapture';
import { JsonLines } from '../jsonLines';
import { panicOf } from '../panic';
import { printed } from '../prints';
import { Replay } from '../replay';
import { FrameNames, summaryRow } from '../rows';
import { placeOf, prepare } from '../setup';
import { Agreements } from './agreements';
import { AnnotatedFrames } from './annotatedFrames';
import type { ReplayArguments } from './arguments';
import { EventTable } from './eventTable';
import { openInputs, usable } from './inputs';
import { BROKEN, DONE, FAILED } from './status';
import type { World } from './world';

/**
 * Runs a replay and prints it. Returns the exit status; throws an Error with a sentence when it cannot start.
 */
export async function runReplay(given: ReplayArguments, world: World): Promise<number> {
  const document = parseStack(world.readText(given.stack), given.stack);
  if (!usable(document, world)) return BROKEN;
  const inputs = await openInputs(given, document, world);
  const { until, tap } = given;
  const prepared = prepare(document, inputs, { until, tap: tap ?? undefined });
  const { script, hosts, names, expectations, prints } = prepared;
  const sentCapture = given.output === null ? null : new SentCapture(world.openOutput(given.output));
  const captures = openCaptures(given.stack, document, world);
  const recorded =
    tap === null ? null : new CaptureFiles(prepared.recorded, () => world.openOutput(tap.file));
  const annotated = given.annotate === null ? null : new AnnotatedFrames(given.annotate, inputs, world);
  const shown = new Set(script.places.flat().filter(name => name !== null));
  const table = given.json ? null : new EventTable(world, [...shown], document.source.text);
  const replay = new Replay(script, hosts, {
    console: text => table?.console(text),
    recordAll: table !== null || annotated !== null,
  });
  const frames = new FrameNames(replay, names);
  const json = new JsonLines(replay, frames);
  const expected = new Expectations(expectations, replay, names);
  const agreements = new Agreements();
  const refusals: string[] = [];
  const found = (one: Compared): void => {
    agreements.note(one);
    if (table === null) world.print(JSON.stringify(comparedRow(frames, one)));
    else table.compared(frames, one);
  };
  const comparison = new Comparison(shown, found, given.compare ? disorder(script) : 0);
  replay.collecting = true;
  table?.begin();
  replay.onEvent = event => {
    expected.note(event);
    if (event.refusal !== null && event.command !== null)
      refusals.push(`${placeOf(event.command)}: ${event.refusal}`);
    if (table === null) for (const line of json.lines(event)) world.print(line);
    else table.event(replay, frames, event);
    for (const output of event.outputs) {
      const cause = output.frame > 0 ? output.frame - 1 : event.position;
      if (given.compare) comparison.sent(output.interface, cause, event.now, output.bytes);
    }
    sentCapture?.event(script.epoch, frames, event);
    captures.event(script.epoch, event);
    recorded?.event(script.epoch, event);
    annotated?.event(replay, frames, event);
    if (given.compare && event.kind === 'passed') {
      const face = frames.interfaceAt(event.position);
      if (face !== null) comparison.seen(face, event.position, event.now, packetAt(replay, event.position));
    }
  };
  replay.run();
  sentCapture?.flush();
  captures.flush();
  recorded?.flush();
  annotated?.end(replay);
  if (given.compare) comparison.expire(Number.POSITIVE_INFINITY);
  const panic = panicOf(replay, frames);
  const summary = panic === null ? summaryRow(replay) : { ...summaryRow(replay), panic: panic.row };
  if (table === null) world.print(JSON.stringify(summary));
  else {
    table.end(summary, given.compare ? agreements : null);
    for (const one of prints) table.printed(one.command, printed(one, replay.hosts));
  }
  return status({ panic: panic?.text ?? null, inputs, expected, agreements, refusals }, world);
}

/** Opens the files of `capture` lines. Throws an Error with a sentence that names the line. */
function openCaptures(stack: string, document: StackDocument, world: World): CaptureFiles {
  return new CaptureFiles(captureLines(document), ({ command }) => {
    try {
      return world.openCaptureOutput(command.file.value, stack);
    } catch (error) {
      throw new Error(`${placeOf(command)}: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}

/** Object of one compared packet. */
function comparedRow(frames: FrameNames, one: Compared): object {
  const name = frames.at(one.position);
  return {
    capture: name?.capture ?? null,
    frame: name?.frame ?? null,
    compare: one.compare,
  };
}

/** Says what went wrong, and how much that matters. */
function status(
  ran: {
    readonly panic: string | null;
    readonly inputs: readonly Input[];
    readonly expected: Expectations;
    readonly agreements: Agreements;
    readonly refusals: readonly string[];
  },
  world: World,
): number {
  let result = DONE;
  for (const { command, message } of ran.expected.failures()) {
    world.complain(`${placeOf(command)}: ${message}`);
    result = FAILED;
  }
  const { wrong, total } = ran.agreements;
  if (wrong > 0) {
    world.complain(`Model and capture do not agree in ${wrong} of ${total} packets.`);
    result = FAILED;
  }
  if (ran.panic !== null) world.complain(ran.panic);
  for (const refusal of ran.refusals) world.complain(refusal);
  if (ran.refusals.length > 0) result = BROKEN;
  for (const { name, capture } of ran.inputs) {
    if (capture.damage === null) continue;
    world.complain(`${name}: ${capture.damage.message}`);
    result = BROKEN;
  }
  return result;
}
