/** The place in a `.stack` file that a failure leads to. */
import type { ReplayState } from '../../protocol/capture';
import type { PlaceLink } from '../../protocol/packet';

/** The last part of a path of either system. */
export function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** Its first line where the failure is at none. */
export function stackPlace({ stack, line }: Extract<ReplayState, { kind: 'failed' }>): PlaceLink {
  const name = fileName(stack);
  const label = line === null ? name : `${name}:${line}`;
  return { target: 'stack', file: stack, line: line ?? 1, label };
}
