/**
 * The pcapng format: sections of blocks, each block with its type and length, frames among them.
 * (draft-ietf-opsawg-pcapng.)
 *
 * Custom blocks and journal entries are frames of no interface, so that frame numbers are those of other
 * readers. Blocks of unknown type are passed over.
 */

import { LINKTYPE_NONE } from '../wire/linktype';
import { Clock } from './clock';
import { CaptureError } from './error';
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
import { FrameIndex, MAX_INTERFACES, NO_INTERFACE } from './frameIndex';
import * as ng from './pcapngBlocks';
import { LARGEST_BODY, readInterface, readSection, readStatistics } from './pcapngDescriptions';
import { readJournalEntry } from './pcapngJournal';
import { readNames } from './pcapngNames';
import { commentsOf, type Option, padded } from './pcapngOptions';
import { flagsOf, packetOptions } from './pcapngPacketOptions';
import { nextBlock } from './pcapngRecovery';
import type { Window } from './window';

/** Reads a pcapng capture. Use `PcapngReader.open`. */
export class PcapngReader implements FormatReader {
  readonly format = 'pcapng';
  readonly frames = new FrameIndex();
  readonly interfaces: CaptureInterface[] = [];
  readonly sections: CaptureSection[] = [];
  readonly names = new Map<string, string[]>();
  damage: Damage | null = null;
  position = 0;
  private readonly clocks: Clock[] = [];
  /** Byte order of the section that is being read. */
  private little = true;
  /** Index of the first interface of that section. */
  private firstInterface = 0;
  /** What `packetBlock` found in the flags of the packet. */
  private direction = 0;

  /** The reader, or null when the source does not begin with a section header. Throws `CaptureError`. */
  static open(window: Window, visitor: FrameVisitor | null): PcapngReader | null {
    if (window.seek(0, 4) < 4 || window.view.getUint32(0, true) !== ng.SECTION_HEADER) return null;
    const reader = new PcapngReader(window, visitor);
    reader.block();
    if (reader.damage !== null) throw new CaptureError(reader.damage.message);
    return reader;
  }

  private constructor(
    private readonly window: Window,
    private readonly visitor: FrameVisitor | null,
  ) {}

  advance(maxBytes: number): boolean {
    const { size } = this.window.source;
    const stopAt = this.position + maxBytes;
    while (this.position < stopAt && this.damage === null) {
      if (this.position >= size) return true;
      this.block();
    }
    return this.damage !== null || this.position >= size;
  }

  lookOn(from: number, maxBytes: number): number {
    const section = { littleEndian: this.little, interfaces: this.interfaces.slice(this.firstInterface) };
    const { at, found } = nextBlock(this.window, section, from, maxBytes);
    if (!found) return at;
    this.damage = null;
    this.position = at;
    return at;
  }

  comments(i: number): string[] {
    return commentsOf(this.optionsOf(i));
  }

  packetFlags(i: number): number {
    return flagsOf(this.optionsOf(i), this.isLittle(i));
  }

  private optionsOf(i: number): Option[] {
    const { window, frames } = this;
    const hasOptions = frames.interfaceOf(i) !== NO_INTERFACE && frames.hasTime(i);
    return hasOptions ? packetOptions(window, frames.offset(i), frames.captured(i), this.isLittle(i)) : [];
  }

  /** Byte order of the section of frame `i`; little where it is of no interface. */
  private isLittle(i: number): boolean {
    const described = this.interfaces[this.frames.interfaceOf(i)];
    return described === undefined || this.sections[described.section].littleEndian;
  }

  /** Reads the block at `position` and moves behind it, or notes the damage. */
  private block(): void {
    const { window, position } = this;
    const { size } = window.source;
    const there = window.seek(position, Math.min(ng.PACKET_HEADER, size - position));
    if (there < ng.BLOCK_OVERHEAD) {
      this.stop(cutShort, `a block has at least ${ng.BLOCK_OVERHEAD} bytes and only ${there} follow`);
      return;
    }
    const at = position - window.start;
    const type = window.view.getUint32(at, this.little);
    if (type === ng.SECTION_HEADER && !this.byteOrder(at)) return;
    const { little } = this;
    const total = window.view.getUint32(at + 4, little);
    const length = padded(total);
    if (total < ng.BLOCK_OVERHEAD || total > ng.LARGEST_BLOCK) {
      this.stop(damaged, `a block claims a length of ${total} bytes, which is not possible`);
      return;
    }
    if (length > size - position) {
      this.stop(cutShort, `a block claims a length of ${total} bytes and only ${size - position} follow`);
      return;
    }
    const whole = length <= window.buffer.length;
    const last = position + length - 4;
    window.seek(whole ? position : last, whole ? length : 4);
    const again = window.view.getUint32(last - window.start, little);
    if (again !== total) {
      this.stop(damaged, `the length of a block is ${total} at its start and ${again} at its end`);
      return;
    }
    if (type === ng.ENHANCED_PACKET || type === ng.OBSOLETE_PACKET) this.packetBlock(type, length);
    else this.otherBlock(type, length);
    if (this.damage === null) this.position = position + length;
  }

