/**
 * Entries of the systemd journal as pcapng blocks: their text is a frame. (draft-ietf-opsawg-pcapng, Journal
 * Export Format.)
 */

/**
 * An entry: where its text ends without the padding, and its time since the epoch, which stands in the text.
 */
export interface JournalEntry {
  readonly end: number;
  readonly seconds: number;
  readonly nanoseconds: number;
  /** True when the text tells no time. */
  readonly timeless: boolean;
}

/** Reads the body of a journal block. */
export function readJournalEntry(body: Uint8Array): JournalEntry {
  let end = body.length;
  while (end > 0 && body[end - 1] === 0) end--;
  const text = new TextDecoder('latin1').decode(body.subarray(0, end));
  const match = /^__REALTIME_TIMESTAMP=(\d{1,16})$/m.exec(text);
  const microseconds = match === null ? 0 : Number(match[1]);
  const seconds = Math.floor(microseconds / 1e6);
  return { end, seconds, nanoseconds: (microseconds - seconds * 1e6) * 1000, timeless: match === null };
}
