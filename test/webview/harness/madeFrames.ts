/** A capture of as many frames as one likes, made as they are read: a million of them take no memory. */
import type { ByteSource } from '../../../src/capture';

const FILE_HEADER = 24;
const RECORD = 16;
/** Bytes of a frame: Ethernet, IPv6, UDP and 8 bytes of data. */
const FRAME = 14 + 40 + 8 + 8;
const EPOCH = 1_700_000_000;

export class MadeFrames implements ByteSource {
  readonly size: number;
  private readonly header = new Uint8Array(FILE_HEADER);
  private readonly record = new Uint8Array(RECORD + FRAME);
  private readonly view = new DataView(this.record.buffer);

  constructor(frames: number) {
    this.size = FILE_HEADER + frames * (RECORD + FRAME);
    const header = new DataView(this.header.buffer);
    header.setUint32(0, 0xa1b2c3d4, true);
    header.setUint16(4, 2, true);
    header.setUint16(6, 4, true);
    header.setUint32(16, 262144, true);
    header.setUint32(20, 1, true);
    const bytes = this.record;
    this.view.setUint32(8, FRAME, true);
    this.view.setUint32(12, FRAME, true);
    bytes.set([2, 0, 0, 0, 1, 2, 2, 0, 0, 0, 1, 1, 0x86, 0xdd, 0x60, 0, 0, 0, 0, 16, 17, 64], RECORD);
    const addresses = RECORD + 14 + 8;
    bytes.set([0x20, 1, 0xd, 0xb8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10], addresses);
    bytes.set([0x20, 1, 0xd, 0xb8, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x20], addresses + 16);
    bytes.set([0xc0, 0, 0x1, 0xbb, 0, 16, 0, 0], addresses + 32);
  }

  /** Record `i` with its time, and its number as the port and the data. */
  private make(i: number): Uint8Array {
    this.view.setUint32(0, EPOCH + Math.floor(i / 1000), true);
    this.view.setUint32(4, (i % 1000) * 1000, true);
    this.view.setUint16(RECORD + 54, 1024 + (i % 50_000));
    this.view.setUint32(RECORD + 62, i);
    return this.record;
  }

  read(offset: number, into: Uint8Array, at: number, length: number): number {
    const end = Math.min(offset + length, this.size);
    let from = offset;
    if (from < FILE_HEADER) {
      const part = this.header.subarray(from, Math.min(end, FILE_HEADER));
      into.set(part, at);
      from += part.length;
    }
    while (from < end) {
      const i = Math.floor((from - FILE_HEADER) / (RECORD + FRAME));
      const within = (from - FILE_HEADER) % (RECORD + FRAME);
      const part = this.make(i).subarray(within, Math.min(RECORD + FRAME, within + end - from));
      into.set(part, at + from - offset);
      from += part.length;
    }
    return Math.max(0, end - offset);
  }
}
