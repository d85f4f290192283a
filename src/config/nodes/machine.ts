/** What else changes a machine: settings, the build of its kernel, groups, listeners, captures. */
import type { Ranged } from '../text';
import type { Address, CommandBase } from './common';

/** `sysctl NAME=VALUE…` */
export interface SysctlCommand extends CommandBase {
  readonly kind: 'sysctl';
  readonly settings: readonly { readonly name: Ranged<string>; readonly value: Ranged<number> }[];
}

/** `mld join|leave|query|report IF [GROUP] [from ADDR] …` */
export interface MldCommand extends CommandBase {
  readonly kind: 'mld';
  readonly action: 'join' | 'leave' | 'query' | 'report';
  readonly interface: Ranged<string>;
  /** null for a general query. */
  readonly group: Ranged<Address> | null;
  /** Ticks for `join`, milliseconds for `query`; null when not written. */
  readonly delay: Ranged<number> | null;
  /** The neighbour that a query or report is from; null when not written. */
  readonly source: Ranged<Address> | null;
}

/** `listen udp PORT…|none` */
export interface ListenCommand extends CommandBase {
  readonly kind: 'listen';
  /** Empty for `none`. */
  readonly ports: readonly Ranged<number>[];
}

/** What may be captured, as `capture` lines say it. */
export const captureTypes = ['raw', 'pktap', 'en10mb', 'null', 'loop'] as const;
export type CaptureType = (typeof captureTypes)[number];

/** `capture IF TYPE "FILE"`, `capture IF stop` */
export type CaptureCommand = CommandBase & {
  readonly kind: 'capture';
  readonly interface: Ranged<string>;
} & (
    | { readonly action: 'start'; readonly type: Ranged<CaptureType>; readonly file: Ranged<string> }
    | { readonly action: 'stop' }
  );

/** Options of the kernel's build. */
export const kernelOptions = ['IPSEC', 'FAST_IPSEC', 'IPSTEALTH'] as const;
export type KernelOption = (typeof kernelOptions)[number];

/** `options NAME`, `nooptions NAME` */
export interface OptionsCommand extends CommandBase {
  readonly kind: 'options';
  readonly options: readonly Ranged<KernelOption>[];
  readonly on: boolean;
}

/** `hostname NAME` */
export interface HostnameCommand extends CommandBase {
  readonly kind: 'hostname';
  readonly name: Ranged<string>;
}

/** `seed N` */
export interface SeedCommand extends CommandBase {
  readonly kind: 'seed';
  readonly seed: Ranged<number>;
}
