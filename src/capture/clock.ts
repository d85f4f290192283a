/** Turning the 64-bit tick counts of pcapng into seconds and nanoseconds. */

const WORD = 2 ** 32;
const HALF = 2 ** 16;
/** Above so many ticks in a second the divisions below are no longer exact in doubles. */
const LARGEST_EXACT = 2 ** 36;

/** The clock of one interface: a resolution and an offset. `read` leaves its result in the two fields. */
export class Clock {
  /** Whole seconds since the epoch, rounded down. */
  seconds = 0;
  /** Nanoseconds after `seconds`, 0 to 999,999,999; finer ticks are rounded down. */
  nanoseconds = 0;
  private readonly ticks: number;
  private readonly offset: number;
  private readonly exact: boolean;

  /** `ticksPerSecond` is at least 1; `offset` is in seconds. */
  constructor(
    private readonly ticksPerSecond: bigint,
    offset: bigint,
  ) {
    this.ticks = Number(ticksPerSecond);
    this.offset = Number(offset);
    this.exact = this.ticks <= LARGEST_EXACT;
  }

  /** Reads the count `high` * 2^32 + `low`. */
  read(high: number, low: number): void {
    if (!this.exact) {
      this.readLarge(high, low);
      return;
    }
    // Long division in three steps, each of whose operands fits a double.
    const { ticks } = this;
    const first = Math.floor(high / ticks);
    const middle = (high - first * ticks) * HALF + (low >>> 16);
    const second = Math.floor(middle / ticks);
    const last = (middle - second * ticks) * HALF + (low & 0xffff);
    const third = Math.floor(last / ticks);
    const rest = last - third * ticks;
    this.seconds = this.offset + first * WORD + second * HALF + third;
    this.nanoseconds = ticks === 1e9 ? rest : this.nanosecondsOf(rest);
  }

  /** Nanoseconds of `rest` ticks, less than a second's, rounded down. */
  private nanosecondsOf(rest: number): number {
    if (rest * 1e9 < Number.MAX_SAFE_INTEGER) return Math.floor((rest * 1e9) / this.ticks);
    return Number((BigInt(rest) * 1_000_000_000n) / this.ticksPerSecond);
  }

  private readLarge(high: number, low: number): void {
    const count = (BigInt(high) << 32n) | BigInt(low);
    this.seconds = this.offset + Number(count / this.ticksPerSecond);
    this.nanoseconds = Number(((count % this.ticksPerSecond) * 1_000_000_000n) / this.ticksPerSecond);
  }
}

/**
 * Ticks in a second for the byte of an `if_tsresol` option: the power of ten, or with the top bit set the
 * power of two, that a tick is a part of.
 */
export function ticksPerSecond(resolution: number): bigint {
  const exponent = BigInt(resolution & 0x7f);
  return resolution & 0x80 ? 2n ** exponent : 10n ** exponent;
}
