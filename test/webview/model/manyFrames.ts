/** A capture of any number of frames that takes no memory: each is made when it is read. */
import type { ByteSource } from '../../../src/capture';
import { put16, put32 } from '../../../src/wire/bytes';
import { foldChecksum, sumBytes, sumPseudo6 } from '../../../src/wire/checksum';
import { pcapFile } from '../../capture/build';

/** Bytes of a frame, and of its record in the file. */
const FRAME = 92;
const RECORD = 16 + FRAME;
const HEAD = 24;
const IPV6 = 14;
const UDP = IPV6 + 40;
/** Microseconds between frames. */
const STEP = 10;
const START = 1_700_000_000;
/** Every so many frames one has a hop limit of 1. */
export const RARE = 100_000;

/**
 * Ethernet, IPv6 and UDP to a router whose link address ends in 1; frame `i` has `i` in its flow label, as
 * far as that goes.
 */
export class ManyFrames implements ByteSource {
  readonly size: number;
  private readonly head = pcapFile({}, []);
  private readonly record = template();

  constructor(readonly frames: number) {
    this.size = HEAD + frames * RECORD;
  }

  read(offset: number, into: Uint8Array, at: number, length: number): number {
    const end = Math.min(offset + length, this.size);
    let from = offset;
    if (from < HEAD) {
      into.set(this.head.subarray(from, Math.min(HEAD, end)), at);
      from = Math.min(HEAD, end);
    }
    while (from < end) {
      const i = Math.floor((from - HEAD) / RECORD);
      const inside = from - HEAD - i * RECORD;
      const count = Math.min(RECORD - inside, end - from);
      const to = at + from - offset;
      if (inside === 0 && count === RECORD) this.make(i, into, to);
      else {
        const whole = new Uint8Array(RECORD);
        this.make(i, whole, 0);
        into.set(whole.subarray(inside, inside + count), to);
      }
      from += count;
    }
    return Math.max(0, end - offset);
  }

  private make(i: number, into: Uint8Array, at: number): void {
    into.set(this.record, at);
    const time = i * STEP;
    little32(into, at, START + Math.floor(time / 1e6));
    little32(into, at + 4, time % 1e6);
    put32(into, at + 16 + IPV6, 0x60000000 | (i & 0xfffff));
    into[at + 16 + IPV6 + 7] = i % RARE === RARE - 1 ? 1 : 64;
  }
}

function template(): Uint8Array {
  const record = new Uint8Array(RECORD);
  little32(record, 8, FRAME);
  little32(record, 12, FRAME);
  const frame = record.subarray(16);
  frame.set([2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 1, 0, 0x86, 0xdd]);
  put16(frame, IPV6 + 4, FRAME - UDP);
  frame[IPV6 + 6] = 17;
  frame.set([0x20, 1, 0xd, 0xb8, 0, 1], IPV6 + 8);
  frame[IPV6 + 23] = 0x10;
  frame.set([0x20, 1, 0xd, 0xb8, 0x10, 1], IPV6 + 24);
  frame[IPV6 + 39] = 0x20;
  put16(frame, UDP, 61_000);
  put16(frame, UDP + 2, 61_001);
  put16(frame, UDP + 4, FRAME - UDP);
  const sum = sumBytes(frame, UDP, FRAME - UDP, sumPseudo6(frame, IPV6 + 8, FRAME - UDP, 17));
  put16(frame, UDP + 6, foldChecksum(sum) || 0xffff);
  return record;
}

function little32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value >>> 16;
  bytes[at + 3] = value >>> 24;
}
