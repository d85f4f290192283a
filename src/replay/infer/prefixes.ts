/** Prefixes that frames show on their links. */
import { formatIpv6 } from '../../wire/address';
import { Evidence } from './evidence';
import { isGlobal, isMapped } from './kinds';
import { type Link, PREFIXES_MAX, type PrefixGround, type SeenPrefix } from './stations';

/** The first `length` bits of an address of 16 bytes, the others zero. */
export function prefixOf(bytes: Uint8Array, length: number): Uint8Array {
  const prefix = bytes.slice();
  for (let i = 0; i < 16; i++) {
    const bits = Math.max(0, Math.min(8, length - 8 * i));
    prefix[i] &= (0xff00 >> bits) & 0xff;
  }
  return prefix;
}

/** The widest IPv4 prefix that is believed, mapped. */
export const WIDEST = 104;

export class Prefixes {
  /** Prefixes that did not fit. */
  refused = 0;
  private readonly seen = new Map<string, SeenPrefix>();

  /** Notes the prefix of `address`, 16 bytes, that a frame shows; nothing that is no prefix of a link. */
  note(link: Link, ground: PrefixGround, address: Uint8Array, length: number, frame: number): void {
    if (length < (isMapped(address) ? WIDEST : 1) || length > 127) return;
    const bytes = prefixOf(address, length);
    if (!isGlobal(bytes)) return;
    const key = `${link.index} ${ground} ${formatIpv6(bytes)}/${length}`;
    let known = this.seen.get(key);
    if (known === undefined) {
      if (this.seen.size >= PREFIXES_MAX) {
        this.refused++;
        return;
      }
      known = { link, ground, bytes, length, seen: new Evidence() };
      this.seen.set(key, known);
    }
    known.seen.note(frame);
  }

  get all(): SeenPrefix[] {
    return [...this.seen.values()];
  }
}
