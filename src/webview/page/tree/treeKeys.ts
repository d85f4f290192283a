/** What the keys of a tree mean, over the rows that are not folded away. */
import { chord } from '../layout/keys';

export interface TreeRow {
  /** From 1. */
  readonly level: number;
  /** Null for a row without children. */
  readonly open: boolean | null;
}

/** A row to go to by its place, or a fold to change there. */
type TreeMove =
  | { readonly kind: 'go'; readonly to: number }
  | { readonly kind: 'fold'; readonly open: boolean };

/** What a key means at row `at`, null for nothing. `page`: rows of a page. */
export function treeMove(
  event: KeyboardEvent,
  rows: readonly TreeRow[],
  at: number,
  page: number,
): TreeMove | null {
  const row = rows[at];
  const go = (to: number): TreeMove => ({ kind: 'go', to: Math.max(0, Math.min(to, rows.length - 1)) });
  switch (chord(event)) {
    case 'ArrowDown':
      return go(at + 1);
    case 'ArrowUp':
      return go(at - 1);
    case 'PageDown':
      return go(at + page);
    case 'PageUp':
      return go(at - page);
    case 'Home':
      return go(0);
    case 'End':
      return go(rows.length - 1);
    case 'ArrowRight':
      if (row?.open === false) return { kind: 'fold', open: true };
      return row?.open ? go(at + 1) : null;
    case 'ArrowLeft': {
      if (row?.open) return { kind: 'fold', open: false };
      const parent = rows.slice(0, Math.max(at, 0)).findLastIndex(one => one.level < row.level);
      return parent < 0 ? null : go(parent);
    }
    default:
      return null;
  }
}
