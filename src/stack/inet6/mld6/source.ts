/** The kernel file that Multicast Listener Discovery mirrors. */
import type { KernelPlace } from '../../trace';

/** Lines `from` to `to`, inclusive, of the mirrored file. */
export function lines(from: number, to: number): KernelPlace {
  return { file: 'netbsd-mld6.c', from, to };
}
