/** What the keys of Bytes mean. */
import { chord } from '../layout/keys';

/** Where the keyboard stands in the bytes. */
interface At {
  readonly offset: number;
  readonly length: number;
  /** Bytes of a line, and lines of a page. */
  readonly wide: number;
  readonly page: number;
}

type Meant =
  | { readonly kind: 'go'; readonly to: number; readonly extend: boolean }
  | { readonly kind: 'change'; readonly by: -1 | 1 }
  | { readonly kind: 'version'; readonly by: -1 | 1 }
  | { readonly kind: 'copy' };

/** What a key means, null for nothing. */
export function bytesKey(event: KeyboardEvent, { offset, length, wide, page }: At): Meant | null {
  const pressed = chord(event);
  switch (pressed) {
    case ',':
      return { kind: 'change', by: -1 };
    case '.':
      return { kind: 'change', by: 1 };
    case 'Ctrl+ArrowLeft':
      return { kind: 'version', by: -1 };
    case 'Ctrl+ArrowRight':
      return { kind: 'version', by: 1 };
    case 'Ctrl+c':
      return { kind: 'copy' };
  }
  const extend = pressed.startsWith('Shift+');
  const start = offset - (offset % wide);
  const to = {
    ArrowLeft: offset - 1,
    ArrowRight: offset + 1,
    ArrowUp: offset - wide,
    ArrowDown: offset + wide,
    PageUp: offset - wide * page,
    PageDown: offset + wide * page,
    Home: start,
    End: start + wide - 1,
    'Ctrl+Home': 0,
    'Ctrl+End': length - 1,
  }[extend ? pressed.slice('Shift+'.length) : pressed];
  return to === undefined ? null : { kind: 'go', to: Math.max(0, Math.min(to, length - 1)), extend };
}
