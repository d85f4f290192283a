/**
 * Which variant of the classic format a capture is written in: byte order, time unit, length of the
 * record headers and order of the lengths.
 *
 * The header is 24 bytes: magic number, version (two 16-bit numbers), two unused words, snapshot length,
 * link type.
 */
import { CaptureError } from './error';
import type { Window } from './window';

export const FILE_HEADER_BYTES = 24;

/** How to read the records of a classic capture. */
export interface PcapVariant {
  readonly littleEndian: boolean;
  /** Clock ticks in a second: 10^6 or 10^9. */
  readonly ticks: number;
  /** Offset of the first record. */
  readonly firstRecord: number;
  /** Bytes of a record header: 16, more in the patched variants. */
  readonly recordHeader: number;
  /** Whether the record header carries Linux's packet type, at byte 22. */
  readonly hasPacketType: boolean;
  /** Whether original length comes before captured length: old writers did so, some of them only at times. */
  readonly lengthsSwapped: false | 'always' | 'when-larger';
  readonly linkType: number;
  readonly snaplen: number;
  /** Bytes of frame check sequence, -1 when not told. */
  readonly fcsLength: number;
}

const MAGIC_MICROSECONDS = 0xa1b2c3d4;
const MAGIC_NANOSECONDS = 0xa1b23c4d;

/** The variant, or null when the magic number is none of this format. Throws `CaptureError`. */
export function pcapVariant(window: Window): PcapVariant | null {
  const available = window.seek(0, FILE_HEADER_BYTES);
  if (available < 4) return null;
  const { view } = window;
  const big = view.getUint32(0, false);
  const little = view.getUint32(0, true);
  const littleEndian = little === MAGIC_MICROSECONDS || little === MAGIC_NANOSECONDS;
  if (!littleEndian && big !== MAGIC_MICROSECONDS && big !== MAGIC_NANOSECONDS) return null;
  if (available < FILE_HEADER_BYTES) {
    throw new CaptureError(
      `The capture is cut short: its file header has ${FILE_HEADER_BYTES} bytes and only ${available} are there.`,
    );
  }
  const magic = littleEndian ? little : big;
  const major = view.getUint16(4, littleEndian);
  const minor = view.getUint16(6, littleEndian);
  if (major !== 2) {
    throw new CaptureError(`The capture is of version ${major}.${minor}; only version 2 is known.`);
  }
  const network = view.getUint32(20, littleEndian);
  return {
    littleEndian,
    ticks: magic === MAGIC_NANOSECONDS ? 1e9 : 1e6,
    firstRecord: FILE_HEADER_BYTES,
    recordHeader: 16,
    hasPacketType: false,
    lengthsSwapped: false,
    linkType: network & 0x03ffffff,
    snaplen: view.getUint32(16, littleEndian),
    fcsLength: network & 0x04000000 ? network >>> 28 : -1,
  };
}
