/** Addresses kept once each, under small numbers. */
import { put32 } from '../wire/bytes';

const WORDS = 4;
const FIRST_CAPACITY = 1 << 12;

/** Gives every 128-bit address a number, 0, 1, 2 … in the order of first appearance. */
export class AddressTable {
  /** Addresses so far. */
  count = 0;
  private words = new Int32Array(FIRST_CAPACITY * WORDS);
  /** Open addressing: number + 1, or 0 where nothing is. Twice as long as there may be addresses. */
  private slots = new Int32Array(FIRST_CAPACITY * 2);
  private mask = FIRST_CAPACITY * 2 - 1;

  /** The number of the address of four 32-bit words, first word first, each as a signed integer. */
  intern(a: number, b: number, c: number, d: number): number {
    const { words, slots, mask } = this;
    let slot = hash(a, b, c, d) & mask;
    for (;;) {
      const found = slots[slot];
      if (found === 0) break;
      const at = (found - 1) * WORDS;
      if (words[at + 3] === d && words[at + 1] === b && words[at] === a && words[at + 2] === c) {
        return found - 1;
      }
      slot = (slot + 1) & mask;
    }
    return this.add(slot, a, b, c, d);
  }

  /** Writes the 16 bytes of address `id` to `into` at `at`. */
  copy(id: number, into: Uint8Array, at: number): void {
    for (let word = 0; word < WORDS; word++) put32(into, at + 4 * word, this.words[id * WORDS + word]);
  }

  /** The 16 bytes of address `id`. */
  bytes(id: number): Uint8Array {
    const bytes = new Uint8Array(16);
    this.copy(id, bytes, 0);
    return bytes;
  }

  /** Bytes of memory that the table takes. */
  get byteLength(): number {
    return this.words.byteLength + this.slots.byteLength;
  }

  private add(slot: number, a: number, b: number, c: number, d: number): number {
    const id = this.count++;
    if (id * WORDS === this.words.length) {
      this.grow();
      slot = this.freeSlot(a, b, c, d);
    }
    const at = id * WORDS;
    this.words[at] = a;
    this.words[at + 1] = b;
    this.words[at + 2] = c;
    this.words[at + 3] = d;
    this.slots[slot] = id + 1;
    return id;
  }

  private grow(): void {
    const grown = new Int32Array(this.words.length * 2);
    grown.set(this.words);
    this.words = grown;
    this.slots = new Int32Array(this.slots.length * 2);
    this.mask = this.slots.length - 1;
    for (let id = 0; id < this.count - 1; id++) {
      const at = id * WORDS;
      this.slots[this.freeSlot(grown[at], grown[at + 1], grown[at + 2], grown[at + 3])] = id + 1;
    }
  }

  private freeSlot(a: number, b: number, c: number, d: number): number {
    let slot = hash(a, b, c, d) & this.mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & this.mask;
    return slot;
  }
}

/** Mixes the words so that addresses that differ in a few bits are far apart. */
function hash(a: number, b: number, c: number, d: number): number {
  let h = Math.imul(d, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35) ^ a;
  h = Math.imul(h ^ (h >>> 15), 0x27d4eb2f);
  return h ^ (h >>> 13);
}
