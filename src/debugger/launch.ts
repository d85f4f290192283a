/** From the arguments of a launch to a replay that stands before its first event. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { NamedCapture } from '../capture/namedCapture';
import { checkStack, parseStack, problemLine, type StackDocument } from '../config';
import type { ExpectCommand } from '../config/nodes';
import { compileFilter } from '../decode/filter';
import type { Input } from '../replay/arrivals';
import { CaptureFiles, type CaptureLine, captureLines } from '../replay/export/captureFiles';
import { SentCapture } from '../replay/export/sentCapture';
import type { Printing } from '../replay/prints';
import type { TapWish } from '../replay/recordingTap';
import { Replay } from '../replay/replay';
import { FrameNames } from '../replay/rows';
import { placementOf, prepare, replayCommands } from '../replay/setup';
import type { Environment } from './environment';
import { RequestError } from './requestError';

/** Arguments of the `launch` request, as a launch configuration has them. */
export interface LaunchArguments extends DebugProtocol.LaunchRequestArguments {
  /** The `.stack` file that describes the machine. */
  stack?: string;
  /** A capture to replay instead of those that the `.stack` file names; several are merged by time. */
  capture?: string | string[];
  /** Interface that the capture arrives on; of several captures one for each. */
  interface?: string | string[];
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
  /** The `.stack` file where it names the captures, null when the launch does. */
  readonly capturesBeside: string | null;
  readonly expectations: readonly ExpectCommand[];
  /** What is printed when all has happened. */
  readonly prints: readonly Printing[];
  /** What the machine sends goes here, null when nobody asked for it. */
  readonly output: SentCapture | null;
  /** What taps are shown goes here, null when no line captures. */
  readonly captureFiles: CaptureFiles | null;
  /** What the tap shows that was asked for beside what the file says; empty without one. */
  readonly recorded: readonly CaptureLine[];
}

/** Where launch configurations are written. */
const configurations = { url: 'command:workbench.action.debug.configure', label: 'Open launch.json' };

/** What loading needs of the world. */
export type Files = Pick<Environment, 'readText' | 'openCapture' | 'openOutput' | 'openCaptureOutput'>;

/**
 * Reads, checks and prepares what the arguments name. Throws RequestError with one sentence that says what to
 * change.
 *
 * @param tap a tap of its own that records
 */
export async function load(given: LaunchArguments, environment: Files, tap?: TapWish): Promise<Program> {
  const stack = given.stack;
  if (typeof stack !== 'string' || stack === '') {
    throw wrong(
      'The launch configuration names no machine: set "stack" to the .stack file that describes it.',
    );
  }
  checkArguments(given);
  const document = parseStack(await readable(environment.readText(stack), configurations), stack);
  checkDocument(document);
  const files = captureFiles(given, document);
  const inputs = await openInputs(given, document, environment);
  const { filter, seed } = given;
  const prepared = readableNow(
    () => prepare(document, inputs, { filter: filter || undefined, seed, noteLines: true, tap }),
    sentence => placeNamed(document, sentence),
  );
  const replay = new Replay(prepared.script, prepared.hosts);
  const { stopAt } = given;
  if (stopAt !== undefined && stopAt > prepared.script.order.length) {
    throw wrong(`"stopAt" is frame ${stopAt}, but there are only ${prepared.script.order.length} frames.`);
  }
  return {
    stack,
    document,
    replay,
    names: new FrameNames(replay, prepared.names),
    captures: prepared.names,
    capturesBeside: files[0].beside,
    expectations: prepared.expectations,
    prints: prepared.prints,
    output: given.output ? outputOf(given.output, files, environment) : null,
    captureFiles: capturesOf(document, files, environment),
    recorded: prepared.recorded,
  };
}

function wrong(sentence: string): RequestError {
  return new RequestError(sentence, configurations);
}

/** Throws RequestError for an argument of the wrong kind. */
function checkArguments({ capture, interface: on, filter, stopAt, output, seed }: LaunchArguments): void {
  const texts = { capture, interface: on, filter, output };
  for (const [name, value] of Object.entries(texts)) {
    const list = name === 'capture' || name === 'interface' ? [value].flat() : [value];
    if (list.some(one => one !== undefined && typeof one !== 'string')) {
      throw wrong(`"${name}" takes text, not ${JSON.stringify(value)}.`);
    }
  }
  if (stopAt !== undefined && (!Number.isInteger(stopAt) || stopAt < 1)) {
    throw wrong(`"stopAt" takes the number of a frame, from 1, not ${JSON.stringify(stopAt)}.`);
  }
  if (seed !== undefined && !Number.isInteger(seed)) {
    throw wrong(`"seed" takes a whole number, not ${JSON.stringify(seed)}.`);
  }
  const compiled = filter ? compileFilter(filter) : null;
  if (compiled?.ok === false) throw wrong(`"filter" is no display filter: ${compiled.error.message}.`);
}

