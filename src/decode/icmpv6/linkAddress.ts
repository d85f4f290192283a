/** How link-layer addresses in options are written. */
import { formatMac } from '../../wire/address';
import { toHex } from '../../wire/bytes';
import type { Dissection } from '../dissection';

/** Six bytes with colons, any other number without. */
export function linkAddressText(d: Dissection, k: number): string {
  const bytes = d.valueBytes(k);
  const at = d.valueAt(k);
  const length = d.valueLength(k);
  return length === 6 ? formatMac(bytes, at) : toHex(bytes, at, at + length);
}
