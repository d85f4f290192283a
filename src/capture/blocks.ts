/**
 * Columns of a value a frame, kept in blocks so that growing never copies what is already there. Frame `i` is
 * in block `i >>> BLOCK_BITS`, at `i & IN_BLOCK`.
 */

export const BLOCK_BITS = 13;
/** Frames of a block of full size. */
export const BLOCK = 1 << BLOCK_BITS;
export const IN_BLOCK = BLOCK - 1;
/** Frames of the first block until there are more: most captures are small. */
const FIRST_BLOCK = 64;

/** Columns of the frames of one block. */
export interface Block<B> {
  /** The same frames in a block of full size. */
  enlarged(): B;
}

/** What is kept in blocks of the class `B`. */
export abstract class Blocks<B extends Block<B>> {
  protected readonly blocks: B[] = [];
  /** The block of the last frame. */
  protected block: B;
  /** Frames that there is room for. */
  protected room = 0;

  /** @param make a block with room for some frames */
  constructor(private readonly make: (room: number) => B) {
    this.block = make(0);
  }

  /** Makes room for frame `room`, in `block`. */
  protected makeRoom(): void {
    if (this.room === FIRST_BLOCK) {
      this.block = this.block.enlarged();
      this.blocks[0] = this.block;
      this.room = BLOCK;
    } else {
      const more = this.room === 0 ? FIRST_BLOCK : BLOCK;
      this.block = this.make(more);
      this.blocks.push(this.block);
      this.room += more;
    }
  }
}
