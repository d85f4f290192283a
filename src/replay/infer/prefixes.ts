/** Prefixes that router advertisements call on-link. */
import { formatIpv6 } from '../../wire/address';
import { Evidence } from './evidence';
import { isGlobal } from './kinds';
import { type Link, PREFIXES_MAX, type SeenPrefix } from './stations';

/** The first `length` bits of an address of 16 bytes at `at`, the others zero. */
export function prefixOf(bytes: Uint8Array, length: number, at = 0): Uint8Array {
  const prefix = bytes.slice(at, at + 16);
  for (let i = 0; i < 16; i++) {
    const bits = Math.max(0, Math.min(8, length - 8 * i));
    prefix[i] &= (0xff00 >> bits) & 0xff;
  }
  return prefix;
}

export class Prefixes {
  /** Prefixes that did not fit. */
  refused = 0;
  private readonly seen = new Map<string, SeenPrefix>();

  note(link: Link, data: Uint8Array, at: number, length: number, frame: number): void {
    if (length < 1 || length > 127) return;
    const bytes = prefixOf(data, length, at);
    if (!isGlobal(bytes)) return;
    const key = `${link.index} ${formatIpv6(bytes)}/${length}`;
    let known = this.seen.get(key);
    if (known === undefined) {
      if (this.seen.size >= PREFIXES_MAX) {
        this.refused++;
        return;
      }
      known = { link, bytes, length, seen: new Evidence() };
      this.seen.set(key, known);
    }
    known.seen.note(frame);
  }

  get all(): SeenPrefix[] {
    return [...this.seen.values()];
  }
}
