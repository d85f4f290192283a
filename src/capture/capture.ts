/** A capture opened for random access. */
import { LINKTYPE_NONE } from '../wire/linktype';
import { CaptureError } from './error';
import {
  type CaptureInterface,
  type CaptureSection,
  cutShort,
  type Damage,
  type FormatReader,
  type FrameVisitor,
  type Gap,
} from './format';
import { type FrameRecord, NO_INTERFACE } from './frameIndex';
import { PcapReader } from './pcap';
import { PcapngReader } from './pcapng';
import type { ByteSource } from './source';
import { Window } from './window';

/** What may be given to `Capture.open`. */
export interface CaptureOptions {
  /** Told of every frame while it is indexed. */
  readonly visitor?: FrameVisitor;
}

/**
 * A classic or pcapng capture over a source of bytes. Opening reads its head only; `index` walks over the
 * frames, in one go or piece by piece, and holds where they are but not their bytes.
 *
 * Frames are numbered from 0. A damaged capture has all frames before the damage; `lookOn` finds those behind
 * it.
 */
export class Capture {
  private readonly window: Window;
  private done = false;
  private end: Damage | null = null;
  /** Bytes that were left out behind damage, in file order. */
  readonly gaps: Gap[] = [];
  /** Where looking behind the damage goes on; -1 while nobody has begun. */
  private searched = -1;

  private constructor(
    readonly source: ByteSource,
    private readonly reader: FormatReader,
  ) {
    this.window = new Window(source, 1 << 16);
  }

  /** Reads the head of the capture. Throws `CaptureError` when the source is no capture or cannot be read. */
  static open(source: ByteSource, options: CaptureOptions = {}): Capture {
    const window = new Window(source);
    const visitor = options.visitor ?? null;
    const reader = PcapReader.open(window, visitor) ?? PcapngReader.open(window, visitor);
    if (reader === null) throw noCapture(window);
    return new Capture(source, reader);
  }

  /** Opens the capture and indexes all of it. Throws as `open` does. */
  static openWhole(source: ByteSource, options: CaptureOptions = {}): Capture {
    const capture = Capture.open(source, options);
    capture.index();
    return capture;
  }

  /**
   * Walks on over the capture, by about `maxBytes` bytes and at least one record. True when its end, or
   * damage, is reached; from then on calls do nothing. Throws `CaptureError` when the source cannot be read.
   */
  index(maxBytes: number = Number.POSITIVE_INFINITY): boolean {
    if (!this.done) {
      this.done = this.reader.advance(Math.max(1, maxBytes));
      if (this.done) this.end = this.foundDamage();
    }
    return this.done;
  }

  /** Which of the two formats the capture is written in. */
  get format(): 'pcap' | 'pcapng' {
    return this.reader.format;
  }

  /** How much of the source has been walked over, from 0 to 1. */
  get progress(): number {
    if (this.searched >= 0 && this.canLookOn) return this.searched / this.source.size;
    if (this.done || this.source.size === 0) return 1;
    return Math.min(1, this.reader.position / this.source.size);
  }

  /** Frames indexed so far. */
  get frames(): number {
    return this.reader.frames.count;
  }

  /** Interfaces met so far, in file order across sections. */
  get interfaces(): readonly CaptureInterface[] {
    return this.reader.interfaces;
  }

  /** Sections met so far. */
  get sections(): readonly CaptureSection[] {
    return this.reader.sections;
  }

  /** Names that the capture gives for addresses: text of the address to its names. */
  get names(): ReadonlyMap<string, readonly string[]> {
    return this.reader.names;
  }

  /** Where the capture stops being readable; null while nothing is wrong. */
  get damage(): Damage | null {
    return this.end;
  }

  /** True while there are bytes behind the damage that have not been looked at. */
  get canLookOn(): boolean {
    if (this.end === null || this.source.endsEarly !== undefined) return false;
    return Math.max(this.searched, this.end.offset + 1) < this.source.size;
  }

