/** Damaged copies of frames: cut short, cut off by the capture, bytes changed. Deterministic. */
import { get16, put16 } from '../../src/wire/bytes';
import { foldChecksum, sumBytes } from '../../src/wire/checksum';
import type { CraftedFrame } from './crafted';

const ETHERNET_LENGTH = 14;

/** A small generator of pseudo-random numbers (xorshift), so that every run meets the same damage. */
export class Dice {
  constructor(private state = 0x2545f491) {}

  /** An integer from 0 to `n` - 1. */
  roll(n: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) % n;
  }
}

/** Writes the lengths of the network header again after the frame's end moved. */
function fixLengths(bytes: Uint8Array): void {
  if (get16(bytes, 12) === 0x86dd) put16(bytes, 18, bytes.length - ETHERNET_LENGTH - 40);
  else {
    put16(bytes, 16, bytes.length - ETHERNET_LENGTH);
    put16(bytes, 24, 0);
    put16(bytes, 24, foldChecksum(sumBytes(bytes, ETHERNET_LENGTH, (bytes[ETHERNET_LENGTH] & 15) * 4)));
  }
}

function headerEnd(bytes: Uint8Array): number {
  return ETHERNET_LENGTH + (get16(bytes, 12) === 0x86dd ? 40 : (bytes[ETHERNET_LENGTH] & 15) * 4);
}

/** Each frame `times` times with its packet ending earlier. */
export function shortened(frames: readonly CraftedFrame[], times: number, dice: Dice): CraftedFrame[] {
  return frames.flatMap(frame => {
    const payload = frame.bytes.length - headerEnd(frame.bytes);
    return Array.from({ length: payload > 0 ? times : 0 }, () => {
      const length = headerEnd(frame.bytes) + dice.roll(payload);
      const bytes = frame.bytes.slice(0, length);
      fixLengths(bytes);
      return { name: `${frame.name}, ended at ${length}`, bytes };
    });
  });
}

/** Each frame `times` times with the capture holding fewer bytes of it. */
export function cutOff(frames: readonly CraftedFrame[], times: number, dice: Dice): CraftedFrame[] {
  return frames.flatMap(frame =>
    Array.from({ length: times }, () => {
      const from = headerEnd(frame.bytes);
      const captured = from + dice.roll(Math.max(1, frame.bytes.length - from));
      return { name: `${frame.name}, cut off at ${captured}`, bytes: frame.bytes, captured };
    }),
  );
}

/** Each frame `times` times with one to three bytes after the network header changed. */
export function changed(frames: readonly CraftedFrame[], times: number, dice: Dice): CraftedFrame[] {
  return frames.flatMap(frame => {
    const from = headerEnd(frame.bytes);
    const length = frame.bytes.length - from;
    return Array.from({ length: length > 0 ? times : 0 }, () => {
      const bytes = frame.bytes.slice();
      const places: string[] = [];
      for (let n = dice.roll(3); n >= 0; n--) {
        const at = from + dice.roll(length);
        bytes[at] = dice.roll(2) === 0 ? dice.roll(256) : dice.roll(9);
        places.push(`${at}=${bytes[at]}`);
      }
      return { name: `${frame.name}, changed ${places.join(' ')}`, bytes };
    });
  });
}
