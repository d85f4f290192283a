/** What a test says to the harness, and hears from it. */
import type { ListSettings } from '../../../src/webview/protocol/messages';

/** What a test opens. */
export interface Opening {
  /** The capture's bytes in base 64, or the number of frames to make. */
  readonly capture: string | number;
  /** The `.stack` file's text, null for none. */
  readonly stack: string | null;
  readonly list: ListSettings;
  /** What an earlier page of the same editor left behind. */
  readonly kept: unknown;
}

/** A message that the page sent to the extension. */
export interface Seen {
  readonly method: string;
  readonly params: unknown;
}
