/**
 * `node generate.js FILE FRAMES mix|small|ipv4`: writes a capture for the benchmark, the same in every run.
 */
import { closeSync, openSync, renameSync, writeSync } from 'node:fs';
import { FrameMaker, internetMix, smallFrames } from './frames';
import { FrameMaker4 } from './frames4';

const SEED = 0x5eed;
/** Time of the first frame: seconds since the epoch. */
const START = 1_700_000_000;
/** Microseconds between frames. */
const STEP = 7;
const CHUNK = 4 << 20;

const [path, count, mix] = process.argv.slice(2);
const maker =
  mix === 'ipv4' ? new FrameMaker4(SEED) : new FrameMaker(SEED, mix === 'small' ? smallFrames : internetMix);
const chunk = new Uint8Array(CHUNK);
const view = new DataView(chunk.buffer);
const file = openSync(`${path}.part`, 'w');
let at = 24;
view.setUint32(0, 0xa1b2c3d4, true);
view.setUint16(4, 2, true);
view.setUint16(6, 4, true);
view.setUint32(16, 262_144, true);
view.setUint32(20, 1, true);
for (let i = 0; i < Number(count); i++) {
  maker.next();
  if (at + 16 + maker.length > CHUNK) {
    writeSync(file, chunk, 0, at);
    at = 0;
  }
  const microseconds = i * STEP;
  view.setUint32(at, START + Math.floor(microseconds / 1e6), true);
  view.setUint32(at + 4, microseconds % 1e6, true);
  view.setUint32(at + 8, maker.length, true);
  view.setUint32(at + 12, maker.length, true);
  chunk.set(maker.bytes.subarray(0, maker.length), at + 16);
  at += 16 + maker.length;
}
writeSync(file, chunk, 0, at);
closeSync(file);
renameSync(`${path}.part`, path);
