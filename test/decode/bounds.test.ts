/** Decoding reads a frame's own bytes and no others, whatever they say. */
import assert from 'node:assert/strict';
import { Decoder, type Dissection, fieldInfo, fieldText } from '../../src/decode';
import type { CraftedFrame } from '../tshark/crafted';
import { craftedIcmp, craftedIgmp } from '../tshark/craftedIcmp';
import { craftedIcmpv6 } from '../tshark/craftedIcmpv6';
import { craftedQuotes } from '../tshark/craftedQuotes';
import { craftedTcp, craftedUdp } from '../tshark/craftedTcp';
import { craftedGre, craftedSecurity } from '../tshark/craftedTunnels';
import { changed, cutOff, Dice, shortened } from '../tshark/mutated';

const ETHERNET = 1;
const AROUND = 300;

const whole = [
  ...craftedIcmpv6(),
  ...craftedIcmp(),
  ...craftedIgmp(),
  ...craftedTcp(),
  ...craftedUdp(),
  ...craftedGre(),
  ...craftedSecurity(),
  ...craftedQuotes(),
];

/** Every entry of a dissection as a line: field, place in the frame, text. */
function lines(d: Dissection, at: number): string[] {
  return Array.from({ length: d.count }, (_, k) => {
    const place = d.source[k] === 0 ? d.offset[k] - at : d.offset[k];
    return `${fieldInfo(d.field[k]).name} @${place}+${d.length[k]} ${fieldText(d, k)}`;
  });
}

/** The frame decoded with `poison` before and after it in memory. */
function decoded(frame: CraftedFrame, poison: number): string[] {
  const length = Math.min(frame.captured ?? frame.bytes.length, frame.bytes.length);
  const memory = new Uint8Array(length + 2 * AROUND).fill(poison);
  memory.set(frame.bytes.subarray(0, length), AROUND);
  const d = new Decoder().dissect(memory, AROUND, length, ETHERNET, {
    number: 1,
    seconds: 1_700_000_000,
    nanoseconds: 0,
    originalLength: frame.bytes.length,
  });
  return lines(d, AROUND);
}

/** Frames whose entries depend on the memory around them. */
function leaks(frames: readonly CraftedFrame[]): string[] {
  return frames.flatMap(frame => {
    const zeros = decoded(frame, 0);
    const ones = decoded(frame, 0xff);
    const at = zeros.findIndex((line, i) => line !== ones[i]);
    return at < 0 && zeros.length === ones.length ? [] : [`${frame.name}: ${zeros[at]} | ${ones[at]}`];
  });
}

describe('decoding stays inside the frame', function () {
  this.timeout(60_000);
  const none: string[] = [];
  it('of whole frames', () => assert.deepEqual(leaks(whole), none));
  it('of shortened frames', () => assert.deepEqual(leaks(shortened(whole, 3, new Dice(1))), none));
  it('of frames that the capture cut off', () =>
    assert.deepEqual(leaks(cutOff(whole, 4, new Dice(2))), none));
  it('of changed frames', () => assert.deepEqual(leaks(changed(whole, 6, new Dice(3))), none));
  it('of changed and cut off frames', () => {
    assert.deepEqual(leaks(cutOff(changed(whole, 2, new Dice(4)), 2, new Dice(5))), none);
  });
});
