/** A file that is made piece by piece: whoever wants no more of it asks for no further piece. */

export interface Piece {
  /** What comes next of the file; may be empty. */
  readonly bytes: Uint8Array;
  /** How much of the work is done, from 0 to 1. */
  readonly progress: number;
}

/** Frames or events worked on between two pieces, so that the asker can serve others. */
export const SLICE = 256;
/** Bytes that are worth a piece of their own before a slice is over. */
export const PIECE_BYTES = 1 << 20;

/** Pieces of a file as one. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
