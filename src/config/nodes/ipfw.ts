/** `ipfw`: rules, sets and tables of the packet filter. */
import type { Insn, IpfwActionName } from '../../stack/inet/ipfw/rule';
import type { Ranged } from '../text';
import type { CommandBase, Prefix } from './common';

/** `ipfw add …` */
export interface IpfwAddCommand extends CommandBase {
  readonly kind: 'ipfw-add';
  /** null: the last number and net.inet.ip.fw.autoinc_step more. */
  readonly number: Ranged<number> | null;
  readonly set: number;
  readonly action: IpfwActionName;
  readonly arg: number;
  readonly log: boolean;
  /** What stands behind `//`; empty for nothing. */
  readonly comment: string;
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
