/** The kernel file that the IP tap mirrors. */
import type { KernelPlace } from '../trace';

/** Lines `from` to `to`, inclusive, of the mirrored file. */
export function lines(from: number, to: number): KernelPlace {
  return { file: 'xnu-iptap.c', from, to };
}
