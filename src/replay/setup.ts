/** From a `.stack` document and captures to a replay that is ready to run. */
import * as running from '#stack/running';
import type { Capture } from '../capture/capture';
import {
  applyCommand,
  isMachineCommand,
  linksOf,
  machineDocuments,
  machineOf,
  placedInterface,
  timeOf,
} from '../config';
import type { ExpectCommand, ReplayCommand, StackDocument, StackTime } from '../config/nodes';
import type { Host } from '../stack/host';
import type { Ifnet } from '../stack/net/if';
import type { Origin } from '../stack/trace';
import { type Input, type Placement, placeInterfaces } from './arrivals';
import { ReplayError } from './error';
import type { CaptureLine } from './export/captureFiles';
import { facesOf } from './faces';
import type { Link } from './links';
import { FrameOrder } from './order';
import { isPrinting, type Printing } from './prints';
import { recordingTap, type TapWish } from './recordingTap';
import type { LaterCommand, Script } from './script';
import { framesSelected } from './selection';

/** All that a replay is made from. */
export interface Prepared {
  readonly script: Script;
  /** Past their commands of time zero. */
  readonly hosts: readonly Host[];
  /** Names of the captures as given, in the script's order. */
  readonly names: readonly string[];
  readonly expectations: readonly ExpectCommand[];
  /** What the tap that was wished for shows, as if `capture` lines had been written; empty without one. */
  readonly recorded: readonly CaptureLine[];
  /** What is printed when all has happened. */
  readonly prints: readonly Printing[];
}

/** The `replay` lines of a document, in order. */
export function replayCommands(document: StackDocument): ReplayCommand[] {
  return document.commands.filter(command => command.kind === 'replay');
}

/** What a `replay` line says about interfaces. */
export function placementOf(command: ReplayCommand): Placement {
  return {
    on: command.on?.value ?? null,
    map: new Map(command.map.map(pair => [pair.name.value, pair.interface.value])),
    where: placeOf(command),
    origin: command.origin,
  };
}

/** What a replay may be asked for beside what the `.stack` file says. */
interface Wishes {
  /** Time to run on to after the last frame, as typed; absent to end with it. */
  readonly until?: string | null;
  /** Display filter: only frames that match arrive. */
  readonly filter?: string;
  /** Start of the pseudo-random generator, in place of the `seed` line. */
  readonly seed?: number;
  /** True to note which lines of the document have a part in events; it costs some nanoseconds a line. */
  readonly noteLines?: boolean;
  /** A tap of its own that records what the machines take in and send. */
  readonly tap?: TapWish;
}

/**
 * Makes the hosts, runs their commands of time zero and lays out the events. `inputs` are indexed whole.
 * Throws ReplayError.
 */
export function prepare(
  document: StackDocument,
  inputs: readonly Input[],
  { until = null, filter, seed, noteLines = false, tap }: Wishes = {},
): Prepared {
  const captures = inputs.map(input => input.capture);
  const order = new FrameOrder(captures);
  const start = startTime(captures, order);
  const epoch = start.seconds;
  const apply = applier(inputs, order);
  const machines = machineDocuments(document);
  const names = document.hosts.length === 0 ? null : document.hosts.map(block => block.name.value);
  const recording = tap === undefined ? null : recordingTap(document, tap);
  const prints: Printing[] = [];
  const hosts = machines.map((machine, number) => {
    const given = machineOf(machine);
    const host = running.createHost({
      programsUnknown: true,
      ...given,
      name: given.name ?? names?.[number],
      number,
      seed: seedOf(seed ?? given.seed, number),
      epoch,
      io: { output: () => {} },
    });
    host.now = start.nanoseconds;
    for (const command of [...machine.commands, ...(recording?.commands[number] ?? [])]) {
      if (isPrinting(command)) prints.push({ command, host: number });
      if (!isMachineCommand(command) || isPrinting(command)) continue;
      const refusal = apply(running, host, command);
      if (refusal !== null) throw new ReplayError(`${placeOf(command)}: ${refusal}`);
    }
    host.settled = true;
    return host;
  });
  const placesOf = (wanted: (host: Host, ifp: Ifnet) => boolean) =>
    hosts.flatMap((host, number) =>
      host.interfaces
        .filter(ifp => wanted(host, ifp))
        .map(ifp => (names === null ? ifp.name : `${names[number]}.${ifp.name}`)),
    );
  const known = placesOf(() => true);
  // What comes in by a tunnel came in by another interface before, so a capture names a tunnel when it is
  // meant. Nothing comes in by a tap.
  const real = placesOf(
    (host, ifp) =>
      (ifp.flags & running.IFF_LOOPBACK) === 0 &&
      running.etheripOf(host, ifp) === null &&
      running.iptapOf(host, ifp) === null,
  );
  const faces = captures.map(facesOf);
  const script: Script = {
    captures,
    order,
    faces,
    hosts: names,
    links: names === null ? [] : linksBetween(document, names),
    places: inputs.map((input, i) => placeInterfaces(faces[i].all, input.name, input.placement, real, known)),
    arrives: filter === undefined ? null : arriving(filter, inputs, order),
    origins: inputs.map(input => input.placement.origin ?? null),
    lines: noteLines
      ? document.commands.reduce((last, command) => Math.max(last, command.origin.line), 0)
      : 0,
    commands: laterCommands(machines, epoch, start.nanoseconds),
    applyCommand: apply,
    epoch,
    start: start.nanoseconds,
    until: until === null ? 0 : untilTime(until, epoch, start.nanoseconds),
  };
  return {
    script,
    hosts,
    names: inputs.map(input => input.name),
    expectations: document.commands.filter(command => command.kind === 'expect'),
    recorded: recording?.lines ?? [],
    prints,
  };
}

