/** `frag`: a fragment of IPv4 other than the first, or any of IPv6 (O_FRAG). */
import type { IpfwArgs } from './args';

export interface FragmentMatch {
  readonly kind: 'frag';
}

export function matchFragment({ fragment }: IpfwArgs): boolean {
  return fragment;
}
