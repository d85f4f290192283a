/** Writing pcapng: one section in little-endian byte order, times in nanoseconds. */
import * as ng from './pcapngBlocks';
import { OPT_COMMENT, padded } from './pcapngOptions';

/** What captures written by this program say about who wrote them. */
export const APPLICATION = 'Packet Debugger';

/** An interface to be written. */
export interface WrittenInterface {
  readonly name: string;
  /** `LINKTYPE_` number, 0 to 65535. */
  readonly linkType: number;
  /** Most bytes kept of a frame; 0 or absent for no limit. */
  readonly snaplen?: number;
  readonly description?: string;
  /** Bytes of frame check sequence at the end of each frame; absent or negative when not told. */
  readonly fcsLength?: number;
  /** Capture filter that was set, as text. */
  readonly filter?: string;
  /** One comment or several. */
  readonly comment?: string | readonly string[];
}

/** A frame to be written. */
export interface WrittenPacket {
  /** What `addInterface` returned. */
  readonly interface: number;
  /** Whole seconds since the epoch. */
  readonly seconds: number;
  /** Nanoseconds after that, 0 to 999,999,999. */
  readonly nanoseconds: number;
  readonly bytes: Uint8Array;
  /** Bytes the frame had on the wire; absent when all of them are written. */
  readonly originalLength?: number;
  /** One comment or several. Text beyond 65,535 bytes of UTF-8 is left out. */
  readonly comment?: string | readonly string[];
  /** 0 unknown, 1 received, 2 sent. */
  readonly direction?: number;
  /** All flags of an enhanced packet block, the direction among them; in place of `direction`. */
  readonly flags?: number;
}

/** Resolution written: nanoseconds. */
const TSRESOL_NANOSECONDS = 9;
/** The count of ticks has 64 bits. */
const LARGEST_TIME = 2n ** 64n - 1n;
const LARGEST_OPTION = 0xffff;
const encoder = new TextEncoder();

/**
 * Collects a pcapng capture. `take` hands over what has been written since the last call, so that a long
 * capture need not be in memory; the pieces one after the other are the file.
 */
export class PcapngWriter {
  private buffer = new Uint8Array(1 << 12);
  private view = new DataView(this.buffer.buffer);
  private length = 0;
  private interfaces = 0;

  /** Begins the section. `application` is the program's name, `comment` is about the whole capture. */
  constructor(about: { readonly application?: string; readonly comment?: string } = {}) {
    const start = this.begin(ng.SECTION_HEADER, 1024);
    this.word(ng.BYTE_ORDER_MAGIC);
    this.halves(1, 0);
    // Length of the section: not told.
    this.word(0xffffffff);
    this.word(0xffffffff);
    this.text(OPT_COMMENT, about.comment);
    this.text(ng.SHB_USERAPPL, about.application);
    this.endOfOptions(start + 24);
    this.end(start);
  }

  /** Describes an interface and returns its number for `packet`. */
  addInterface(described: WrittenInterface): number {
    const start = this.begin(ng.INTERFACE_DESCRIPTION, 32);
    this.halves(described.linkType, 0);
    this.word(described.snaplen ?? 0);
    this.comments(described.comment);
    this.text(ng.IF_NAME, described.name);
    this.text(ng.IF_DESCRIPTION, described.description);
    this.option(ng.IF_TSRESOL, Uint8Array.of(TSRESOL_NANOSECONDS));
    // The first byte says that the filter is text (draft-ietf-opsawg-pcapng 4.2).
    if (described.filter) this.option(ng.IF_FILTER, optionText(`\0${described.filter}`));
    if (described.fcsLength !== undefined && described.fcsLength >= 0)
      this.option(ng.IF_FCSLEN, Uint8Array.of(described.fcsLength));
    this.endOfOptions(start + 16);
    this.end(start);
    return this.interfaces++;
  }

  /** Names of addresses, for other readers of the capture: bytes of an IPv4 or IPv6 address and its name. */
  addNames(names: Iterable<readonly [address: Uint8Array, name: string]>): void {
    const start = this.begin(ng.NAME_RESOLUTION, 16);
    for (const [address, name] of names) {
      const text = encoder.encode(`${name}\0`);
      const value = new Uint8Array(address.length + text.length);
      value.set(address);
      value.set(text, address.length);
      this.option(address.length === 4 ? ng.NRB_RECORD_IPV4 : ng.NRB_RECORD_IPV6, value);
    }
    this.reserve(8);
    this.word(0);
    this.end(start);
  }

