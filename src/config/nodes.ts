/** The commands of a `.stack` file as typed data. Every value knows its place; nothing is resolved or checked here. */
import type { Insn, IpfwActionName } from '../stack/inet/ipfw/rule';
import type { Statement } from './lexer';
import type { CommandBase, Prefix } from './nodes/common';
import type { DivertCommand } from './nodes/divert';
import type { IfconfigCommand } from './nodes/interface';
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
export * from './nodes/machine';
export * from './nodes/routing';
export * from './nodes/scenario';
export * from './nodes/security';

/** `ipfw add …` */
export interface IpfwAddCommand extends CommandBase {
  readonly kind: 'ipfw-add';
  /** null: the last number and net.inet.ip.fw.autoinc_step more. */
  readonly number: Ranged<number> | null;
  readonly set: number;
  readonly action: IpfwActionName;
  readonly arg: number;
  readonly log: boolean;
  readonly insns: readonly Insn[];
  /** The interfaces that its options name; a final `*` matches any unit. */
  readonly interfaces: readonly Ranged<string>[];
}

/** `ipfw delete|zero|flush …`; no numbers: all rules, or those of a set. */
export interface IpfwCommand extends CommandBase {
  readonly kind: 'ipfw-delete' | 'ipfw-zero' | 'ipfw-flush';
  readonly numbers: readonly Ranged<number>[];
  /** The set of `delete set N`, null for none. */
  readonly set: Ranged<number> | null;
}

/** `ipfw show|list [NUMBER…]`, `ipfw table N list`: prints. Without a time it does when all has happened. */
export interface IpfwShowCommand extends CommandBase {
  readonly kind: 'ipfw-show';
  /** True for `show`: with packets and bytes. */
  readonly counts: boolean;
  /** None: every rule. */
  readonly numbers: readonly Ranged<number>[];
  /** The table to print in place of rules, null for none. */
  readonly table: Ranged<number> | null;
}

/** `ipfw table N add|delete|flush …` */
export interface IpfwTableCommand extends CommandBase {
  readonly kind: 'ipfw-table';
  readonly table: Ranged<number>;
  readonly action: 'add' | 'delete' | 'flush';
  /** null for `flush`. */
  readonly prefix: Ranged<Prefix> | null;
  readonly value: number;
}

/** `ipfw set enable|disable|move|swap …` */
export type IpfwSetCommand = CommandBase & { readonly kind: 'ipfw-set' } & (
    | {
        readonly action: 'switch';
        readonly enable: readonly number[];
        readonly disable: readonly number[];
      }
    | {
        readonly action: 'move' | 'move-rule' | 'swap';
        /** The set, or the rule, whose rules move. */
        readonly moved: Ranged<number>;
        readonly into: Ranged<number>;
      }
  );

/** Commands that change a machine. */
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

/** A parsed file. Commands with an error in them may be missing or incomplete: look at `problems` before running. */
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
