/** What the readers of both formats have in common. */
import { LINKTYPE_DBUS, LINKTYPE_EBHSCR, LINKTYPE_USBPCAP } from '../wire/linktype';
import type { FrameIndex } from './frameIndex';

/** An interface on which frames were captured. A classic capture has exactly one. */
export interface CaptureInterface {
  /** `LINKTYPE_` number: the first header of its frames. */
  readonly linkType: number;
  /** Most bytes kept of a frame; 0 when not limited or not told. */
  readonly snaplen: number;
  /** Name such as `em0`; empty when the capture gives none. */
  readonly name: string;
  /** Description for people; empty when the capture gives none. */
  readonly description: string;
  /** Ticks of its clock in a second, such as 10^9 or 2^32. */
  readonly ticksPerSecond: bigint;
  /** Seconds added to every time of the interface. */
  readonly timeOffset: bigint;
  /** 0-based index of the section it stands in. */
  readonly section: number;
  /** Its 0-based number within that section. */
  readonly id: number;
  /** Bytes of frame check sequence at the end of each frame on the wire; 0 none, -1 when not told. */
  readonly fcsLength: number;
  /** Capture filter that was set, as text; empty when the capture gives none. */
  readonly filter: string;
  readonly comments: readonly string[];
  /** The last statistics written for it, or null. */
  statistics: InterfaceStatistics | null;
}

/** Counts of an interface statistics block; those not written are absent. */
export interface InterfaceStatistics {
  readonly received?: bigint;
  readonly dropped?: bigint;
  readonly filterAccepted?: bigint;
  readonly droppedBySystem?: bigint;
  readonly delivered?: bigint;
  readonly comments: readonly string[];
}

/** A section of a pcapng capture: one run of one capturing program. A classic capture has exactly one. */
export interface CaptureSection {
  readonly littleEndian: boolean;
  readonly hardware: string;
  readonly system: string;
  readonly application: string;
  readonly comments: readonly string[];
}

/** Where a capture stops being readable. Every frame before is usable. */
export interface Damage {
  /** A sentence: what is wrong, at which byte, after which frame. */
  readonly message: string;
  /** Byte offset of the record or block that is wrong. */
  readonly offset: number;
  /** Number of the last frame before it, 1-based; 0 when there is none. */
  readonly afterFrame: number;
}

/** Bytes that were left out because nothing in them made sense. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  /** Number of the last frame before it, 1-based; 0 when there is none. */
  readonly afterFrame: number;
}

/** Told of every frame while it is indexed and its first bytes are in memory. */
export interface FrameVisitor {
  /**
   * Frame `i` (0-based) has its first `length` bytes at `at` in `view`: all captured bytes, or the first
   * `VISITED_BYTES` where it has more. The view is only lent for the call.
   */
  visit(i: number, view: DataView, at: number, length: number, linkType: number): void;
}

/** Most bytes of a frame that a visitor is shown. */
export const VISITED_BYTES = 1024;

/** A reader of one format: walks over the records and notes the frames. */
export interface FormatReader {
  readonly format: 'pcap' | 'pcapng';
  readonly frames: FrameIndex;
  readonly interfaces: readonly CaptureInterface[];
  readonly sections: readonly CaptureSection[];
  readonly names: ReadonlyMap<string, readonly string[]>;
  readonly damage: Damage | null;
  /** Byte offset up to which the capture has been walked over. */
  readonly position: number;
  /** Walks on over at least one record and about `maxBytes` bytes; true when the end or damage is reached. */
  advance(maxBytes: number): boolean;
  /**
   * Looks behind damage for the next record that makes sense, from an offset on, over about `maxBytes` bytes.
   * Where one is found `damage` is null and `position` is there; else the offset to go on at is returned, the
   * size of the source when there is none.
   */
  lookOn(from: number, maxBytes: number): number;
  /** Comments of frame `i`, read from the source. */
  comments(i: number): string[];
  /** The flags word of frame `i`, read from the source; -1 without one. */
  packetFlags(i: number): number;
}

/**
 * Most bytes a frame of this link type may have; a larger length is taken for damage, as other readers do.
 */
export function largestFrame(linkType: number): number {
  return largeFrames[linkType] ?? 262144;
}

const largeFrames: Readonly<Record<number, number>> = {
  [LINKTYPE_DBUS]: 128 << 20,
  [LINKTYPE_USBPCAP]: 128 << 20,
  [LINKTYPE_EBHSCR]: 8 << 20,
};

/** Where the damage is, in words. */
export function damaged(what: string, offset: number, afterFrame: number): Damage {
  const where = afterFrame === 0 ? 'before the first frame' : `after frame ${afterFrame}`;
  return { message: `The capture is damaged at byte ${offset}, ${where}: ${what}.`, offset, afterFrame };
}

/** The end of a capture in the middle of a record, in words. */
export function cutShort(what: string, offset: number, afterFrame: number): Damage {
  const where = afterFrame === 0 ? 'before the first frame' : `after frame ${afterFrame}`;
  return { message: `The capture is cut short at byte ${offset}, ${where}: ${what}.`, offset, afterFrame };
}
