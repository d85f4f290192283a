/** What the keys of the flow picture mean. */
import { chord } from '../layout/keys';

/** CSS pixels of a key's move. */
const MOVE = 60;

type FlowMeant =
  | { readonly kind: 'go'; readonly to: number }
  | { readonly kind: 'move'; readonly dx: number; readonly dy: number }
  | { readonly kind: 'zoom'; readonly by: number }
  | { readonly kind: 'fit' }
  | { readonly kind: 'choose' };

/** What a key means with branch `at` of `count`, null for nothing. */
export function flowKey(event: KeyboardEvent, at: number, count: number): FlowMeant | null {
  const go = (to: number): FlowMeant => ({ kind: 'go', to: Math.max(0, Math.min(to, count - 1)) });
  const move = (dx: number, dy: number): FlowMeant => ({ kind: 'move', dx: dx * MOVE, dy: dy * MOVE });
  switch (chord(event)) {
    case 'ArrowDown':
    case 'ArrowRight':
      return go(at + 1);
    case 'ArrowUp':
    case 'ArrowLeft':
      return go(at - 1);
    case 'Home':
      return go(0);
    case 'End':
      return go(count - 1);
    case 'Shift+ArrowDown':
      return move(0, 1);
    case 'Shift+ArrowUp':
      return move(0, -1);
    case 'Shift+ArrowLeft':
      return move(-1, 0);
    case 'Shift+ArrowRight':
      return move(1, 0);
    case '+':
    case '=':
      return { kind: 'zoom', by: 1.25 };
    case '-':
      return { kind: 'zoom', by: 0.8 };
    case '0':
      return { kind: 'fit' };
    case 'Enter':
    case ' ':
      return { kind: 'choose' };
    default:
      return null;
  }
}
