/**
 * A dissection: the fields of one frame in flat arrays, filled by dissectors, reused from frame to frame.
 *
 * **Reading it.** Entry `k` (0 … `count` - 1) is one occurrence of field `field[k]`; `offset[k]`, `length[k]`
 * are its bytes in `sources[source[k]]` (0 is the frame as captured, others are reassembled datagrams);
 * `parent[k]` is the entry it hangs under, -1 at the top. Integers, booleans and frame numbers are
 * `value[k]`; times are `value[k]` seconds plus `nanos[k]`. Addresses and bytes are read where
 * `valueBytes(k)`, `valueAt(k)`, `valueLength(k)` say: normally the entry's own bytes, otherwise bytes that a
 * dissector computed. 64-bit integers are read there too, `value[k]` is only near. Strings come from
 * `fieldText`. `nth[k]` is the number (1 …) of its protocol's layer, as `ip.src#2` counts them. An entry with
 * `LATE` set in `flags[k]` belongs before entries appended earlier; `inTreeOrder()` gives the tree's order.
 *
 * **Writing a dissector.** `(d, at, end, reported) => next`: the layer lies at `at` in `d.bytes`; up to `end`
 * its bytes are there, up to `reported` (>= end) it reaches by its headers' word. Check with
 * `d.need(at, n, end, reported)` before reading (it throws what a decoder catches; nothing else may throw).
 * Open the layer with `const outer = d.openLayer(F.self, at, length)`, append with `d.add`, nest with
 * `d.open` … `d.close(outer)`, hand the payload to a table with `dispatch(...)` of tables.ts, which counts
 * layers. Return the offset after the layer, or `REFUSED` before anything was appended. `d.wants(id)` says
 * whether anybody looks at a field: guard what costs (checksums, strings); appends of fields that nobody
 * wants cost nothing and return -1. Nothing here allocates except strings.
 */
import { type FieldId, fieldCount, fieldInfo } from './registry';

/** What the decoder is told about a frame beside its bytes. */
export interface FrameInfo {
  /** 1-based. */
  readonly number: number;
  readonly seconds: number;
  readonly nanoseconds: number;
  /** Length on the wire. */
  readonly originalLength: number;
  /** False when the file gives the frame no time. */
  readonly hasTime?: boolean;
  /** pcapng interface, or undefined in a file without interfaces. */
  readonly interfaceId?: number;
  readonly interfaceName?: string;
  readonly interfaceDescription?: string;
  /** Bytes of frame check sequence at the end of the frame; -1 or undefined when not told. */
  readonly fcsLength?: number;
  /** pcapng section, 1-based, where the file has sections. */
  readonly section?: number;
  /** pcapng packet flags word, where the packet has one. */
  readonly packetFlags?: number;
  readonly comments?: readonly string[];
}

/** Thrown (never with a stack) when bytes are missing because the capture cut the frame. */
export const SHORT = Symbol('bytes cut off by the capture');
/** Thrown when a header reaches beyond the end of its packet. */
export const MALFORMED = Symbol('header beyond the end of its packet');
/** Thrown when a part of a header reaches beyond the end of the packet, but not of its header. */
export const CONTAINED = Symbol('part of a header beyond the end of its packet');
/** Thrown when the missing bytes are in another, not reassembled fragment. */
export const UNREASSEMBLED = Symbol('bytes in another fragment');

/** A dissector's answer: this is not mine. */
export const REFUSED = -1;

/** `value[k]` is an index into `strings`. */
export const TEXT = 1;
/** The value's bytes are at `value[k]` in `computed`, not at the entry's own place. */
export const COMPUTED = 2;
/** Derived by the decoder, not on the wire: shown in brackets. */
export const GENERATED = 4;
/** For filters only: not shown to people. */
export const HIDDEN = 8;
/** Stands, in the tree, before entries appended earlier. */
export const LATE = 16;
/** The integer's bytes are little-endian. */
export const LITTLE = 32;
/** Expert information: `value[k]` is the index of its message in `strings`, `nanos[k]` its severity. */
export const EXPERT = 64;

const TYPE_LENGTH: Readonly<Record<string, number>> = { ether: 6, eui64: 8, ipv4: 4, ipv6: 16 };

export class Dissection {
  count = 0;
  field = new Uint16Array(64);
  offset = new Int32Array(64);
  length = new Int32Array(64);
  value = new Float64Array(64);
  nanos = new Int32Array(64);
  parent = new Int32Array(64);
  source = new Uint8Array(64);
  flags = new Uint8Array(64);
  nth = new Uint8Array(64);
  /**
   * Of a protocol's entry: where the bytes given to its dissector end; `contains` and `matches` search as
   * far.
   */
  reach = new Int32Array(64);
  /** Texts of entries with `TEXT`. */
  readonly strings: string[] = [];
  /** Bytes of entries with `COMPUTED`. */
  computed = new Uint8Array(64);
  computedLength = 0;
  /** The frame's bytes, then reassembled datagrams. */
  readonly sources: Uint8Array[] = [new Uint8Array(0)];

