/**
 * `diverted`, `diverted-loopback`, `diverted-output`: a packet that comes back from a divert socket, into
 * input or output (O_DIVERTED).
 */
import type { IpfwArgs } from './args';

export interface DivertedMatch {
  readonly kind: 'diverted' | 'diverted-loopback' | 'diverted-output';
}

export function matchDiverted({ diverted, isIn }: IpfwArgs, { kind }: DivertedMatch): boolean {
  if (!diverted) return false;
  return kind === 'diverted' || (kind === 'diverted-loopback') === isIn;
}
