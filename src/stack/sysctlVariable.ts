/** One setting of sysctl(8), and how those are made that are members of a structure of the host. */
import type { Host } from './host';

/** A setting. Values are integers. */
export interface SysctlVariable {
  readonly description: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly readonly: boolean;
  get(host: Host): number;
  set(host: Host, value: number): void;
}

export const INT_MAX = 0x7fffffff;

/**
 * Makes settings of the members of a structure, which are as in `unchanged` unless set. 0 to INT_MAX, unless
 * bounds are given.
 */
export function variablesOf<M extends string>(
  unchanged: Readonly<Record<M, number>>,
  structureOf: (host: Host) => Record<M, number>,
) {
  return (member: M, description: string, min = 0, max = INT_MAX): SysctlVariable => ({
    description,
    default: unchanged[member],
    min,
    max,
    readonly: false,
    get: host => structureOf(host)[member],
    set: (host, value) => {
      structureOf(host)[member] = value;
    },
  });
}
