/**
 * Lines of a `.stack` file as places to stop: where what a line made is chosen, matches, or receives, and
 * where an `at` line runs.
 */
import type { StackDocument } from '../../config';
import type { Recorded } from '../../replay/recorded';
import type { Host } from '../../stack/host';
import type { Origin } from '../../stack/trace';
import { groupsOf } from '../tableEntries';

/**
 * Lines (from 1) that can stop, in order: those that made something of `hosts`, the machines as they are at
 * first, and those that run later.
 */
export function stoppableLines(document: StackDocument, hosts: readonly Host[]): number[] {
  const lines = new Set<number>();
  for (const { origin } of hosts.flatMap(madeByLines)) if (origin !== null) lines.add(origin.line);
  for (const command of document.commands) {
    if (command.kind === 'at' || command.kind === 'replay') lines.add(command.origin.line);
  }
  return [...lines].sort((a, b) => a - b);
}

function madeByLines(host: Host): { readonly origin: Origin | null }[] {
  return [
    ...host.interfaces,
    ...host.interfaces.flatMap(ifp => ifp.addresses),
    ...host.in_ifaddrhash.values(),
    ...host.rt6.entries.filter(rt => rt !== null),
    ...host.rt4.entries.filter(rt => rt !== null),
    ...host.neighbors,
    ...groupsOf(host),
    ...host.arp.values(),
    ...host.spd,
    ...host.sad,
    ...host.ipfw,
    ...host.faults,
  ];
}

/** The steps of an event that used what the line made. */
export function* stackLineSteps(recorded: Recorded, line: number): Iterable<number> {
  for (const [k, step] of recorded.steps.entries()) {
    if (step.used.some(origin => origin.line === line)) yield k;
  }
}
