/** `setkey`: policies and associations. */
import type { Ranged } from '../text';
import type { Address, CommandBase, Prefix } from './common';

/** A selector of a policy: a prefix and a port, 0 for any. */
export interface PolicyRange extends Prefix {
  readonly port: number;
}

export type PolicyLevel = 'default' | 'use' | 'require' | 'unique';

/** One transform that a policy asks for: `esp/tunnel/A-B/require`. */
export interface PolicyRequest {
  readonly protocol: 'esp' | 'ah' | 'ipcomp';
  readonly mode: 'transport' | 'tunnel';
  readonly src: Address | null;
  readonly dst: Address | null;
  readonly level: PolicyLevel;
  /** N of `unique:N`, 0 without. */
  readonly reqid: number;
}

/** Upper-layer protocol of a policy: its number, 255 for any; type and code for `icmp6 TYPE,CODE`. */
export interface UpperProtocol {
  readonly protocol: number;
  readonly type: number;
  readonly code: number;
}

/** `setkey spdadd|spddelete|spdflush …` */
export interface SpdCommand extends CommandBase {
  readonly kind: 'spdadd' | 'spddelete';
  readonly src: Ranged<PolicyRange>;
  readonly dst: Ranged<PolicyRange>;
  readonly upper: Ranged<UpperProtocol>;
  readonly direction: 'in' | 'out';
  /** null for `spddelete`. */
  readonly policy: 'discard' | 'none' | 'ipsec' | null;
  readonly requests: readonly Ranged<PolicyRequest>[];
}
export interface SpdflushCommand extends CommandBase {
  readonly kind: 'spdflush';
}

/** Protocol of an association. */
export type SaProtocol = 'esp' | 'ah' | 'ipcomp';

/** An algorithm of an association with its key; the key is null for compression. */
export interface SaAlgorithm {
  readonly use: 'encryption' | 'authentication' | 'compression';
  /** As setkey names it, with `/N` for another length of the check value. */
  readonly name: Ranged<string>;
  readonly key: Uint8Array | null;
}

/** `setkey add SRC DST PROTO SPI …` */
export interface SaCommand extends CommandBase {
  readonly kind: 'add';
  readonly src: Ranged<Address>;
  readonly dst: Ranged<Address>;
  readonly protocol: Ranged<SaProtocol>;
  readonly spi: Ranged<number>;
  readonly mode: 'any' | 'transport' | 'tunnel';
  readonly replay: number;
  readonly reqid: number;
  readonly padding: readonly string[];
  /** Hard and soft lifetimes in seconds, 0 for none. */
  readonly hard: number;
  readonly soft: number;
  readonly algorithms: readonly Ranged<SaAlgorithm>[];
  /** What an algorithm is named for that could not be read, with its key, and is reported already. */
  readonly unread: readonly SaAlgorithm['use'][];
}

/** `setkey flush [PROTO]`: takes associations away. */
export interface SaFlushCommand extends CommandBase {
  readonly kind: 'flush';
  readonly protocol: Ranged<SaProtocol> | null;
}

/** `setkey get|delete SRC DST PROTO SPI`, `setkey deleteall SRC DST PROTO` */
export interface SaRemoveCommand extends CommandBase {
  readonly kind: 'get' | 'delete' | 'deleteall';
  readonly src: Ranged<Address>;
  readonly dst: Ranged<Address>;
  readonly protocol: Ranged<SaProtocol>;
  /** null for `deleteall`. */
  readonly spi: Ranged<number> | null;
}
