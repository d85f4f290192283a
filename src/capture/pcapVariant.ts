/**
 * Which variant of the classic format a capture is written in: byte order, time unit, length of the
 * record headers and order of the lengths.
 *
 * The header is 24 bytes: magic number, version (two 16-bit numbers), two unused words, snapshot length,
 * link type with flags. The variants below are told by the magic number, the version and, where these do
 * not tell, by which record headers make sense.
 */
import { LINKTYPE_ETHERNET, LINKTYPE_FDDI, LINKTYPE_NULL, LINKTYPE_TOKEN_RING } from '../wire/linktype';
import { CaptureError } from './error';
import { largestFrame } from './format';
import type { Window } from './window';

const FILE_HEADER_BYTES = 24;
/** Seconds, ticks, captured length, original length. */
const RECORD_HEADER_BYTES = 16;

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
  readonly lengthsSwapped: 'never' | 'always' | 'when-larger';
  readonly linkType: number;
  readonly snaplen: number;
  /** Bytes of frame check sequence, -1 when not told. */
  readonly fcsLength: number;
}

/** What a magic number says. */
interface Magic {
  readonly ticks: number;
  /** Bytes between file header and first record. */
  readonly gap: number;
  /** Lengths of record headers that files with this number have, the usual one first. */
  readonly recordHeaders: readonly number[];
}

/** Record header of a Linux patch: interface, protocol, packet type. */
const PATCHED = 24;
/** Record header of a later state of that patch: two processor numbers more. */
const PATCHED_LONGER = 28;
/** Record header of one vendor's firewalls: four bytes more. */
const NOKIA = 20;

const magics: ReadonlyMap<number, Magic> = new Map([
  [0xa1b2c3d4, { ticks: 1e6, gap: 0, recordHeaders: [RECORD_HEADER_BYTES, PATCHED, NOKIA] }],
  [0xa1b23c4d, { ticks: 1e9, gap: 0, recordHeaders: [RECORD_HEADER_BYTES] }],
  [0xa1b2cd34, { ticks: 1e6, gap: 0, recordHeaders: [PATCHED, PATCHED_LONGER] }],
  // IXIA's hardware and software captures: the length of all records follows the file header.
  [0x1c0001ac, { ticks: 1e6, gap: 4, recordHeaders: [RECORD_HEADER_BYTES] }],
  [0x1c0001ab, { ticks: 1e6, gap: 4, recordHeaders: [RECORD_HEADER_BYTES] }],
]);

/** AIX writes version 2.2 with nanoseconds and the interface types of RFC 1573 for link types. */
const aixLinkTypes: ReadonlyMap<number, number> = new Map([
  [6, LINKTYPE_ETHERNET],
  [9, LINKTYPE_TOKEN_RING],
  [15, LINKTYPE_FDDI],
  [24, LINKTYPE_NULL],
]);

/** Major version that DG/UX writes. */
const DGUX = 543;
/** Bits of the link type word that must be zero. */
const RESERVED = 0x03ff0000;
const FCS_LENGTH_PRESENT = 0x04000000;

/** The variant, or null when the magic number is none of this format. Throws `CaptureError`. */
export function pcapVariant(window: Window): PcapVariant | null {
  const available = window.seek(0, FILE_HEADER_BYTES);
  if (available < 4) return null;
  const { view } = window;
  const littleMagic = magics.get(view.getUint32(0, true));
  const magic = littleMagic ?? magics.get(view.getUint32(0, false));
  if (magic === undefined) return null;
  const littleEndian = littleMagic !== undefined;
  if (available < FILE_HEADER_BYTES) {
    throw new CaptureError(
      `The capture is cut short: its file header has ${FILE_HEADER_BYTES} bytes and only ${available} are there.`,
    );
  }
  const major = view.getUint16(4, littleEndian);
  const minor = view.getUint16(6, littleEndian);
  if (major < 2) {
    throw new CaptureError(`The capture is of version ${major}.${minor}, and only version 2 is known.`);
  }
  const network = view.getUint32(20, littleEndian);
  if ((network & RESERVED) !== 0) {
    throw new CaptureError(
      `The capture's link type is ${network}: bits of it are set that must be zero, so it is damaged at byte 20.`,
    );
  }
  const aix = major === 2 && minor === 2 ? aixLinkTypes.get(network) : undefined;
  const variant: PcapVariant = {
    littleEndian,
    ticks: aix === undefined ? magic.ticks : 1e9,
    firstRecord: FILE_HEADER_BYTES + magic.gap,
    recordHeader: magic.recordHeaders[0],
    hasPacketType: magic.recordHeaders[0] !== RECORD_HEADER_BYTES,
    lengthsSwapped: lengthsSwapped(major, minor),
    linkType: aix ?? network & 0xffff,
    snaplen: view.getUint32(16, littleEndian),
    // The flags count 16-bit words.
    fcsLength: network & FCS_LENGTH_PRESENT ? (network >>> 28) * 2 : -1,
  };
  const recordHeader = recordHeaderLength(window, variant, magic.recordHeaders);
  return { ...variant, recordHeader, hasPacketType: recordHeader >= PATCHED };
}

/** Before version 2.3 the original length came first; writers of 2.3 differ. */
function lengthsSwapped(major: number, minor: number): PcapVariant['lengthsSwapped'] {
  if (major === DGUX || (major === 2 && minor < 3)) return 'always';
  return major === 2 && minor === 3 ? 'when-larger' : 'never';
}

/** Records that are looked at to tell the length of the record headers. */
const TRIED = 3;
/** A record is less likely to be one when it is earlier than the first or so many seconds later. */
const LIKELY_SECONDS = 30 * 86400;

/**
 * The usual length of record headers, unless only another one makes sense of the first records, at best with
 * likely times. A capture of the usual kind that is cut short stays one: what is cut off is then a record of
 * a likely time.
 */
function recordHeaderLength(window: Window, variant: PcapVariant, lengths: readonly number[]): number {
  if (lengths.length === 1 || makesSense(window, variant, lengths[0], 'cut')) return lengths[0];
  const others = lengths.slice(1);
  return (
    others.find(length => makesSense(window, variant, length, 'likely')) ??
    others.find(length => makesSense(window, variant, length, 'whole')) ??
    lengths[0]
  );
}

/**
 * Whether the first records are possible with headers of `recordHeader` bytes: `whole`; with the last of them
 * perhaps `cut` short; or whole and all at `likely` times.
 */
function makesSense(
  window: Window,
  variant: PcapVariant,
  recordHeader: number,
  how: 'cut' | 'whole' | 'likely',
): boolean {
  const mayBeCut = how === 'cut';
  const { view, source } = window;
  let position = variant.firstRecord;
  let first = -1;
  for (let tried = 0; tried < TRIED && position < source.size; tried++) {
    const there = window.seek(position, Math.min(recordHeader, source.size - position));
    const at = position - window.start;
    if (there < 4) return mayBeCut;
    const seconds = view.getUint32(at, variant.littleEndian);
    if (first < 0) first = seconds;
    const likely = seconds >= first && seconds - first < LIKELY_SECONDS;
    if (there < recordHeader) return mayBeCut && likely;
    if (how === 'likely' && !likely) return false;
    const ticks = view.getUint32(at + 4, variant.littleEndian);
    const captured = view.getUint32(
      at + (variant.lengthsSwapped === 'always' ? 12 : 8),
      variant.littleEndian,
    );
    if (ticks >= variant.ticks || captured > largestFrame(variant.linkType)) return false;
    position += recordHeader + captured;
    if (position > source.size) return mayBeCut && likely;
  }
  return true;
}
