/** `divert`: programs that read packets and give them back. */
import type { Ranged } from '../text';
import type { Address, CommandBase } from './common';

/** `FIELD = VALUE` of a divert program: the field by its filter name, or some bytes of one. */
export interface DivertValue {
  readonly field: Ranged<string>;
  readonly value: Ranged<string>;
}

/** One thing that a divert program does with a packet. */
export interface DivertAnswer {
  readonly action: 'pass' | 'drop';
  /** Nanoseconds. */
  readonly delay: number;
  /** null: the rule that diverted the packet. */
  readonly cookie: number | null;
  /** null: the address that the program was told. */
  readonly address: Ranged<Address> | null;
  /** null: the name that the program was told; empty for none. */
  readonly name: Ranged<string> | null;
  readonly copies: number;
  readonly values: readonly DivertValue[];
  /** False when checksums stay as they were. */
  readonly mend: boolean;
}

/** `divert PORT pass|drop … [then pass …] [for FILTER]` */
export interface DivertCommand extends CommandBase {
  readonly kind: 'divert';
  readonly port: Ranged<number>;
  /** One at least. */
  readonly answers: readonly DivertAnswer[];
  readonly filter: Ranged<string> | null;
}
