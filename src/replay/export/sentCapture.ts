/**
 * What the host sent, as a capture: raw IP, one interface for each of the host's that sent something, and one
 * for its ARP and for what it bridged, in Ethernet frames.
 */
import { APPLICATION, PcapngWriter } from '../../capture';
import { SENT } from '../frame';
import type { PastEvent } from '../replay';
import type { FrameNames } from '../rows';
import { sentFrame } from '../sentFrame';
import { PIECE_BYTES } from './piece';

const NO_HEADER = new Uint8Array(0);

/** True for what is sent on account of the frame at a position (-1: none) in an event, where it is wanted. */
export type Wants = (position: number, event: number) => boolean;

/** Writes the packets that left a host; `write` is given the file piece by piece. */
export class SentCapture {
  private readonly writer = new PcapngWriter({ application: APPLICATION });
  private readonly interfaces = new Map<string, number>();

  constructor(private readonly write: (bytes: Uint8Array) => void) {}

  /**
   * Adds what an event sent; `epoch` is that of the replay's script.
   *
   * @param wants what is wanted; null for all
   */
  event(epoch: number, names: FrameNames, event: PastEvent, wants: Wants | null = null): void {
    for (const { interface: face, kind, bytes, link, frame } of event.outputs) {
      const position = frame > 0 ? frame - 1 : event.position;
      if (wants !== null && !wants(position, event.event)) continue;
      const cause = names.at(position);
      const comment = cause === null ? kind : `${kind}, frame ${cause.frame} of ${cause.capture}`;
      const seconds = epoch + Math.floor(event.now / 1e9);
      this.packet(face, seconds, Math.round(event.now % 1e9), bytes, comment, link);
    }
  }

  /**
   * Adds a packet that left by interface `face`; `comment` says what it was, `link` is the link header that
   * it kept, empty for none.
   */
  packet(
    face: string,
    seconds: number,
    nanoseconds: number,
    bytes: Uint8Array,
    comment: string,
    link: Uint8Array = NO_HEADER,
  ): void {
    const frame = sentFrame({ bytes, link });
    const id = this.interface(face, frame.linkType);
    this.writer.packet({ interface: id, seconds, nanoseconds, bytes: frame.bytes, comment, direction: SENT });
    if (this.writer.pending >= PIECE_BYTES) this.flush();
  }

  private interface(name: string, linkType: number): number {
    const key = `${name} ${linkType}`;
    const known = this.interfaces.get(key);
    if (known !== undefined) return known;
    const id = this.writer.addInterface({ name, linkType });
    this.interfaces.set(key, id);
    return id;
  }

  /** Hands over what has not been written yet. */
  flush(): void {
    this.write(this.writer.take());
  }
}
