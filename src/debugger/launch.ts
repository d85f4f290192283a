/** From the arguments of a launch to a replay that stands before its first event. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { checkStack, parseStack, problemLine, type StackDocument } from '../config';
import { Replay } from '../replay/replay';
import { FrameNames } from '../replay/rows';
import { type Input, placementOf, prepare, replayCommands } from '../replay/setup';
import type { Environment } from './environment';
import { RequestError } from './requestError';

/** Arguments of the `launch` request, as a launch configuration has them. */
export interface LaunchArguments extends DebugProtocol.LaunchRequestArguments {
  /** The `.stack` file that describes the machine. */
  stack?: string;
  /** A capture to replay instead of those that the `.stack` file names; several are merged by time. */
  capture?: string | string[];
  /** Interface that the capture arrives on. */
  interface?: string;
  /** Display filter: only frames that match arrive. */
  filter?: string;
  /** Stop before the first frame. */
  stopOnEntry?: boolean;
  /** Number of the frame to stop at, from 1. */
  stopAt?: number;
  /** Capture file that everything the machine sends is written to. */
  output?: string;
  /** Seed of the random numbers. */
  seed?: number;
  /** Folder with kernel sources, to open mirrored lines in. */
  kernelSources?: string;
}

/** What a session debugs. */
export interface Program {
  readonly stack: string;
  readonly document: StackDocument;
  readonly replay: Replay;
  readonly names: FrameNames;
  /** Names of the captures as given. */
  readonly captures: readonly string[];
}

/** Reads, checks and prepares what the arguments name. Throws RequestError with one sentence that says what to change. */
export async function load(given: LaunchArguments, environment: Environment): Promise<Program> {
  const stack = given.stack;
  if (typeof stack !== 'string' || stack === '') {
    throw new RequestError(
      'The launch configuration names no machine: set "stack" to the .stack file that describes it.',
    );
  }
  const document = parseStack(await readable(environment.readText(stack)), stack);
  const problems = [...document.problems, ...checkStack(document)].filter(one => one.severity === 'error');
  if (problems.length > 0) {
    const more = problems.length > 1 ? ` There are ${problems.length - 1} more.` : '';
    throw new RequestError(`${problemLine(document.source, problems[0])}${more}`, {
      url: `command:packetDebugger.reveal?${encodeURIComponent(JSON.stringify([stack, problems[0].from]))}`,
      label: 'Show',
    });
  }
  const inputs = await openInputs(given, document, environment);
  const prepared = prepare(document, inputs, null, true);
  const replay = new Replay(prepared.script, prepared.host);
  const names = new FrameNames(replay, prepared.names);
  return { stack, document, replay, names, captures: prepared.names };
}

async function openInputs(
  given: LaunchArguments,
  document: StackDocument,
  environment: Environment,
): Promise<Input[]> {
  const asked = given.capture === undefined ? [] : [given.capture].flat();
  const inputs: Input[] = [];
  for (const file of asked) {
    const placement = { on: given.interface ?? null, map: new Map<string, string>(), where: 'The launch' };
    inputs.push({ name: file, capture: await readable(environment.openCapture(file, null)), placement });
  }
  if (inputs.length > 0) return inputs;
  for (const line of replayCommands(document)) {
    const capture = await readable(environment.openCapture(line.file.value, document.source.file));
    inputs.push({ name: line.file.value, capture, placement: placementOf(line) });
  }
  if (inputs.length > 0) return inputs;
  throw new RequestError(
    `${document.source.file} names no capture: set "capture" in the launch configuration, or add a line such as replay "file.pcapng" on em0.`,
  );
}

/** Turns whatever a reader throws into a sentence for the user. */
async function readable<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw new RequestError(error instanceof Error ? error.message : String(error));
  }
}
