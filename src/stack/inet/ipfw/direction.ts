/** `in` and `out` (O_IN; `out` is its negation in the kernel). */
import type { IpfwArgs } from './args';

export interface DirectionMatch {
  readonly kind: 'in' | 'out';
}

export function matchDirection({ isIn }: IpfwArgs, { kind }: DirectionMatch): boolean {
  return (kind === 'in') === isIn;
}