/** Throws RequestError for the first error of a `.stack` file. */
function checkDocument(document: StackDocument): void {
  const problems = [...document.problems, ...checkStack(document)].filter(one => one.severity === 'error');
  if (problems.length === 0) return;
  const more = problems.length > 1 ? ` There are ${problems.length - 1} more.` : '';
  throw new RequestError(
    `${problemLine(document.source, problems[0])}${more}`,
    showing(document.source.file, problems[0].from),
  );
}

/** A link that opens a file at a character. */
function showing(file: string, offset: number): RequestError['link'] {
  const place = encodeURIComponent(JSON.stringify([file, offset]));
  return { url: `command:packetDebugger.reveal?${place}`, label: 'Show' };
}

/**
 * The captures to replay: those of the launch, else those that the `.stack` file names. Throws RequestError
 * without any.
 */
function captureFiles(given: LaunchArguments, document: StackDocument): NamedCapture[] {
  const asked = [given.capture ?? []].flat().map(file => ({ file, beside: null }));
  if (asked.length > 0) return asked;
  const { file: beside } = document.source;
  const named = replayCommands(document).map(line => ({ file: line.file.value, beside }));
  if (named.length > 0) return named;
  throw new RequestError(
    `${beside} names no capture: set "capture" in the launch configuration, or add a line such as replay "file.pcapng" on em0.`,
    showing(beside, document.source.text.length),
  );
}

async function openInputs(
  given: LaunchArguments,
  document: StackDocument,
  environment: Files,
): Promise<Input[]> {
  const inputs: Input[] = [];
  const asked = [given.capture ?? []].flat();
  const faces = [given.interface ?? []].flat();
  for (const [i, file] of asked.entries()) {
    const on = (faces.length > 1 ? faces[i] : faces[0]) ?? null;
    const placement = { on, map: new Map<string, string>(), where: 'The launch configuration' };
    const capture = await readable(environment.openCapture({ file, beside: null }), configurations);
    inputs.push({ name: file, capture, placement });
  }
  if (inputs.length > 0) return inputs;
  const { file: beside } = document.source;
  for (const line of replayCommands(document)) {
    const file = line.file.value;
    const place = showing(beside, line.file.from);
    inputs.push({
      name: file,
      capture: await readable(environment.openCapture({ file, beside }), place),
      placement: placementOf(line),
    });
  }
  return inputs;
}

function outputOf(file: string, captures: readonly NamedCapture[], environment: Files): SentCapture {
  if (!/\.(pcapng|ntar)$/i.test(file)) {
    throw wrong(`"output" is ${file}, but what the machine sends is written as .pcapng.`);
  }
  const write = readableNow(
    () => environment.openOutput(file, captures),
    () => configurations,
  );
  return new SentCapture(write);
}

/** Opens the files of `capture` lines. */
function capturesOf(
  document: StackDocument,
  captures: readonly NamedCapture[],
  environment: Files,
): CaptureFiles | null {
  const lines = captureLines(document);
  if (lines.length === 0) return null;
  const { file: beside } = document.source;
  return new CaptureFiles(lines, ({ command: { file } }) =>
    readableNow(
      () => environment.openCaptureOutput(file.value, beside, captures),
      () => showing(beside, file.from),
    ),
  );
}

/** Turns whatever a reader throws into a sentence for the user. */
async function readable<T>(reading: Promise<T>, link: RequestError['link']): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw new RequestError(error instanceof Error ? error.message : String(error), link);
  }
}

function readableNow<T>(making: () => T, link: (sentence: string) => RequestError['link']): T {
  try {
    return making();
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    throw new RequestError(sentence, link(sentence));
  }
}

/** The line of the `.stack` file that a sentence begins with, else the launch configurations. */
function placeNamed({ source }: StackDocument, sentence: string): RequestError['link'] {
  const line = sentence.startsWith(`${source.file}:`)
    ? /^:(\d+)/.exec(sentence.slice(source.file.length))
    : null;
  return line === null ? configurations : showing(source.file, source.lineStarts[Number(line[1]) - 1] ?? 0);
}
