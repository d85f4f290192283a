/** The machine of a `.stack` file before the capture that is shown. */
import { parseStack } from '../../config';
import { type Files, load, type Program } from '../../debugger/launch';
import type { TapWish } from '../../replay/recordingTap';
import { replayCommands } from '../../replay/setup';
import type { ModelEnvironment } from './environment';

/**
 * What is replayed, and the number among its captures of that which is shown; -1 where the file does not name
 * it, and it alone is replayed.
 */
interface LoadedMachine {
  readonly program: Program;
  readonly which: number;
}

/** Throws RequestError, or another Error with a sentence. `tap`: one of its own that records. */
export async function loadMachine(
  stack: string,
  environment: ModelEnvironment,
  tap?: TapWish,
): Promise<LoadedMachine> {
  const { path, captures } = environment;
  const files: Files = {
    readText: file => environment.readText(file),
    openCapture: file => {
      const named = environment.resolve(file);
      return named === path ? captures.whole(named) : captures.wholeAgain(named);
    },
    openOutput: () => () => {},
    openCaptureOutput: () => () => {},
  };
  const document = parseStack(await files.readText(stack), stack);
  const named = replayCommands(document).map(line =>
    environment.resolve({ file: line.file.value, beside: stack }),
  );
  const which = named.indexOf(path);
  const program = await load(which < 0 ? { stack, capture: path } : { stack }, files, tap);
  return { program, which };
}
