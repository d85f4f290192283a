/**
 * Where each frame of a capture lies and when it was taken, in typed arrays: 16 bytes a frame, 4 more
 * where frames were cut by the snapshot length, 2 more where there are several interfaces.
 */
import { BLOCK, BLOCK_BITS, type Block, Blocks, IN_BLOCK } from './blocks';

const WORD = 2 ** 32;

/** Interface of a frame whose block in the file names none. */
export const NO_INTERFACE = -1;
/** Most interfaces a capture may have. */
export const MAX_INTERFACES = 0xffff;
/** How the column of interfaces says `NO_INTERFACE`. */
const NONE = 0xffff;
/** Value of `direction` bits for a frame without a time. */
const TIMELESS = 3;
const NANOSECONDS = 0x3fffffff;

/** One block of frames. */
class FrameBlock implements Block<FrameBlock> {
  readonly offset: Uint32Array;
  readonly captured: Uint32Array;
  /** The same array as `captured` until the first frame whose lengths differ. */
  original: Uint32Array;
  readonly seconds: Uint32Array;
  /** Nanoseconds in the low 30 bits, direction or `TIMELESS` in the upper two. */
  readonly subseconds: Uint32Array;
  /** Null while all frames are of interface 0; `NONE` means no interface. */
  interfaces: Uint16Array | null = null;

  /** @param room frames that it can hold */
  constructor(room: number) {
    this.offset = new Uint32Array(room);
    this.captured = new Uint32Array(room);
    this.original = this.captured;
    this.seconds = new Uint32Array(room);
    this.subseconds = new Uint32Array(room);
  }

  enlarged(): FrameBlock {
    const block = new FrameBlock(BLOCK);
    block.offset.set(this.offset);
    block.captured.set(this.captured);
    block.seconds.set(this.seconds);
    block.subseconds.set(this.subseconds);
    if (this.original !== this.captured) {
      block.original = new Uint32Array(BLOCK);
      block.original.set(this.original);
    }
    if (this.interfaces !== null) {
      block.interfaces = new Uint16Array(BLOCK);
      block.interfaces.set(this.interfaces);
    }
    return block;
  }
}

/**
 * The high part of a column that the 32 bits kept for each frame leave out: it holds from frame `from` on.
 */
interface Base {
  readonly from: number;
  readonly value: number;
}

/** All that the index knows of one frame. */
export interface FrameRecord {
  /** Offset in the file of its first byte. */
  offset: number;
  captured: number;
  original: number;
  seconds: number;
  nanoseconds: number;
  /** False for a frame whose block carries no time. */
  timed: boolean;
  /** 0 unknown, 1 received, 2 sent. */
  direction: number;
  /** Index of its interface, or `NO_INTERFACE`. */
  interfaceId: number;
}

/** The frames of a capture in file order. `i` is 0-based and must be below `count`. */
export class FrameIndex extends Blocks<FrameBlock> {
  count = 0;
  private readonly offsetBases: Base[] = [{ from: 0, value: 0 }];
  private readonly secondsBases: Base[] = [{ from: 0, value: 0 }];
  private offsetBase = 0;
  private secondsBase = 0;

  constructor() {
    super(room => new FrameBlock(room));
  }

  /**
   * Notes one frame. `offset`: of its first byte in the file; `direction`: 0 unknown, 1 in, 2 out;
   * `timeless`: its block has no time, then `seconds` and `nanoseconds` (below 10^9) are 0.
   */
  append(
    offset: number,
    captured: number,
    original: number,
    seconds: number,
    nanoseconds: number,
    interfaceId: number,
    direction: number,
    timeless: boolean,
  ): void {
    const i = this.count;
    if (i === this.room) this.makeRoom();
    const at = i & IN_BLOCK;
    const block = this.block;
    let low = offset - this.offsetBase;
    if (low >= WORD) {
      low = 0;
      this.offsetBase = offset;
      this.offsetBases.push({ from: i, value: offset });
    }
    let lowSeconds = seconds - this.secondsBase;
    if (lowSeconds < 0 || lowSeconds >= WORD) {
      this.secondsBase = Math.floor(seconds / WORD) * WORD;
      lowSeconds = seconds - this.secondsBase;
      this.secondsBases.push({ from: i, value: this.secondsBase });
    }
    block.offset[at] = low;
    block.captured[at] = captured;
    if (block.original !== block.captured) block.original[at] = original;
    else if (original !== captured) {
      block.original = block.captured.slice();
      block.original[at] = original;
    }
    block.seconds[at] = lowSeconds;
    block.subseconds[at] = nanoseconds | ((timeless ? TIMELESS : direction) << 30);
    if (interfaceId !== 0 || block.interfaces !== null) setInterface(block, at, interfaceId);
    this.count = i + 1;
  }