  /** Protocols met, in the order of `frame.protocols`. */
  layers = new Uint16Array(32);
  layerCount = 0;

  // --- the state dissectors share -------------------------------------------------------------------------
  /** The bytes being dissected and their number in `sources`. */
  bytes: Uint8Array = this.sources[0];
  currentSource = 0;
  /** The entry new entries hang under. */
  currentParent = -1;
  /** Layer number of the protocol being dissected. */
  currentNth = 1;
  /** The frame being dissected. */
  frame: FrameInfo = { number: 0, seconds: 0, nanoseconds: 0, originalLength: 0 };
  /** Protocol whose dissector runs: the one a malformed packet is blamed on. */
  currentProtocol = 0;
  /** Innermost network layer: 4, 6, or 0 without one; where its addresses lie in `addressBytes`. */
  netVersion = 0;
  addressBytes: Uint8Array = this.sources[0];
  sourceAddress = 0;
  destinationAddress = 0;
  /** Protocol number that led to the current upper layer. */
  ipProtocol = 0;
  /** TTL or hop limit of the innermost network layer. */
  ttl = 0;
  /** What an extension header says follows it, and where its packet ends (see nextHeader.ts). */
  nextHeader = 0;
  chainEnd = 0;
  chainReported = 0;
  /** Where the first extension header of the current IPv6 packet is. */
  firstExtension = 0;
  /** A routing header's final destination, which checksums cover: where its 16 bytes are; -1 without one. */
  finalDestination = -1;
  finalBytes: Uint8Array = this.sources[0];
  /** Entry under which the extension headers of the current IPv6 packet hang. */
  extensionParent = -1;
  /** Payload length field of the current IPv6 packet; whether a jumbo payload option stands for it. */
  payloadLength = 0;
  jumbo = false;
  /** All bytes of the current IPv6 packet, by its own word, are there. */
  packetWhole = false;
  /** How often what protocols remember from frame to frame was forgotten. */
  age = 0;
  /** Dissectors around the current bytes. */
  depth = 0;
  /** The current bytes are one fragment of a datagram. */
  fragmented = false;
  /** The current bytes are a packet quoted in an error. */
  quoted = false;
  /** The innermost quoting error is ICMP's, not ICMPv6's. */
  quotedByIcmp = false;
  /** How many layers there were when the latest one was opened: a layer entered since has nothing to show. */
  openedLayers = 0;
  /**
   * Where the packet in the innermost typed frame ends by its own length, -1 while unknown: what follows is
   * trailer.
   */
  packetEnd = -1;
  /** Where the outermost header of the current Ethernet frame begins. */
  ethernetAt = 0;
  /** Ports of the innermost transport. */
  sourcePort = 0;
  destinationPort = 0;

  /** Where the frame begins in `sources[0]`, and how many of its bytes are there. */
  frameAt = 0;
  frameLength = 0;
  /** Its length on the wire. */
  frameReported = 0;
  /** Direction told before the frame: 0 sent, 1 received, -1 not told. */
  direction = -1;

  /** Where the bytes end that the running dissector was given. */
  currentEnd = 0;
  private latestLayer = -1;

  /**
   * Nothing may be skipped: somebody looks at what depends on every layer (`frame.protocols`, the data at the
   * end).
   */
  wantsAllLayers = true;

  private wanted: Uint8Array | null = null;
  private wantedProtocols: Uint8Array | null = null;
  private readonly layerNumbers = new Uint8Array(fieldCount());
  private late = false;
  private order: Int32Array | null = null;

  /** Restricts appending to these fields; null wants all. Wanting a protocol wants its layer entry only. */
  want(ids: Iterable<FieldId> | null): void {
    this.wanted = null;
    this.wantedProtocols = null;
    this.wantsAllLayers = ids === null;
    if (ids === null) return;
    const wanted = new Uint8Array(fieldCount());
    const protocols = new Uint8Array(fieldCount());
    for (const id of ids) {
      wanted[id] = 1;
      protocols[fieldInfo(id).protocol] = 1;
      if (fieldInfo(id).needsAllLayers) this.wantsAllLayers = true;
    }
    this.wanted = wanted;
    this.wantedProtocols = protocols;
  }

  /** Whether anybody looks at field `id`. */
  wants(id: FieldId): boolean {
    return this.wanted === null || this.wanted[id] === 1;
  }

  /** Whether anybody looks at one of three fields. */
  wantsAny(a: FieldId, b: FieldId, c: FieldId): boolean {
    return this.wanted === null || this.wanted[a] === 1 || this.wanted[b] === 1 || this.wanted[c] === 1;
  }

