/** What happens to the machines of a file, and what is expected of them. */
import type { OutputKind } from '../../stack/net/mbuf';
import type { Ranged } from '../text';
import type { CommandBase } from './common';

/** A time: since the first frame, or since 1970 when absolute. */
export interface StackTime {
  readonly absolute: boolean;
  /** Whole seconds. */
  readonly seconds: number;
  /** 0..999999999. */
  readonly nanoseconds: number;
}

/** `replay "F" [on IF]`, `replay "F" (NAME = IF, …)` */
export interface ReplayCommand extends CommandBase {
  readonly kind: 'replay';
  readonly file: Ranged<string>;
  readonly on: Ranged<string> | null;
  /** From names of interfaces in the capture to interfaces here. */
  readonly map: readonly { readonly name: Ranged<string>; readonly interface: Ranged<string> }[];
}

/** `fault FUNCTION ERRNO [after N] [once|always|N times] [for FILTER]`; errno null: `fault FUNCTION off`. */
export interface FaultCommand extends CommandBase {
  readonly kind: 'fault';
  /** null: `fault off`, every function. */
  readonly function: Ranged<string> | null;
  readonly errno: Ranged<Errno> | null;
  /** Calls that work before the first one that fails. */
  readonly after: number;
  /** Infinity for always. */
  readonly times: number;
  /** A display filter. */
  readonly filter: Ranged<string> | null;
}
export interface Errno {
  readonly name: string;
  readonly number: number;
}

/** A decision, and an outcome of it. */
export interface DecisionName {
  readonly decision: Ranged<string>;
  readonly outcome: Ranged<string> | null;
}

/** What was sent on account of a frame; `nothing` for no output at all. */
export type SentKind = OutputKind | 'nothing';

export const comparisons = ['==', '!=', '<=', '>=', '<', '>'] as const;
export type Comparison = (typeof comparisons)[number];

/** `expect frame N [in "F"] …`, `expect counter NAME [OP] N`, `expect VERDICT [OP] N` */
export type ExpectCommand = CommandBase & {
  readonly kind: 'expect';
  /** The host in whose block it stands: it is about what that host did; null outside. */
  readonly host: string | null;
} & (
    | {
        readonly what: 'frame';
        /** 1-based in its capture. */
        readonly frame: Ranged<number>;
        readonly capture: Ranged<string> | null;
        readonly verdict: Ranged<string> | null;
        /** The decision that settles the verdict. */
        readonly at: DecisionName | null;
        /** Decisions that the path must hold. */
        readonly through: DecisionName | null;
        readonly sends: Ranged<SentKind> | null;
        /** The interface of what is sent. */
        readonly on: Ranged<string> | null;
      }
    | {
        readonly what: 'counter' | 'verdict';
        /** A counter's full name, or a verdict. */
        readonly name: Ranged<string>;
        readonly comparison: Comparison;
        readonly value: Ranged<number>;
      }
  );

/** `link HOST.IF HOST.IF… [delay TIME]`: one segment that all its ends are on. */
export interface LinkCommand extends CommandBase {
  readonly kind: 'link';
  /** Each an interface with its host before the first dot. */
  readonly ends: readonly Ranged<string>[];
  /** Nanoseconds that a packet travels. */
  readonly delay: number;
}