  /** Offset in the file of the frame's first byte. */
  offset(i: number): number {
    return baseAt(this.offsetBases, i) + this.blocks[i >>> BLOCK_BITS].offset[i & IN_BLOCK];
  }

  /** Bytes of the frame in the file. */
  captured(i: number): number {
    return this.blocks[i >>> BLOCK_BITS].captured[i & IN_BLOCK];
  }

  /** Bytes the frame had on the wire. */
  original(i: number): number {
    return this.blocks[i >>> BLOCK_BITS].original[i & IN_BLOCK];
  }

  /** Whole seconds since the epoch, rounded down. */
  seconds(i: number): number {
    return baseAt(this.secondsBases, i) + this.blocks[i >>> BLOCK_BITS].seconds[i & IN_BLOCK];
  }

  /** Nanoseconds after `seconds`, 0 to 999,999,999. */
  nanoseconds(i: number): number {
    return this.blocks[i >>> BLOCK_BITS].subseconds[i & IN_BLOCK] & NANOSECONDS;
  }

  /** Index of the frame's interface, or `NO_INTERFACE`. */
  interfaceOf(i: number): number {
    const column = this.blocks[i >>> BLOCK_BITS].interfaces;
    if (column === null) return 0;
    const value = column[i & IN_BLOCK];
    return value === NONE ? NO_INTERFACE : value;
  }

  /** 0 unknown, 1 in, 2 out. */
  direction(i: number): number {
    const bits = this.blocks[i >>> BLOCK_BITS].subseconds[i & IN_BLOCK] >>> 30;
    return bits === TIMELESS ? 0 : bits;
  }

  /** False for a frame whose block carries no time. */
  hasTime(i: number): boolean {
    return this.blocks[i >>> BLOCK_BITS].subseconds[i & IN_BLOCK] >>> 30 !== TIMELESS;
  }

  /** Puts all columns of frame `i` into `record`: one look at each. */
  load(i: number, record: FrameRecord): void {
    const block = this.blocks[i >>> BLOCK_BITS];
    const at = i & IN_BLOCK;
    const subseconds = block.subseconds[at];
    const direction = subseconds >>> 30;
    record.offset = baseAt(this.offsetBases, i) + block.offset[at];
    record.captured = block.captured[at];
    record.original = block.original[at];
    record.seconds = baseAt(this.secondsBases, i) + block.seconds[at];
    record.nanoseconds = subseconds & NANOSECONDS;
    record.timed = direction !== TIMELESS;
    record.direction = direction === TIMELESS ? 0 : direction;
    const id = block.interfaces === null ? 0 : block.interfaces[at];
    record.interfaceId = id === NONE ? NO_INTERFACE : id;
  }

  /** Bytes of memory that the columns take. */
  get bytes(): number {
    let sum = 0;
    for (const block of this.blocks) {
      sum += 4 * block.offset.byteLength;
      if (block.original !== block.captured) sum += block.original.byteLength;
      sum += block.interfaces?.byteLength ?? 0;
    }
    return sum;
  }
}

function setInterface(block: FrameBlock, at: number, interfaceId: number): void {
  block.interfaces ??= new Uint16Array(block.offset.length);
  block.interfaces[at] = interfaceId === NO_INTERFACE ? NONE : interfaceId;
}

/** The base that holds for frame `i`: the last one whose `from` is not after it. */
function baseAt(bases: readonly Base[], i: number): number {
  if (bases.length === 1) return bases[0].value;
  let low = 0;
  let high = bases.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (bases[middle].from <= i) low = middle;
    else high = middle - 1;
  }
  return bases[low].value;
}
