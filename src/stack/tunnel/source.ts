/** The kernel file that EtherIP mirrors. */
import type { KernelPlace } from '../trace';

/** Lines `from` to `to`, inclusive, of the mirrored file. */
export function lines(from: number, to: number): KernelPlace {
  return { file: 'openbsd-if_etherip.c', from, to };
}