  /** Takes the byte order of the section header at `at`; false when there is none. */
  private byteOrder(at: number): boolean {
    const { view } = this.window;
    if (view.getUint32(at + 8, true) === ng.BYTE_ORDER_MAGIC) this.little = true;
    else if (view.getUint32(at + 8, false) === ng.BYTE_ORDER_MAGIC) this.little = false;
    else {
      this.stop(damaged, 'a section header does not tell its byte order');
      return false;
    }
    return true;
  }

  private packetBlock(type: number, length: number): void {
    const { window, position, little } = this;
    if (length < ng.PACKET_HEADER + 4) {
      this.stop(damaged, `a packet block has ${length} bytes, less than its header`);
      return;
    }
    window.seek(position, Math.min(length, ng.PACKET_HEADER + VISITED_BYTES));
    const { view } = window;
    const at = position - window.start;
    const id = type === ng.ENHANCED_PACKET ? view.getUint32(at + 8, little) : view.getUint16(at + 8, little);
    const high = view.getUint32(at + 12, little);
    const low = view.getUint32(at + 16, little);
    const captured = view.getUint32(at + 20, little);
    const original = view.getUint32(at + 24, little);
    const index = this.firstInterface + id;
    if (!this.checkPacket(index, id, captured, length - ng.PACKET_HEADER - 4)) return;
    const data = position + ng.PACKET_HEADER;
    const optionsAt = data + padded(captured);
    const end = position + length - 4;
    this.direction = 0;
    if (optionsAt + 4 <= end && !this.walkOptions(optionsAt, end)) return;
    const clock = this.clocks[index];
    clock.read(high, low);
    this.frame(data, captured, original, clock.seconds, clock.nanoseconds, index, this.direction, false);
  }

  /**
   * Whether a packet's interface exists and its frame fits the `room` in its block; else notes the damage.
   */
  private checkPacket(index: number, id: number, captured: number, room: number): boolean {
    if (index >= this.interfaces.length) {
      const known = this.interfaces.length - this.firstInterface;
      this.stop(damaged, `a packet names interface ${id}, and the section has described ${known} so far`);
      return false;
    }
    const largest = largestFrame(this.interfaces[index].linkType);
    if (captured > largest) {
      this.stop(damaged, `a packet claims ${captured} bytes, where at most ${largest} are possible`);
      return false;
    }
    if (captured > room) {
      this.stop(damaged, `a packet claims ${captured} bytes, and its block has room for ${room}`);
      return false;
    }
    return true;
  }

  /** Walks over the options of a packet for its direction; false when one is longer than its block. */
  private walkOptions(from: number, end: number): boolean {
    const { window, little } = this;
    let at = from;
    while (at + 4 <= end) {
      window.seek(at, Math.min(8, end - at));
      const { view } = window;
      const code = view.getUint16(at - window.start, little);
      const length = view.getUint16(at - window.start + 2, little);
      if (code === 0) return true;
      if (at + 4 + length > end) {
        this.stop(damaged, `an option of a packet claims ${length} bytes, more than its block has`);
        return false;
      }
      if (code === ng.EPB_FLAGS && length === 4) {
        const bits = view.getUint32(at - window.start + 4, little) & 3;
        this.direction = bits === 3 ? 0 : bits;
      }
      at += 4 + padded(length);
    }
    return true;
  }

