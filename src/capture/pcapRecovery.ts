/**
 * Finding the next record of a classic capture behind damage: its records bear no mark, so that several in a
 * row must make sense.
 */
import { largestFrame } from './format';
import type { FrameIndex } from './frameIndex';
import type { PcapVariant } from './pcapVariant';
import { Probe, type Search, search } from './recovery';
import type { Window } from './window';

/** Records that must follow one another, unless the capture ends with them. */
const IN_A_ROW = 3;
/** Seconds by which times behind damage may differ from those before it. */
const YEAR = 366 * 86_400;
/** Frames whose times count. */
const LAST = 9;
/** Bytes of a record header that are looked at: time and lengths. */
const LOOKED_AT = 16;

/**
 * Seconds at about which the last frames were taken, null without any: the last ones may have been read from
 * damaged bytes already.
 */
export function timeNear(frames: FrameIndex): number | null {
  const { count } = frames;
  const last = Array.from({ length: Math.min(count, LAST) }, (_, i) => frames.seconds(count - 1 - i));
  return last.sort((a, b) => a - b)[last.length >>> 1] ?? null;
}

/** @param near as `timeNear` gives it */
export function nextRecord(
  window: Window,
  variant: PcapVariant,
  near: number | null,
  from: number,
  maxBytes: number,
): Search {
  const { size } = window.source;
  const { recordHeader } = variant;
  const probe = new Probe(window, LOOKED_AT);
  return search(window, probe, { from, maxBytes, header: recordHeader }, at => {
    let length = frameLength(window.view, at - window.start, variant, near);
    let next = at;
    for (let row = 1; length > 0; row++) {
      next += recordHeader + length;
      if (next === size) return true;
      if (next + recordHeader > size) return row > 1 && next < size;
      if (row === IN_A_ROW) return true;
      probe.read(next);
      length = frameLength(probe.view, 0, variant, near);
    }
    return false;
  });
}

/**
 * Bytes of the frame whose record header is at `at`; 0 when the header makes no sense. Records without any
 * bytes count as none: zeros look so.
 */
function frameLength(view: DataView, at: number, variant: PcapVariant, near: number | null): number {
  const { littleEndian, ticks, linkType, lengthsSwapped } = variant;
  const seconds = view.getUint32(at, littleEndian);
  if (near === null ? seconds === 0 : Math.abs(seconds - near) > YEAR) return 0;
  if (view.getUint32(at + 4, littleEndian) >= ticks) return 0;
  const first = view.getUint32(at + 8, littleEndian);
  const second = view.getUint32(at + 12, littleEndian);
  const swapped = lengthsSwapped === 'always' || (lengthsSwapped === 'when-larger' && first > second);
  const captured = swapped ? second : first;
  const original = swapped ? first : second;
  return captured <= original && original <= largestFrame(linkType) ? captured : 0;
}
