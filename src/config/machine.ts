/** What a `.stack` file says of the machine before any line is applied. */
import { kernelOf } from './check/stack';
import type { StackDocument } from './nodes';

/** What `createHost` is to be given, beside its output. */
export interface Machine {
  readonly name?: string;
  readonly seed?: number;
  readonly kernel: { readonly ipsec: boolean; readonly fastIpsec: boolean; readonly ipstealth: boolean };
}

/** Name, seed and kernel options; the last line on each counts. */
export function machineOf(document: StackDocument): Machine {
  let name: string | undefined;
  let seed: number | undefined;
  for (const command of document.commands) {
    if (command.kind === 'hostname') name = command.name.value;
    if (command.kind === 'seed') seed = command.seed.value;
  }
  return { name, seed, kernel: kernelOf(document) };
}
