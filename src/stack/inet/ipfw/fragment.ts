/** `frag`: a fragment other than the first (O_FRAG). */
import type { IpfwArgs } from './args';

export interface FragmentMatch {
  readonly kind: 'frag';
}

export function matchFragment({ laterFragment }: IpfwArgs): boolean {
  return laterFragment;
}