  /**
   * Looks behind the damage for the next record that makes sense, over about `maxBytes` bytes. True when that
   * is over: `damage` is null then and `index` goes on there, or there is no such record. Throws
   * `CaptureError` when the source cannot be read.
   */
  lookOn(maxBytes: number = Number.POSITIVE_INFINITY): boolean {
    if (this.end === null || !this.canLookOn) return true;
    const { offset, afterFrame } = this.end;
    this.searched = this.reader.lookOn(Math.max(this.searched, offset + 1), Math.max(1, maxBytes));
    if (this.reader.damage !== null) return !this.canLookOn;
    this.gaps.push({ from: offset, to: this.reader.position, afterFrame });
    this.end = null;
    this.searched = -1;
    this.done = false;
    return true;
  }

  private foundDamage(): Damage | null {
    const { reader, source } = this;
    if (source.endsEarly === undefined) return reader.damage;
    return cutShort(source.endsEarly, reader.position, this.frames);
  }

  /** Bytes of memory that the index takes. */
  get indexBytes(): number {
    return this.reader.frames.bytes;
  }

  /** Offset in the source of the first byte of frame `i`. */
  offsetOf(i: number): number {
    return this.reader.frames.offset(i);
  }

  /** Bytes of frame `i` that the capture has. */
  capturedLength(i: number): number {
    return this.reader.frames.captured(i);
  }

  /** Bytes that frame `i` had on the wire. */
  originalLength(i: number): number {
    return this.reader.frames.original(i);
  }

  /** Time of frame `i`: whole seconds since the epoch, rounded down; 0 when it has no time. */
  seconds(i: number): number {
    return this.reader.frames.seconds(i);
  }

  /** Time of frame `i`: nanoseconds after `seconds(i)`, 0 to 999,999,999. */
  nanoseconds(i: number): number {
    return this.reader.frames.nanoseconds(i);
  }

  /** False when the capture gives no time for frame `i` (simple packet blocks, custom blocks). */
  hasTime(i: number): boolean {
    return this.reader.frames.hasTime(i);
  }

  /** Index into `interfaces` for frame `i`; -1 for a frame of no interface (a custom block). */
  interfaceOf(i: number): number {
    return this.reader.frames.interfaceOf(i);
  }

  /** Direction of frame `i`: 0 unknown, 1 received, 2 sent. */
  direction(i: number): number {
    return this.reader.frames.direction(i);
  }

  /** `LINKTYPE_` number of frame `i`; `LINKTYPE_NONE` for a frame of no interface. */
  linkType(i: number): number {
    const id = this.reader.frames.interfaceOf(i);
    return id === NO_INTERFACE ? LINKTYPE_NONE : this.reader.interfaces[id].linkType;
  }

  /** Puts all that the index knows of frame `i` into `record`. */
  load(i: number, record: FrameRecord): void {
    this.reader.frames.load(i, record);
  }

  /** An own copy of the bytes of frame `i`. Throws `CaptureError` when the source cannot be read. */
  read(i: number): Uint8Array {
    return this.window.copy(this.offsetOf(i), this.capturedLength(i));
  }

  /** The pcapng flags word of frame `i`, read from the source; -1 without one. */
  packetFlags(i: number): number {
    return this.reader.packetFlags(i);
  }

  /** The comments of frame `i`, read from the source. */
  comment(i: number): string[] {
    return this.reader.comments(i);
  }
}

/** How files of other programs begin that people try to open, and what to do about them. */
const knownMagics: readonly (readonly [bytes: readonly number[], what: string])[] = [
  [[0x1f, 0x8b], 'compressed with gzip: unpack it'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'compressed with Zstandard: unpack it with zstd -d'],
  [[0x04, 0x22, 0x4d, 0x18], 'compressed with LZ4: unpack it with lz4 -d'],
  [[0x42, 0x5a, 0x68], 'compressed with bzip2: unpack it with bunzip2'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'compressed with xz: unpack it with unxz'],
  [[0x50, 0x4b, 0x03, 0x04], 'a ZIP archive: unpack it'],
  [[0x73, 0x6e, 0x6f, 0x6f, 0x70, 0], 'in the snoop format: convert it with editcap -F pcapng'],
];

function noCapture(window: Window): CaptureError {
  if (window.length === 0) return new CaptureError('The file is empty.');
  const known = knownMagics.find(([bytes]) => bytes.every((byte, i) => window.buffer[i] === byte));
  return new CaptureError(
    known === undefined
      ? 'The file is no capture: it begins with none of the numbers that pcap and pcapng files begin with.'
      : `The file is ${known[1]} and open the result.`,
  );
}