/** For each position 1 when the filter selects its frame. Throws ReplayError when it is no filter. */
function arriving(filter: string, inputs: readonly Input[], order: FrameOrder): Uint8Array {
  const selected = framesSelected(filter, inputs, order);
  if (selected === null)
    throw new ReplayError(`${filter} is no display filter; write one such as ipv6.hlim == 1.`);
  const arrives = new Uint8Array(order.length);
  for (const number of selected) arrives[number - 1] = 1;
  return arrives;
}

/** `router.stack:12`: the place of a command. */
export function placeOf(command: { readonly origin: Origin }): string {
  return `${command.origin.file}:${command.origin.line}`;
}

/** How commands are applied: filters of faults select among the frames of `inputs`. */
function applier(inputs: readonly Input[], order: FrameOrder): Script['applyCommand'] {
  const known = new Map<string, number[] | null>();
  const framesOf = (filter: string): number[] | null => {
    let frames = known.get(filter);
    if (frames === undefined) {
      frames = framesSelected(filter, inputs, order);
      known.set(filter, frames);
    }
    return frames;
  };
  return (stack, host, command) => applyCommand(stack, host, command, { framesOf });
}

/** Time of the first frame that has one; 0 without any. */
function startTime(
  captures: readonly Capture[],
  order: FrameOrder,
): { seconds: number; nanoseconds: number } {
  for (let position = 0; position < order.length; position++) {
    const capture = captures[order.capture(position)];
    const frame = order.frame(position);
    if (capture.hasTime(frame))
      return { seconds: capture.seconds(frame), nanoseconds: capture.nanoseconds(frame) };
  }
  return { seconds: 0, nanoseconds: 0 };
}

/** The generators of hosts that differ in nothing else differ. */
function seedOf(seed: number | undefined, number: number): number | undefined {
  return number === 0 ? seed : ((seed ?? 1) + number) >>> 0;
}

function linksBetween(document: StackDocument, names: readonly string[]): Link[] {
  return linksOf(document).map(({ ends, delay }) => ({
    delay,
    ends: ends.map(({ value }) => {
      const { host, name } = placedInterface(value);
      return { host: names.indexOf(host), name };
    }),
  }));
}

function laterCommands(machines: readonly StackDocument[], epoch: number, start: number): LaterCommand[] {
  const commands: LaterCommand[] = [];
  for (const [host, machine] of machines.entries()) {
    for (const command of machine.commands) {
      if (command.kind !== 'at') continue;
      commands.push({ time: hostTime(command.time.value, epoch, start), command: command.command, host });
    }
  }
  return commands.sort((a, b) => a.time - b.time);
}

function hostTime(time: StackTime, epoch: number, start: number): number {
  if (time.absolute) return (time.seconds - epoch) * 1e9 + time.nanoseconds;
  return start + time.seconds * 1e9 + time.nanoseconds;
}

function untilTime(text: string, epoch: number, start: number): number {
  const time = timeOf(text);
  if (time === null) {
    throw new ReplayError(
      `${text} is no time; write 10s for ten seconds after the first frame, or @1767225600 for a moment since 1970.`,
    );
  }
  return hostTime(time, epoch, start);
}
