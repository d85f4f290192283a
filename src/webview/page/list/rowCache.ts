/** Rows of the list, fetched in blocks and kept while they are near what is looked at. */
import { captureRequests } from '../../protocol/messages';
import { FRAME, type Rows, rowText, type TextColumn } from '../../protocol/rows';
import type { Store } from '../store';

/** Rows asked for at once. */
const BLOCK = 256;
/** Blocks kept: some thousand rows on either side of the screen. */
const KEPT = 24;

/** One row within its block. */
export interface RowAt {
  readonly rows: Rows;
  /** Counts from the block's first row. */
  readonly i: number;
}

export class RowCache {
  private readonly blocks = new Map<number, Rows>();
  private readonly asked = new Map<number, AbortController>();

  private readonly listeners: (() => void)[] = [];

  constructor(private readonly store: Store) {}

  /** Calls `listener` whenever rows have come. */
  onArrival(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** A row as far as it is there; rows of an older revision stand until those of the new one have come. */
  get(row: number): RowAt | null {
    const rows = this.blocks.get(Math.floor(row / BLOCK));
    const i = row % BLOCK;
    return rows !== undefined && i < rows.count ? { rows, i } : null;
  }

  /** True when what is there of a row is of an older revision: the row may be another packet by now. */
  isStale(row: number): boolean {
    const at = this.get(row);
    return at !== null && at.rows.revision !== this.store.state?.revision;
  }

  text(row: number, column: TextColumn): string {
    const at = this.get(row);
    return at === null ? '' : rowText(at.rows, at.i, column);
  }

  /**
   * Asks for what is missing of rows `from` … `to - 1`, and gives up asking for what is no longer in sight.
   */
  need(from: number, to: number): void {
    const first = Math.floor(from / BLOCK);
    const last = Math.floor(Math.max(from, to - 1) / BLOCK);
    for (const [block, controller] of this.asked) {
      if (block < first || block > last) controller.abort();
    }
    for (let block = first; block <= last; block++) {
      if (!this.asked.has(block) && this.wants(block, from, to)) void this.ask(block);
    }
  }

  /** True when what is there of a block does not tell all about rows `from` … `to - 1`. */
  private wants(block: number, from: number, to: number): boolean {
    const rows = this.blocks.get(block);
    const { state } = this.store;
    if (state === null) return false;
    if (rows === undefined || rows.revision !== state.revision) return true;
    const begin = Math.max(from, block * BLOCK) - block * BLOCK;
    const end = Math.min(to, state.rows, (block + 1) * BLOCK) - block * BLOCK;
    if (end > rows.count) return true;
    if (state.replay.kind !== 'running') return false;
    // Verdicts come in while the replay runs.
    for (let i = begin; i < end; i++) if (rows.kind[i] === FRAME && rows.verdict[i] === 0) return true;
    return false;
  }

  private async ask(block: number): Promise<void> {
    const controller = new AbortController();
    this.asked.set(block, controller);
    const from = block * BLOCK;
    const rows = await this.store.ask(
      captureRequests.rows,
      { from, to: from + BLOCK },
      { signal: controller.signal },
    );
    if (this.asked.get(block) === controller) this.asked.delete(block);
    if (rows === null) return;
    this.blocks.delete(block);
    this.blocks.set(block, rows);
    for (const old of this.blocks.keys()) {
      if (this.blocks.size <= KEPT) break;
      this.blocks.delete(old);
    }
    for (const listener of this.listeners) listener();
  }
}