  /** Writes a frame. Throws `RangeError` for an interface that was not added. */
  packet(packet: WrittenPacket): void {
    if (!(packet.interface >= 0 && packet.interface < this.interfaces)) {
      throw new RangeError(`no interface ${packet.interface} has been added`);
    }
    const { bytes } = packet;
    const start = this.begin(ng.ENHANCED_PACKET, ng.PACKET_HEADER + bytes.length + 64);
    const ticks = ticksOf(packet.seconds, packet.nanoseconds);
    this.word(packet.interface);
    this.word(Number(ticks >> 32n));
    this.word(Number(ticks & 0xffffffffn));
    this.word(bytes.length);
    this.word(packet.originalLength ?? bytes.length);
    this.raw(bytes);
    const options = this.length;
    this.comments(packet.comment);
    const flags = packet.flags ?? packet.direction ?? 0;
    if (flags !== 0) {
      this.option(ng.EPB_FLAGS, Uint8Array.of(flags, flags >>> 8, flags >>> 16, flags >>> 24));
    }
    this.endOfOptions(options);
    this.end(start);
  }

  /** The bytes written since the last call of `take`. */
  take(): Uint8Array {
    const taken = this.buffer.slice(0, this.length);
    this.length = 0;
    return taken;
  }

  /** Bytes that wait to be taken. */
  get pending(): number {
    return this.length;
  }

  /** Starts a block and returns where; `size` bytes are likely. */
  private begin(type: number, size: number): number {
    this.reserve(size + ng.BLOCK_OVERHEAD);
    const start = this.length;
    this.word(type);
    this.word(0);
    return start;
  }

  private end(start: number): void {
    this.reserve(4);
    const total = this.length + 4 - start;
    this.word(total);
    this.view.setUint32(start + 4, total, true);
  }

  private comments(comment: string | readonly string[] | undefined): void {
    if (comment === undefined) return;
    for (const text of typeof comment === 'string' ? [comment] : comment) this.text(OPT_COMMENT, text);
  }

  private text(code: number, text: string | undefined): void {
    if (text !== undefined && text !== '') this.option(code, optionText(text));
  }

  private option(code: number, value: Uint8Array): void {
    this.reserve(value.length + 16);
    this.halves(code, value.length);
    this.raw(value);
  }

  /** Ends the options that began at `from`, if there are any. */
  private endOfOptions(from: number): void {
    if (this.length === from) return;
    this.reserve(8);
    this.word(0);
  }

  /** Bytes, padded to four. The padding is zero because the buffer may be used again. */
  private raw(bytes: Uint8Array): void {
    const room = padded(bytes.length);
    this.reserve(room);
    this.buffer.set(bytes, this.length);
    this.buffer.fill(0, this.length + bytes.length, this.length + room);
    this.length += room;
  }

  private word(value: number): void {
    this.view.setUint32(this.length, value, true);
    this.length += 4;
  }

  private halves(first: number, second: number): void {
    this.view.setUint16(this.length, first, true);
    this.view.setUint16(this.length + 2, second, true);
    this.length += 4;
  }

  /** Sees to it that `more` bytes can be written. */
  private reserve(more: number): void {
    if (this.length + more <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(2 * this.buffer.length, this.length + more));
    grown.set(this.buffer.subarray(0, this.length));
    this.buffer = grown;
    this.view = new DataView(grown.buffer);
  }
}

/** A text as UTF-8, as much of it as an option holds. */
function optionText(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.min(LARGEST_OPTION, 3 * text.length));
  return bytes.subarray(0, encoder.encodeInto(text, bytes).written);
}

/** Nanoseconds since the epoch; times that the format cannot say become the nearest that it can. */
function ticksOf(seconds: number, nanoseconds: number): bigint {
  const ticks = BigInt(Math.floor(seconds)) * 1_000_000_000n + BigInt(nanoseconds);
  if (ticks < 0n) return 0n;
  return ticks > LARGEST_TIME ? LARGEST_TIME : ticks;
}
