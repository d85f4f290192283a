/** What a `.stack` file says of the machine before any line is applied, and which lines are applied to it. */
import type { Command, LinkCommand, MachineCommand, StackDocument } from './nodes';

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

/** Which parts the kernel is built with, by the last word on each. */
export function kernelOf(document: StackDocument): Machine['kernel'] {
  const kernel = { ipsec: true, fastIpsec: false, ipstealth: true };
  const members = { IPSEC: 'ipsec', FAST_IPSEC: 'fastIpsec', IPSTEALTH: 'ipstealth' } as const;
  for (const command of document.commands) {
    if (command.kind !== 'options') continue;
    for (const option of command.options) kernel[members[option.value]] = command.on;
  }
  return kernel;
}

/**
 * What the file says of each machine, as documents of one machine: the file itself, or one for each block
 * with the seed that holds for all.
 */
export function machineDocuments(document: StackDocument): StackDocument[] {
  if (document.hosts.length === 0) return [document];
  const seeds = document.commands.filter(command => command.kind === 'seed');
  return document.hosts.map(block => ({ ...document, commands: [...seeds, ...block.commands], hosts: [] }));
}

/** The links of a file, in their order. */
export function linksOf(document: StackDocument): LinkCommand[] {
  return document.commands.filter(command => command.kind === 'link');
}

/** True for commands that are given to a machine. */
export function isMachineCommand(command: Command): command is MachineCommand {
  return !['options', 'hostname', 'seed', 'replay', 'expect', 'link', 'at'].includes(command.kind);
}
