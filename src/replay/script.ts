/**
 * What a replay runs: captures, the interfaces that their frames arrive on, links, and commands with their
 * times.
 */
import type { Capture } from '../capture/capture';
import type { MachineCommand } from '../config/nodes';
import type { Host } from '../stack/host';
import type * as Stack from '../stack/index';
import type { Origin } from '../stack/trace';
import { type Faces, faceOf } from './faces';
import type { Link } from './links';
import type { FrameOrder } from './order';

/** Either build of the stack. */
export type StackApi = typeof Stack;

/** A command that happens later. */
export interface LaterCommand {
  /** In the host's time. */
  readonly time: number;
  readonly command: MachineCommand;
  /** Number of the host that it is given to. */
  readonly host: number;
}

/** What all machines of a replay share: the script. Never changed while events run. */
export interface Script {
  readonly captures: readonly Capture[];
  readonly order: FrameOrder;
  /** For each capture the interfaces that its frames were captured on. */
  readonly faces: readonly Faces[];
  /**
   * Names of the hosts by their numbers; null in a file that describes one machine, whose interfaces go by
   * their own names.
   */
  readonly hosts: readonly string[] | null;
  readonly links: readonly Link[];
  /**
   * For each capture and each of its `faces` the name of the host's interface, with its host's before it
   * where the file has several; or null.
   */
  readonly places: readonly (readonly (string | null)[])[];
  /** For each position 1 when its frame arrives; null when all do that can. */
  readonly arrives: Uint8Array | null;
  /** For each capture the `replay` line that names it, null when the launch or the command line does. */
  readonly origins: readonly (Origin | null)[];
  /** Number of the last line of the `.stack` file that has a command. */
  readonly lines: number;
  /** In the order of their times. */
  readonly commands: readonly LaterCommand[];
  /** Applies a command; a sentence when the machine refuses it. */
  readonly applyCommand: (stack: StackApi, host: Host, command: MachineCommand) => string | null;
  /** Whole seconds since 1970 of the host's time 0. */
  readonly epoch: number;
  /** Host's time at which it all begins: that of the first frame. */
  readonly start: number;
  /** Host's time to run to after the last frame; 0 when it ends there. */
  readonly until: number;
}

/** Number of the host whose interface a place names, -1 for none. */
export function hostOfPlace(hosts: readonly string[] | null, place: string | null): number {
  if (place === null) return -1;
  return hosts === null ? 0 : hosts.indexOf(place.slice(0, place.indexOf('.')));
}

/**
 * The interface of the host that the frame at a position belongs to, as in `Script.places`; null for none.
 */
export function placeOfFrame({ order, captures, faces, places }: Script, position: number): string | null {
  const which = order.capture(position);
  const face = faceOf(faces[which], captures[which], order.frame(position));
  return face < 0 ? null : places[which][face];
}
