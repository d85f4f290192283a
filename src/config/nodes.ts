/**
 * The commands of a `.stack` file as typed data. Every value knows its place; nothing is resolved or checked
 * here.
 */
import type { Statement } from './lexer';
import type { CommandBase } from './nodes/common';
import type { DivertCommand } from './nodes/divert';
import type { IfconfigCommand } from './nodes/interface';
import type {
  IpfwAddCommand,
  IpfwCommand,
  IpfwSetCommand,
  IpfwShowCommand,
  IpfwTableCommand,
} from './nodes/ipfw';
import type {
  CaptureCommand,
  HostnameCommand,
  ListenCommand,
  MldCommand,
  OptionsCommand,
  SeedCommand,
  SysctlCommand,
} from './nodes/machine';
import type { ArpCommand, NdpCommand, RouteCommand, RtsolCommand } from './nodes/routing';
import type { ExpectCommand, FaultCommand, LinkCommand, ReplayCommand, StackTime } from './nodes/scenario';
import type {
  SaCommand,
  SaFlushCommand,
  SaRemoveCommand,
  SpdCommand,
  SpdflushCommand,
} from './nodes/security';
import type { Problem } from './problem';
import type { Range, Ranged, Source } from './text';

export * from './nodes/common';
export * from './nodes/divert';
export * from './nodes/interface';
export * from './nodes/ipfw';
export * from './nodes/machine';
export * from './nodes/routing';
export * from './nodes/scenario';
export * from './nodes/security';

/** Commands that are given to a machine. */
export type MachineCommand =
  | IfconfigCommand
  | RouteCommand
  | NdpCommand
  | ArpCommand
  | SysctlCommand
  | SpdCommand
  | SpdflushCommand
  | SaCommand
  | SaFlushCommand
  | SaRemoveCommand
  | IpfwAddCommand
  | IpfwCommand
  | IpfwTableCommand
  | IpfwShowCommand
  | DivertCommand
  | IpfwSetCommand
  | MldCommand
  | RtsolCommand
  | ListenCommand
  | CaptureCommand
  | FaultCommand;

/** `at TIME COMMAND` */
export interface AtCommand extends CommandBase {
  readonly kind: 'at';
  readonly time: Ranged<StackTime>;
  readonly command: MachineCommand;
}

export type Command =
  | MachineCommand
  | OptionsCommand
  | HostnameCommand
  | SeedCommand
  | ReplayCommand
  | ExpectCommand
  | LinkCommand
  | AtCommand;

/** `host NAME {` … `}`: the lines of one machine of several. The range is that of the whole block. */
export interface HostBlock extends Range {
  readonly name: Ranged<string>;
  /** The line that opens it. */
  readonly head: Range;
  /** In the order of their places. */
  readonly commands: readonly Command[];
}

/**
 * A parsed file. Commands with an error in them may be missing or incomplete: look at `problems` before
 * running.
 */
export interface StackDocument {
  readonly source: Source;
  readonly statements: readonly Statement[];
  readonly comments: readonly Range[];
  /** All of the file, those within blocks of hosts too. */
  readonly commands: readonly Command[];
  /** In the order of their places; none in a file that describes one machine. */
  readonly hosts: readonly HostBlock[];
  /** In the order of their places. */
  readonly problems: readonly Problem[];
}
