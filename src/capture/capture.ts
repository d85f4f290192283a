/** A capture opened for random access. */
import { LINKTYPE_NONE } from '../wire/linktype';
import { CaptureError } from './error';
import type { CaptureInterface, CaptureSection, Damage, FormatReader, FrameVisitor } from './format';
import { NO_INTERFACE } from './frameIndex';
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
 * Frames are numbered from 0. A damaged capture has all frames before the damage.
 */
export class Capture {
  private readonly window: Window;
  private done = false;

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
    if (!this.done) this.done = this.reader.advance(Math.max(1, maxBytes));
    return this.done;
  }

  /** Which of the two formats the capture is written in. */
  get format(): 'pcap' | 'pcapng' {
    return this.reader.format;
  }

  /** How much of the source has been walked over, from 0 to 1. */
  get progress(): number {
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
    return this.reader.damage;
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

  /** An own copy of the bytes of frame `i`. Throws `CaptureError` when the source cannot be read. */
  read(i: number): Uint8Array {
    return this.window.copy(this.offsetOf(i), this.capturedLength(i));
  }

  /** The comments of frame `i`, read from the source. */
  comment(i: number): string[] {
    return this.reader.comments(i);
  }
}

function noCapture(window: Window): CaptureError {
  if (window.length === 0) return new CaptureError('The file is empty.');
  return new CaptureError(
    'The file is no capture: it begins with none of the numbers that pcap and pcapng files begin with.',
  );
}
