/** Finding the way again behind damage: the next place at which a record or block makes sense. */
import { readFully } from './source';
import type { Window } from './window';

/** What a look at one more place costs, as bytes walked over: it is read by itself. */
const PROBE_COST = 4096;

/** How far the search has come. */
export interface Search {
  /** The place found, or the one to go on at; the size of the source when there is none up to its end. */
  readonly at: number;
  readonly found: boolean;
}

/** Bytes somewhere in the source, read by themselves; what follows the end of the source is 0. */
export class Probe {
  readonly view: DataView;
  /** Bytes looked at so far, a look counted as many. */
  cost = 0;
  private readonly bytes: Uint8Array;

  constructor(
    private readonly window: Window,
    length: number,
  ) {
    this.bytes = new Uint8Array(length);
    this.view = new DataView(this.bytes.buffer);
  }

  read(offset: number): void {
    this.cost += PROBE_COST;
    const { bytes } = this;
    bytes.fill(0, readFully(this.window.source, offset, bytes, 0, bytes.length));
  }
}

/**
 * Tries every byte from `from` on until a place makes sense or about `maxBytes` have been looked at, those of
 * `probe` included: what a hostile file claims costs no more than that between two calls.
 *
 * @param header bytes that a place must have before the end
 * @param makesSense is asked with the offset in the source, the bytes being at `offset - window.start` in the
 * window
 */
export function search(
  window: Window,
  probe: Probe,
  { from, maxBytes, header }: { from: number; maxBytes: number; header: number },
  makesSense: (at: number) => boolean,
): Search {
  const { size } = window.source;
  const last = size - header;
  probe.cost = 0;
  for (let at = from; at <= last; at++) {
    if (at > from && at - from + probe.cost >= maxBytes) return { at, found: false };
    window.seek(at, header);
    if (makesSense(at)) return { at, found: true };
  }
  return { at: size, found: false };
}