  private otherBlock(type: number, length: number): void {
    switch (type) {
      case ng.SIMPLE_PACKET:
        this.simplePacket(length);
        break;
      case ng.SECTION_HEADER:
        this.sectionHeader(length);
        break;
      case ng.INTERFACE_DESCRIPTION:
        this.interfaceDescription(length);
        break;
      case ng.INTERFACE_STATISTICS:
        this.interfaceStatistics(length);
        break;
      case ng.NAME_RESOLUTION:
        readNames(this.body(length), this.little, this.names);
        break;
      case ng.CUSTOM:
      case ng.CUSTOM_NO_COPY:
        // The enterprise number stands before the data.
        if (length >= ng.BLOCK_OVERHEAD + 4) this.bareFrame(12, length - 16, 0, 0, true);
        break;
      case ng.SYSTEMD_JOURNAL:
        this.journalEntry(length);
        break;
    }
  }

  private simplePacket(length: number): void {
    const { window, position, little } = this;
    const index = this.firstInterface;
    if (length < ng.SIMPLE_HEADER + 4) {
      this.stop(damaged, `a simple packet block has ${length} bytes, less than its header`);
      return;
    }
    window.seek(position, Math.min(length, ng.SIMPLE_HEADER + VISITED_BYTES));
    const original = window.view.getUint32(position - window.start + 8, little);
    const snaplen = this.interfaces[index]?.snaplen ?? 0;
    const captured = snaplen === 0 ? original : Math.min(original, snaplen);
    if (!this.checkPacket(index, 0, captured, length - ng.SIMPLE_HEADER - 4)) return;
    this.frame(position + ng.SIMPLE_HEADER, captured, original, 0, 0, index, 0, true);
  }

  private journalEntry(length: number): void {
    const { end, seconds, nanoseconds, timeless } = readJournalEntry(this.body(length));
    this.bareFrame(8, end, seconds, nanoseconds, timeless);
  }

  /** A frame of no interface: `captured` bytes at `header` bytes into the block. */
  private bareFrame(
    header: number,
    captured: number,
    seconds: number,
    nanoseconds: number,
    timeless: boolean,
  ): void {
    const data = this.position + header;
    this.window.seek(data, Math.min(captured, VISITED_BYTES));
    this.frame(data, captured, captured, seconds, nanoseconds, NO_INTERFACE, 0, timeless);
  }

  private frame(
    data: number,
    captured: number,
    original: number,
    seconds: number,
    nanoseconds: number,
    index: number,
    direction: number,
    timeless: boolean,
  ): void {
    if (this.visitor !== null) {
      const { window } = this;
      const shown = Math.min(captured, VISITED_BYTES);
      window.seek(data, shown);
      const linkType = index === NO_INTERFACE ? LINKTYPE_NONE : this.interfaces[index].linkType;
      this.visitor.visit(this.frames.count, window.view, data - window.start, shown, linkType);
    }
    this.frames.append(data, captured, original, seconds, nanoseconds, index, direction, timeless);
  }

  private sectionHeader(length: number): void {
    const section = readSection(this.body(length), this.little);
    if (typeof section === 'string') this.stop(damaged, section);
    else if (this.roomFor(this.sections.length, 'sections')) {
      this.firstInterface = this.interfaces.length;
      this.sections.push(section);
    }
  }

  private interfaceDescription(length: number): void {
    const id = this.interfaces.length - this.firstInterface;
    const described = readInterface(this.body(length), this.little, this.sections.length - 1, id);
    if (typeof described === 'string') this.stop(damaged, described);
    else if (this.roomFor(this.interfaces.length, 'interfaces')) {
      this.clocks.push(new Clock(described.ticksPerSecond, described.timeOffset));
      this.interfaces.push(described);
    }
  }

  private interfaceStatistics(length: number): void {
    const read = readStatistics(this.body(length), this.little);
    if (typeof read === 'string') this.stop(damaged, read);
    else if (read !== null) {
      const described = this.interfaces[this.firstInterface + read.id];
      if (described !== undefined) described.statistics = read.statistics;
    }
  }

  /** A copy of the block's body. */
  private body(length: number): Uint8Array {
    return this.window.copy(this.position + 8, Math.min(length - ng.BLOCK_OVERHEAD, LARGEST_BODY));
  }

  private roomFor(count: number, what: string): boolean {
    if (count < MAX_INTERFACES) return true;
    this.stop(damaged, `it has more than ${MAX_INTERFACES} ${what}`);
    return false;
  }

  private stop(kind: typeof damaged, what: string): void {
    this.damage = kind(what, this.position, this.frames.count);
  }
}
