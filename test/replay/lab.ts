/** Replays of the Linux captures through the router r1, for tests. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Capture } from '../../src/capture';
import { FileSource } from '../../src/capture/files/fileSource';
import { checkStack, parseStack, problemLine } from '../../src/config';
import { type Input, prepare, Replay, type ReplayOptions } from '../../src/replay';

export const linux = join(PROJECT_ROOT, 'test/captures/linux');
export const router = readFileSync(join(PROJECT_ROOT, 'test/replay/r1.stack'), 'utf8');

const bothSides = [
  ['lan', 'em0'],
  ['wan', 'em1'],
] as const;

/**
 * A capture of the lab as it arrives on an interface; on those of r1 that `map` gives for its `lan` and
 * `wan`, where null.
 */
export function input(
  file: string,
  on: string | null,
  map: readonly (readonly [string, string])[] = bothSides,
): Input {
  return {
    name: file,
    capture: Capture.openWhole(new FileSource(join(linux, file))),
    placement: {
      on,
      map: new Map(on === null ? map : []),
      where: file,
    },
  };
}

/** A replay of r1, with further lines for its `.stack` file, that has not run yet. */
export function labReplay(
  inputs: readonly Input[],
  more: readonly string[] = [],
  options: ReplayOptions & { until?: string } = {},
): Replay {
  return stackReplay([router, ...more].join('\n'), inputs, options);
}

/** A replay through the machine that the `.stack` text describes, that has not run yet. */
export function stackReplay(
  stack: string,
  inputs: readonly Input[],
  options: ReplayOptions & { until?: string } = {},
): Replay {
  const document = parseStack(stack, 'machine.stack');
  const problems = [...document.problems, ...checkStack(document)].filter(one => one.severity === 'error');
  if (problems.length > 0) throw new Error(problemLine(document.source, problems[0]));
  const { script, hosts } = prepare(document, inputs, { until: options.until, noteLines: true });
  return new Replay(script, hosts, options);
}
