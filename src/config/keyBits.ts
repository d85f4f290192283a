/** The key lengths of an algorithm in words. */
import type { KeyBits } from '#stack/running';
import { oneOf } from './words';

/** `128, 192 or 256 bits` */
export function keyBitsText(lengths: KeyBits): string {
  return 'from' in lengths ? `${lengths.from} to ${lengths.to} bits` : `${oneOf(lengths.map(String))} bits`;
}
