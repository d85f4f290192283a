/** Frames of captures as pcapng, with what became of them as a comment that other programs show. */
import { APPLICATION, type Capture, type CaptureInterface, PcapngWriter } from '../../capture';
import { parseIpv4, parseIpv6 } from '../../wire/address';
import { RECEIVED } from '../frame';

/** A packet that came by a link between hosts. */
export interface OtherPacket {
  /** The interface that it came in on. */
  readonly interface: string;
  /** LINKTYPE_* */
  readonly linkType: number;
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly bytes: Uint8Array;
  readonly note: string;
}

/**
 * Writes frames as they are: interfaces, times to the nanosecond, lengths on the wire, flags and comments
 * stay. A frame that no interface captured is no packet and is left out.
 */
export class AnnotatedCapture {
  private readonly writer = new PcapngWriter({ application: APPLICATION });
  /** For each capture the number of its first interface in the file. */
  private readonly first: number[] = [];
  /** Numbers of interfaces that no capture has. */
  private readonly others = new Map<string, number>();

  constructor(private readonly captures: readonly Capture[]) {
    let next = 0;
    for (const capture of captures) {
      this.first.push(next);
      next += capture.interfaces.length;
      for (const face of capture.interfaces) this.writer.addInterface(written(face));
      const names = [...addressNames(capture)];
      if (names.length > 0) this.writer.addNames(names);
    }
  }

  /**
   * Adds frame `i` (from 0) of capture number `which`. `note` stands behind the comments that the frame has;
   * empty for none. Throws CaptureError when the capture cannot be read.
   */
  add(which: number, i: number, note: string): void {
    const capture = this.captures[which];
    const face = capture.interfaceOf(i);
    if (face < 0) return;
    const flags = capture.packetFlags(i);
    this.writer.packet({
      interface: this.first[which] + face,
      seconds: capture.seconds(i),
      nanoseconds: capture.nanoseconds(i),
      bytes: capture.read(i),
      originalLength: capture.originalLength(i),
      comment: note === '' ? capture.comment(i) : [...capture.comment(i), note],
      ...(flags >= 0 ? { flags } : { direction: capture.direction(i) }),
    });
  }

  /** Adds a packet that no capture has, received on an interface of its own. */
  addOther({ interface: name, linkType, seconds, nanoseconds, bytes, note }: OtherPacket): void {
    const key = `${name} ${linkType}`;
    const known = this.others.get(key);
    const id = known ?? this.writer.addInterface({ name, linkType });
    this.others.set(key, id);
    this.writer.packet({ interface: id, seconds, nanoseconds, bytes, comment: note, direction: RECEIVED });
  }

  /** Bytes that wait to be taken. */
  get pending(): number {
    return this.writer.pending;
  }

  /** The bytes written since the last call. */
  take(): Uint8Array {
    return this.writer.take();
  }
}

function written({ name, linkType, snaplen, description, fcsLength, filter, comments }: CaptureInterface) {
  return { name, linkType, snaplen, description, fcsLength, filter, comment: comments };
}

function* addressNames(capture: Capture): Generator<[Uint8Array, string]> {
  for (const [text, names] of capture.names) {
    const address = parseIpv4(text) ?? parseIpv6(text);
    if (address === null) continue;
    for (const name of names) yield [address, name];
  }
}
