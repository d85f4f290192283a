/** The kernel file that divert sockets mirror. */
import type { KernelPlace } from '../../trace';

/** Lines `from` to `to`, inclusive, of the mirrored file. */
export function lines(from: number, to: number): KernelPlace {
  return { file: 'freebsd-ip_divert.c', from, to };
}
