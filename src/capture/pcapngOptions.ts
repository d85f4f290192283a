/** The options that end most pcapng blocks: code, length, value, padded to four bytes. */

/** End of options. */
const OPT_ENDOFOPT = 0;
/** A comment, in any block. */
export const OPT_COMMENT = 1;

/** One option. `value` lies in the bytes given to `parseOptions`. */
export interface Option {
  readonly code: number;
  readonly value: Uint8Array;
}

/**
 * The options in `bytes[at..]`. `overrun` is the length that the first option claims which is longer than
 * what follows it, or -1; the options before it are returned.
 */
export function parseOptions(
  bytes: Uint8Array,
  at: number,
  littleEndian: boolean,
): { options: Option[]; overrun: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const options: Option[] = [];
  let next = at;
  while (next + 4 <= bytes.length) {
    const code = view.getUint16(next, littleEndian);
    const length = view.getUint16(next + 2, littleEndian);
    if (code === OPT_ENDOFOPT) break;
    if (next + 4 + length > bytes.length) return { options, overrun: length };
    options.push({ code, value: bytes.subarray(next + 4, next + 4 + length) });
    next += 4 + padded(length);
  }
  return { options, overrun: -1 };
}

/** `length` rounded up to a multiple of four. */
export function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}

/** The text of an option: UTF-8 up to the first zero byte; bytes that are no UTF-8 become U+FFFD. */
export function optionText(value: Uint8Array): string {
  const end = value.indexOf(0);
  return new TextDecoder().decode(end < 0 ? value : value.subarray(0, end));
}

/** Text of the first option `code`; empty when there is none. */
export function firstText(options: readonly Option[], code: number): string {
  const option = options.find(candidate => candidate.code === code);
  return option === undefined ? '' : optionText(option.value);
}

/** The texts of all comments. */
export function commentsOf(options: readonly Option[]): string[] {
  return options.filter(option => option.code === OPT_COMMENT).map(option => optionText(option.value));
}

/** The 64-bit integer of the last option `code` that is eight bytes long, or undefined. */
export function option64(
  options: readonly Option[],
  code: number,
  littleEndian: boolean,
  signed: boolean,
): bigint | undefined {
  const value = options.findLast(option => option.code === code && option.value.length === 8)?.value;
  if (value === undefined) return undefined;
  const view = new DataView(value.buffer, value.byteOffset, 8);
  return signed ? view.getBigInt64(0, littleEndian) : view.getBigUint64(0, littleEndian);
}

/** The byte of the last option `code` that is one byte long, or undefined. */
export function option8(options: readonly Option[], code: number): number | undefined {
  return options.findLast(option => option.code === code && option.value.length === 1)?.value[0];
}