  /** Whether anybody looks at any field of protocol `id`. */
  wantsProtocol(id: FieldId): boolean {
    return this.wantedProtocols === null || this.wantedProtocols[id] === 1;
  }

  /** Forgets everything and stands at the start of a frame whose `length` bytes are at `at`. */
  start(bytes: Uint8Array, at: number, length: number, reported: number, frame: FrameInfo): void {
    this.frameAt = at;
    this.frameLength = length;
    this.frameReported = reported;
    this.count = 0;
    this.computedLength = 0;
    if (this.strings.length > 0) this.strings.length = 0;
    if (this.sources.length > 1) this.sources.length = 1;
    this.sources[0] = bytes;
    for (let i = 0; i < this.layerCount; i++) this.layerNumbers[this.layers[i]] = 0;
    this.layerCount = 0;
    this.late = false;
    this.order = null;
    this.bytes = bytes;
    this.addressBytes = bytes;
    this.currentSource = 0;
    this.currentParent = -1;
    this.currentNth = 1;
    this.currentProtocol = 0;
    this.frame = frame;
    this.netVersion = 0;
    this.sourceAddress = 0;
    this.destinationAddress = 0;
    this.ipProtocol = 0;
    this.ttl = 0;
    this.extensionParent = -1;
    this.firstExtension = -1;
    this.finalDestination = -1;
    this.payloadLength = 0;
    this.jumbo = false;
    this.depth = 0;
    this.fragmented = false;
    this.quoted = false;
    this.quotedByIcmp = false;
    this.openedLayers = 0;
    this.sourcePort = 0;
    this.destinationPort = 0;
    this.packetEnd = -1;
    this.ethernetAt = at;
    this.currentEnd = at + length;
    this.latestLayer = -1;
  }

  /** Tells the frame around it where this packet ends; the outermost packet's word counts. */
  setPacketEnd(end: number): void {
    this.currentEnd = Math.min(this.currentEnd, end);
    if (this.latestLayer >= 0) this.reach[this.latestLayer] = this.currentEnd;
    if (this.packetEnd < 0) this.packetEnd = end;
  }

  /** Throws unless `n` bytes are there at `at`. */
  need(at: number, n: number, end: number, reported: number): void {
    if (at + n <= end) return;
    if (at + n <= reported) throw SHORT;
    throw this.fragmented ? UNREASSEMBLED : MALFORMED;
  }

  /**
   * Appends an integer, boolean, or a field whose value is its own bytes. Answers its index, -1 when
   * unwanted.
   */
  add(id: FieldId, at: number, length: number, value = 0, flags = 0): number {
    if (this.wanted !== null && this.wanted[id] === 0) return -1;
    const k = this.count;
    if (k === this.field.length) this.grow();
    this.count = k + 1;
    this.field[k] = id;
    this.offset[k] = at;
    this.length[k] = length;
    this.value[k] = value;
    this.parent[k] = this.currentParent;
    this.source[k] = this.currentSource;
    this.flags[k] = flags;
    this.nth[k] = this.currentNth;
    return k;
  }

  /** Appends a string that is not plain bytes of the packet. */
  addText(id: FieldId, at: number, length: number, text: string, flags = 0): number {
    const k = this.add(id, at, length, this.strings.length, flags | TEXT);
    if (k >= 0) this.strings.push(text);
    return k;
  }

  /** Appends a time or duration. */
  addTime(id: FieldId, at: number, length: number, seconds: number, nanoseconds: number, flags = 0): number {
    const k = this.add(id, at, length, seconds, flags);
    if (k >= 0) this.nanos[k] = nanoseconds;
    return k;
  }

  /** Appends a field whose value is `n` computed bytes, copied from `bytes` at `from`. */
  addComputed(
    id: FieldId,
    at: number,
    length: number,
    bytes: Uint8Array,
    from: number,
    n: number,
    flags = 0,
  ): number {
    const start = this.computedLength;
    const k = this.add(id, at, length, start, flags | COMPUTED);
    if (k < 0) return k;
    while (start + n > this.computed.length) {
      const larger = new Uint8Array(this.computed.length * 2);
      larger.set(this.computed);
      this.computed = larger;
    }
    for (let i = 0; i < n; i++) this.computed[start + i] = bytes[from + i];
    this.computedLength = start + n;
    this.nanos[k] = n;
    return k;
  }

  /**
   * Appends an entry before entries that stand there already: under `parent`, at the end of what hangs there.
   */
  addLate(id: FieldId, parent: number, at: number, length: number, value = 0, flags = 0): number {
    const k = this.add(id, at, length, value, flags | LATE);
    if (k >= 0) {
      this.parent[k] = parent;
      this.late = true;
    }
    return k;
  }

