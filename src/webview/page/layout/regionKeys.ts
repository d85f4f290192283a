/** Keys that lead from one region of the page to another, wherever the focus is. */
import type { PaneName } from '../store';
import { chord, isTyping } from './keys';

/** Where a key leads. */
export type RegionKey =
  | 'filter'
  | 'list'
  | 'previousSame'
  | 'nextSame'
  | 'previousMatch'
  | 'nextMatch'
  | Exclude<PaneName, 'paths'>;

/** Keys of letters, which type where one can type. */
const letters: Readonly<Record<string, RegionKey>> = {
  '1': 'list',
  '2': 'layers',
  '3': 'bytes',
  '4': 'trace',
  '/': 'filter',
  '[': 'previousSame',
  ']': 'nextSame',
};

const others: Readonly<Record<string, RegionKey>> = {
  'Ctrl+f': 'filter',
  Escape: 'list',
  F3: 'nextMatch',
  'Shift+F3': 'previousMatch',
};

/** What a key means that no region has taken for itself; null for nothing. */
export function regionKey(event: KeyboardEvent): RegionKey | null {
  const pressed = chord(event);
  return others[pressed] ?? (isTyping(event) ? null : (letters[pressed] ?? null));
}
