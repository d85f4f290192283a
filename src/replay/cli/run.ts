/** A replay from its description to its last line; where lines go and how files are opened is the caller's. */
import type { Capture } from '../../capture/capture';
import { checkStack, parseStack, problemLine, type ReplayCommand, type StackDocument } from '../../config';
import type { Input } from '../arrivals';
import { type Compared, Comparison, disorder } from '../compare';
import { packetAt } from '../describe';
import { ReplayError } from '../error';
import { Expectations } from '../expect';
import { JsonLines } from '../jsonLines';
import { Replay } from '../replay';
import { FrameNames, summaryRow } from '../rows';
import { placementOf, placeOf, prepare, replayCommands } from '../setup';
import { Agreements } from './agreements';
import type { CaptureArgument, ReplayArguments } from './arguments';
import { EventTable } from './eventTable';
import { OutputCapture } from './output';
import type { Style } from './table';

/** What a replay needs of the world. */
export interface World {
  /** A line for the person or program that asked. */
  print(line: string): void;
  /** A sentence about what went wrong. */
  complain(sentence: string): void;
  /** The text of a `.stack` file. Throws an Error with a sentence. */
  readText(file: string): string;
  /** A capture, indexed whole. `beside` is the `.stack` file that names it, null for the command line. Throws an Error with a sentence. */
  openCapture(file: string, beside: string | null): Promise<Capture>;
  /** True when there is a file of this name. */
  exists(file: string): boolean;
  /** Opens `file` for what the host sends. Throws an Error with a sentence when it may not be written. */
  openOutput(file: string): (bytes: Uint8Array) => void;
  /** Width of the terminal in characters. */
  readonly columns: number;
  readonly style: Style;
}

export const DONE = 0;
export const FAILED = 1;
export const BROKEN = 2;

/** Runs a replay and prints it. Returns the exit status; throws an Error with a sentence when it cannot start. */
export async function runReplay(given: ReplayArguments, world: World): Promise<number> {
  const document = parseStack(world.readText(given.stack), given.stack);
  if (!usable(document, world)) return BROKEN;
  const inputs = await openInputs(given, document, world);
  const { script, host, names, expectations } = prepare(document, inputs, { until: given.until });
  const sentCapture = given.output === null ? null : new OutputCapture(world.openOutput(given.output));
  const shown = new Set(script.places.flat().filter(name => name !== null));
  const table = given.json ? null : new EventTable(world, [...shown], document.source.text);
  const replay = new Replay(script, host, {
    console: text => table?.console(text),
    recordAll: table !== null,
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
    if (given.compare && event.kind === 'passed') {
      const face = frames.interfaceAt(event.position);
      if (face !== null) comparison.seen(face, event.position, event.now, packetAt(replay, event.position));
    }
  };
  replay.run();
  sentCapture?.flush();
  if (given.compare) comparison.expire(Number.POSITIVE_INFINITY);
  const summary = summaryRow(replay);
  if (table === null) world.print(JSON.stringify(summary));
  else table.end(summary, given.compare ? agreements : null);
  return status({ replay, inputs, expected, agreements, refusals }, world);
}

/** Prints what is wrong with a document; true when a replay may start. */
function usable(document: StackDocument, world: World): boolean {
  const problems = [...document.problems, ...checkStack(document)];
  const errors = problems.filter(problem => problem.severity === 'error').sort((a, b) => a.from - b.from);
  for (const problem of errors) world.complain(problemLine(document.source, problem));
  return errors.length === 0;
}

async function openInputs(given: ReplayArguments, document: StackDocument, world: World): Promise<Input[]> {
  const inputs: Input[] = [];
  for (const argument of given.captures) inputs.push(await argumentInput(argument, world));
  if (inputs.length > 0) return inputs;
  for (const line of replayCommands(document)) inputs.push(await lineInput(line, given.stack, world));
  if (inputs.length > 0) return inputs;
  throw new ReplayError(
    `${given.stack} names no capture; add a line such as replay "file.pcapng" on em0, or give --capture.`,
  );
}

async function lineInput(line: ReplayCommand, stack: string, world: World): Promise<Input> {
  const placement = placementOf(line);
  const name = line.file.value;
  try {
    return { name, capture: await world.openCapture(name, stack), placement };
  } catch (error) {
    throw new ReplayError(`${placement.where}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function argumentInput(argument: CaptureArgument, world: World): Promise<Input> {
  // A file whose own name has an @ is meant whole, when only the whole is there.
  const whole = argument.interface !== null && !world.exists(argument.file) && world.exists(argument.text);
  const file = whole ? argument.text : argument.file;
  return {
    name: file,
    capture: await world.openCapture(file, null),
    placement: { on: whole ? null : argument.interface, map: new Map(), where: argument.text },
  };
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
    readonly replay: Replay;
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
  const { panic } = ran.replay;
  if (panic !== null) {
    world.complain(`The kernel stopped in event ${ran.replay.events} (${panic}), so the replay ends there.`);
  }
  for (const refusal of ran.refusals) world.complain(refusal);
  if (ran.refusals.length > 0) result = BROKEN;
  for (const { name, capture } of ran.inputs) {
    if (capture.damage === null) continue;
    world.complain(`${name}: ${capture.damage.message}`);
    result = BROKEN;
  }
  return result;
}
