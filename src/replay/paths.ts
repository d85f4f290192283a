/**
 * The different ways that packets took through the stack, each kept once: a frame remembers only its path's
 * number, from which verdict, deciding decision and every outcome can be read again.
 */
import type { Trace } from '../stack/trace';

/** Bytes of outcomes kept at most; later new paths are remembered by their last decision alone. */
const OUTCOMES_MAX = 16 << 20;
/** Paths told apart at most; later new ones share one entry a verdict. */
const PATHS_MAX = 1 << 18;

/** Slots for guesses, a power of two. */
const GUESSES = 256;

/** A table of interned paths. Number 0 is "no path": a frame that was not injected or not reached yet. */
export class PathTable {
  private outcomes = new Uint16Array(1 << 14);
  /**
   * The same memory by fours: paths begin at places that four divides, so that they are compared four
   * outcomes at a time. Outcomes are numbers below 0x7ff0, so no four of them read as a number that is not
   * equal to itself.
   */
  private fours = new Float64Array(this.outcomes.buffer);
  private used = 0;
  private starts = new Uint32Array(1 << 10);
  private lengths = new Uint16Array(1 << 10);
  private verdicts = new Uint8Array(1 << 10);
  private settled = new Int32Array(1 << 10);
  private hashes = new Int32Array(1 << 10);
  /** Open addressing: path numbers, 0 for free. Its length is a power of two, at most half full. */
  private slots = new Uint32Array(1 << 11);
  private count = 1;
  /** The last path met for each `guessOf`: most packets take a path that one shortly before them took. */
  private readonly guesses = new Uint32Array(GUESSES);
  private trace: Trace | null = null;
  private traceFours = new Float64Array(0);
  /** Paths that share one entry because the table was full, by verdict and settling outcome. */
  private readonly short = new Map<number, number>();

  /** One more than the greatest path number. */
  get size(): number {
    return this.count;
  }

  /** Verdict number of a path (see `verdicts` of the stack), 0 for none. */
  verdict(path: number): number {
    return this.verdicts[path];
  }

  /** Outcome number that settled the verdict, -1 for none. */
  settledBy(path: number): number {
    return path === 0 ? -1 : this.settled[path];
  }

  /** Outcome numbers of a path in the order taken: a view, do not write. */
  outcomesOf(path: number): Uint16Array {
    return this.outcomes.subarray(this.starts[path], this.starts[path] + this.lengths[path]);
  }

  /** The number of the path that `trace` holds, the same for equal paths. Allocates only for a new path. */
  intern(trace: Trace): number {
    if (this.trace !== trace) this.watch(trace);
    const { length } = trace;
    const guess = (31 * length + trace.settledBy) & (GUESSES - 1);
    const guessed = this.guesses[guess];
    if (guessed !== 0 && this.holds(guessed, trace, length)) return guessed;
    const number = this.find(trace, length);
    this.guesses[guess] = number;
    return number;
  }

  private watch(trace: Trace): void {
    this.trace = trace;
    this.traceFours = new Float64Array(trace.path.buffer, trace.path.byteOffset, trace.path.length >> 2);
  }

  private find(trace: Trace, length: number): number {
    const { path } = trace;
    let hash = Math.imul(length ^ (trace.verdict << 16), 0x01000193) ^ trace.settledBy;
    for (let i = 0; i < length; i++) hash = Math.imul(hash ^ path[i], 0x01000193);
    hash ^= hash >>> 15;
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (let known = this.slots[slot]; known !== 0; known = this.slots[slot]) {
      if (this.hashes[known] === hash && this.holds(known, trace, length)) return known;
      slot = (slot + 1) & mask;
    }
    if (this.count >= PATHS_MAX || 2 * (this.used + length) > OUTCOMES_MAX) {
      return this.abridged(trace);
    }
    return this.add(trace, hash, slot);
  }

  private holds(known: number, trace: Trace, length: number): boolean {
    if (
      this.lengths[known] !== length ||
      this.verdicts[known] !== trace.verdict ||
      this.settled[known] !== trace.settledBy
    ) {
      return false;
    }
    const { outcomes, fours, traceFours } = this;
    const start = this.starts[known];
    const from = start >> 2;
    const whole = length >> 2;
    for (let i = 0; i < whole; i++) if (fours[from + i] !== traceFours[i]) return false;
    for (let i = 4 * whole; i < length; i++) if (outcomes[start + i] !== trace.path[i]) return false;
    return true;
  }

  private add(trace: Trace, hash: number, slot: number): number {
    const { length } = trace;
    const number = this.count++;
    if (number >= this.starts.length) this.growEntries();
    this.reserve(length + 3);
    this.outcomes.set(trace.path.subarray(0, length), this.used);
    this.starts[number] = this.used;
    this.used += (length + 3) & ~3;
    this.lengths[number] = length;
    this.verdicts[number] = trace.verdict;
    this.settled[number] = trace.settledBy;
    this.hashes[number] = hash;
    this.slots[slot] = number;
    if (2 * this.count > this.slots.length) this.rehash();
    return number;
  }

  /**
   * When the table is full: the path by its settling decision alone. At most one for each outcome and
   * verdict.
   */
  private abridged(trace: Trace): number {
    const key = 16 * (trace.settledBy + 1) + trace.verdict;
    const known = this.short.get(key);
    if (known !== undefined) return known;
    const number = this.count++;
    if (number >= this.starts.length) this.growEntries();
    this.starts[number] = this.used;
    if (trace.settledBy >= 0) {
      this.reserve(4);
      this.outcomes[this.used] = trace.settledBy;
      this.used += 4;
      this.lengths[number] = 1;
    }
    this.verdicts[number] = trace.verdict;
    this.settled[number] = trace.settledBy;
    this.short.set(key, number);
    return number;
  }

  private reserve(length: number): void {
    if (this.used + length <= this.outcomes.length) return;
    this.outcomes = grown(this.outcomes, new Uint16Array((2 * (this.used + length) + 3) & ~3));
    this.fours = new Float64Array(this.outcomes.buffer);
  }

  private growEntries(): void {
    const size = 2 * this.starts.length;
    this.starts = grown(this.starts, new Uint32Array(size));
    this.lengths = grown(this.lengths, new Uint16Array(size));
    this.verdicts = grown(this.verdicts, new Uint8Array(size));
    this.settled = grown(this.settled, new Int32Array(size));
    this.hashes = grown(this.hashes, new Int32Array(size));
  }

  private rehash(): void {
    this.slots = new Uint32Array(2 * this.slots.length);
    const mask = this.slots.length - 1;
    for (let number = 1; number < this.count; number++) {
      let slot = this.hashes[number] & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = number;
    }
  }
}

function grown<T extends Uint8Array | Uint16Array | Uint32Array | Int32Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
