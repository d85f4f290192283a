/** Finds the row at a time. */
import { captureRequests } from '../../protocol/messages';
import type { Store } from '../store';

/**
 * The first row at a time or after it, found by halving; the last one when all are before it, null without
 * any.
 */
export async function rowAtTime(store: Store, time: number): Promise<number | null> {
  let low = 0;
  let high = (store.state?.rows ?? 0) - 1;
  if (high < 0) return null;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const rows = await store.ask(captureRequests.rows, { from: middle, to: middle + 1 });
    if (rows === null || rows.count === 0) return null;
    if (rows.relative[0] < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