  /** Appends an entry and hangs what follows under it; answers the parent to give back to `close`. */
  open(id: FieldId, at: number, length: number, value = 0, flags = 0): number {
    const outer = this.currentParent;
    const k = this.add(id, at, length, value, flags);
    if (k >= 0) this.currentParent = k;
    return outer;
  }

  /** Opens a protocol's layer (see `open`). */
  openLayer(id: FieldId, at: number, length: number): number {
    this.openedLayers = this.layerCount;
    const k = this.count;
    const outer = this.open(id, at, length);
    this.latestLayer = this.count > k ? k : -1;
    if (this.count > k) this.reach[k] = Math.max(this.currentEnd, at + length);
    return outer;
  }

  /** Replaces the text of entry `k`; -1 is ignored. */
  markText(k: number, text: string): void {
    if (k < 0) return;
    this.value[k] = this.strings.push(text) - 1;
    this.flags[k] |= TEXT;
  }

  /** Ends what `open` began. */
  close(outer: number): void {
    this.currentParent = outer;
  }

  /** Sets the length of entry `k`, once known; -1 is ignored. */
  setLength(k: number, length: number): void {
    if (k >= 0) this.length[k] = length;
  }

  /** Adds a protocol to `frame.protocols` and counts its layers; answers its number, 1 …. */
  enter(protocol: FieldId): number {
    if (this.layerCount === this.layers.length) {
      const larger = new Uint16Array(this.layers.length * 2);
      larger.set(this.layers);
      this.layers = larger;
    }
    this.layers[this.layerCount++] = protocol;
    const n = Math.min(255, this.layerNumbers[protocol] + 1);
    this.layerNumbers[protocol] = n;
    return n;
  }

  /** Takes back the latest `enter`: the dissector refused. */
  leave(protocol: FieldId): void {
    this.layerCount--;
    this.layerNumbers[protocol]--;
  }

  /** How many layers of this protocol there are so far. */
  layerNumber(protocol: FieldId): number {
    return this.layerNumbers[protocol];
  }

  /** Adds a reassembled datagram; answers its number for `source`. 255 at most, then the last is replaced. */
  addSource(bytes: Uint8Array): number {
    if (this.sources.length > 255) this.sources.length = 255;
    return this.sources.push(bytes) - 1;
  }

  /** The array in which the value of entry `k` lies (see `valueAt`, `valueLength`). */
  valueBytes(k: number): Uint8Array {
    return (this.flags[k] & COMPUTED) !== 0 ? this.computed : this.sources[this.source[k]];
  }

  valueAt(k: number): number {
    return (this.flags[k] & COMPUTED) !== 0 ? this.value[k] : this.offset[k];
  }

  /** Bytes of the value: fixed for addresses, else the entry's length. */
  valueLength(k: number): number {
    const fixed = TYPE_LENGTH[fieldInfo(this.field[k]).type];
    if (fixed !== undefined) return fixed;
    return (this.flags[k] & COMPUTED) !== 0 ? this.nanos[k] : this.length[k];
  }

  /** First entry of field `id` from `from` on, or -1. */
  find(id: FieldId, from = 0): number {
    for (let k = from; k < this.count; k++) if (this.field[k] === id) return k;
    return -1;
  }

  /** Indices of the entries as the tree shows them, top to bottom. */
  inTreeOrder(): Int32Array {
    if (this.order !== null) return this.order;
    const order = new Int32Array(this.count);
    this.order = order;
    if (!this.late) {
      for (let k = 0; k < this.count; k++) order[k] = k;
      return order;
    }
    const children = new Map<number, number[]>();
    for (let k = 0; k < this.count; k++) {
      const list = children.get(this.parent[k]);
      if (list === undefined) children.set(this.parent[k], [k]);
      else list.push(k);
    }
    let n = 0;
    const pending = [...(children.get(-1) ?? [])].reverse();
    while (pending.length > 0) {
      const k = pending.pop()!;
      order[n++] = k;
      const under = children.get(k);
      if (under !== undefined) for (let i = under.length - 1; i >= 0; i--) pending.push(under[i]);
    }
    return order;
  }

  private grow(): void {
    const size = this.field.length * 2;
    this.field = enlarged(this.field, new Uint16Array(size));
    this.offset = enlarged(this.offset, new Int32Array(size));
    this.length = enlarged(this.length, new Int32Array(size));
    this.value = enlarged(this.value, new Float64Array(size));
    this.nanos = enlarged(this.nanos, new Int32Array(size));
    this.parent = enlarged(this.parent, new Int32Array(size));
    this.source = enlarged(this.source, new Uint8Array(size));
    this.flags = enlarged(this.flags, new Uint8Array(size));
    this.nth = enlarged(this.nth, new Uint8Array(size));
    this.reach = enlarged(this.reach, new Int32Array(size));
  }
}

function enlarged<T extends { set(from: T): void }>(from: T, into: T): T {
  into.set(from);
  return into;
}
