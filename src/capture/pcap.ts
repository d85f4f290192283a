/**
 * The classic capture format: a file header, then records of a header and a frame.
 * (draft-ietf-opsawg-pcap; the variants as other readers know them, see `pcapVariant.ts`.)
 */
import {
  type CaptureInterface,
  type CaptureSection,
  cutShort,
  type Damage,
  damaged,
  type FormatReader,
  type FrameVisitor,
  largestFrame,
  VISITED_BYTES,
} from './format';
import { FrameIndex } from './frameIndex';
import { nextRecord, timeNear } from './pcapRecovery';
import { type PcapVariant, pcapVariant } from './pcapVariant';
import type { Window } from './window';

/** Linux's packet type of a frame that the machine sent itself, in the patched record headers. */
const PACKET_OUTGOING = 4;

/** Reads a classic capture. Use `PcapReader.open`. */
export class PcapReader implements FormatReader {
  readonly format = 'pcap';
  readonly frames = new FrameIndex();
  readonly interfaces: readonly CaptureInterface[];
  readonly sections: readonly CaptureSection[];
  readonly names: ReadonlyMap<string, readonly string[]> = new Map();
  damage: Damage | null = null;
  position: number;

  /**
   * The reader, or null when the source does not begin with a magic number of this format. Throws
   * `CaptureError`.
   */
  static open(window: Window, visitor: FrameVisitor | null): PcapReader | null {
    const variant = pcapVariant(window);
    return variant === null ? null : new PcapReader(window, variant, visitor);
  }

  private constructor(
    private readonly window: Window,
    private readonly variant: PcapVariant,
    private readonly visitor: FrameVisitor | null,
  ) {
    this.position = variant.firstRecord;
    this.sections = [
      { littleEndian: variant.littleEndian, hardware: '', system: '', application: '', comments: [] },
    ];
    this.interfaces = [
      {
        linkType: variant.linkType,
        snaplen: variant.snaplen,
        name: '',
        description: '',
        ticksPerSecond: BigInt(variant.ticks),
        timeOffset: 0n,
        section: 0,
        id: 0,
        fcsLength: variant.fcsLength,
        filter: '',
        comments: [],
        statistics: null,
      },
    ];
  }

  advance(maxBytes: number): boolean {
    const { window, variant, visitor, frames } = this;
    const { source, view, buffer } = window;
    const { littleEndian, linkType, recordHeader, ticks, hasPacketType, lengthsSwapped } = variant;
    const nanosecondsPerTick = 1e9 / ticks;
    const largest = largestFrame(linkType);
    const shown = visitor === null ? 0 : VISITED_BYTES;
    const needed = recordHeader + shown;
    const size = source.size;
    const stopAt = this.position + maxBytes;
    let position = this.position;
    let start = window.start;
    let end = start + window.length;
    while (position < stopAt) {
      if (position >= size) {
        this.position = position;
        return true;
      }
      if (position < start || position + needed > end) {
        const there = window.seek(position, Math.min(needed, size - position));
        start = window.start;
        end = start + window.length;
        if (there < recordHeader) return this.stop(position, cutShort, this.headerRest(there));
      }
      const at = position - start;
      let seconds = view.getUint32(at, littleEndian);
      let ticksAfter = view.getUint32(at + 4, littleEndian);
      let captured = view.getUint32(at + 8, littleEndian);
      let original = view.getUint32(at + 12, littleEndian);
      if (lengthsSwapped !== 'never' && (lengthsSwapped === 'always' || captured > original)) {
        const swapped = captured;
        captured = original;
        original = swapped;
      }
      if (captured > largest) {
        return this.stop(
          position,
          damaged,
          `a record claims a frame of ${captured} bytes, where at most ${largest} are possible`,
        );
      }
      const data = position + recordHeader;
      if (data + captured > size) {
        return this.stop(
          position,
          cutShort,
          `a record claims a frame of ${captured} bytes and only ${size - data} follow`,
        );
      }
      if (ticksAfter >= ticks) {
        seconds += Math.floor(ticksAfter / ticks);
        ticksAfter %= ticks;
      }
      const direction = hasPacketType ? directionOf(buffer[at + 22]) : 0;
      if (visitor !== null) {
        const from = at + recordHeader;
        visitor.visit(frames.count, view, from, Math.min(captured, shown), linkType);
      }
      frames.append(data, captured, original, seconds, ticksAfter * nanosecondsPerTick, 0, direction, false);
      position = data + captured;
    }
    this.position = position;
    return position >= size;
  }

  lookOn(from: number, maxBytes: number): number {
    const { window, variant, frames } = this;
    const { at, found } = nextRecord(window, variant, timeNear(frames), from, maxBytes);
    if (!found) return at;
    this.damage = null;
    this.position = at;
    return at;
  }

  packetFlags(): number {
    return -1;
  }

  comments(): string[] {
    return [];
  }

  private headerRest(there: number): string {
    return `a record header has ${this.variant.recordHeader} bytes and only ${there} follow`;
  }

  private stop(position: number, kind: typeof damaged, what: string): true {
    this.position = position;
    this.damage = kind(what, position, this.frames.count);
    return true;
  }
}

function directionOf(packetType: number): number {
  return packetType === PACKET_OUTGOING ? 2 : 1;
}
