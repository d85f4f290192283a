/** What the keys of the list mean. */
import { chord } from '../layout/keys';

/** Where the list stands. */
interface At {
  readonly row: number;
  readonly rows: number;
  /** Rows of a page. */
  readonly page: number;
}

/** A row to go to, `extend` with the selection kept, or what else to do. */
type Meant = { readonly row: number; readonly extend: boolean } | 'trace' | 'breakpoint' | 'copy' | 'all';

/** What a key means in the list, null for nothing. */
export function listKey(event: KeyboardEvent, { row, rows, page }: At): Meant | null {
  const pressed = chord(event);
  switch (pressed) {
    case 'Enter':
      return 'trace';
    case 'b':
      return 'breakpoint';
    case 'Ctrl+c':
      return 'copy';
    case 'Ctrl+a':
      return 'all';
  }
  const extend = pressed.startsWith('Shift+');
  const to = {
    ArrowUp: row - 1,
    ArrowDown: row + 1,
    PageUp: row - page,
    PageDown: row + page,
    Home: 0,
    End: rows - 1,
  }[extend ? pressed.slice('Shift+'.length) : pressed];
  return to === undefined ? null : { row: to, extend };
}
