/** Numbers for keys of some 32-bit words: the first different key is 0, the next 1, up to a bound. */

const EMPTY = -1;
const FIRST_SLOTS = 256;

/** A hash table that never holds more than `most` keys; those that come later are turned away. */
export class KeyTable {
  /** The key that is looked for: the caller fills it in. */
  readonly key: Uint32Array;
  /** Different keys so far. */
  size = 0;
  /** How often a key was turned away because the table was full. */
  refused = 0;
  /**
   * Nobody can make keys that fall on one slot; numbers are given in the order of coming and do not depend on
   * it.
   */
  private readonly seed = Math.floor(Math.random() * 0x100000000);
  private slots = new Int32Array(FIRST_SLOTS).fill(EMPTY);
  private keys: Uint32Array;

  constructor(
    private readonly words: number,
    private readonly most: number,
  ) {
    this.key = new Uint32Array(words);
    this.keys = new Uint32Array(words * (FIRST_SLOTS >> 1));
  }

  /** Number of `key`, added when it is new; -1 when there is no room for it. */
  add(): number {
    const slot = this.slotOfKey();
    const known = this.slots[slot];
    if (known !== EMPTY) return known;
    if (this.size >= this.most) {
      this.refused++;
      return EMPTY;
    }
    const number = this.size++;
    this.slots[slot] = number;
    this.keys.set(this.key, number * this.words);
    if (2 * this.size >= this.slots.length) this.grow();
    return number;
  }

  /** Number of `key`, -1 when it has not been added. */
  find(): number {
    return this.slots[this.slotOfKey()];
  }

  /** The slot that holds `key`, or the empty one where it belongs. */
  private slotOfKey(): number {
    const { slots, keys, key, words, seed } = this;
    const mask = slots.length - 1;
    for (let slot = hashWords(seed, key, 0, words) & mask; ; slot = (slot + 1) & mask) {
      const number = slots[slot];
      if (number === EMPTY || sameWords(keys, number * words, key, words)) return slot;
    }
  }

  private grow(): void {
    const { words, size, seed } = this;
    const keys = new Uint32Array(2 * this.keys.length);
    keys.set(this.keys);
    this.keys = keys;
    this.slots = new Int32Array(2 * this.slots.length).fill(EMPTY);
    const mask = this.slots.length - 1;
    for (let number = 0; number < size; number++) {
      let slot = hashWords(seed, keys, number * words, words) & mask;
      while (this.slots[slot] !== EMPTY) slot = (slot + 1) & mask;
      this.slots[slot] = number;
    }
  }
}

function sameWords(keys: Uint32Array, at: number, key: Uint32Array, words: number): boolean {
  for (let i = words - 1; i >= 0; i--) if (keys[at + i] !== key[i]) return false;
  return true;
}

/** FNV-1a over words from a seed, the bits stirred after each. */
function hashWords(seed: number, keys: Uint32Array, at: number, words: number): number {
  let hash = seed;
  for (let i = at; i < at + words; i++) {
    hash = Math.imul(hash ^ keys[i], 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}
