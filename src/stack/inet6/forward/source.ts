/** The kernel file that the forwarder mirrors. */
import type { KernelPlace } from '../../trace';

/** Lines `from` to `to`, inclusive, of the mirrored file. */
export function lines(from: number, to: number): KernelPlace {
  return { file: 'freebsd-ip6_forward.c', from, to };
}
