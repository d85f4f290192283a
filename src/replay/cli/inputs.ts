/** What a replay reads: its description and its captures. */
import { checkStack, problemLine, type ReplayCommand, type StackDocument } from '../../config';
import type { Input } from '../arrivals';
import { ReplayError } from '../error';
import { placementOf, replayCommands } from '../setup';
import type { CaptureArgument, ReplayArguments } from './arguments';
import type { World } from './world';

/** Prints what is wrong with a document; true when a replay may start. */
export function usable(document: StackDocument, world: World): boolean {
  const problems = [...document.problems, ...checkStack(document)];
  const errors = problems.filter(problem => problem.severity === 'error').sort((a, b) => a.from - b.from);
  for (const problem of errors) world.complain(problemLine(document.source, problem));
  return errors.length === 0;
}

export async function openInputs(
  given: Pick<ReplayArguments, 'stack' | 'captures'>,
  document: StackDocument,
  world: World,
): Promise<Input[]> {
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
