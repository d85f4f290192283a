/** What the host sent, as a capture: raw IP, one interface for each of the host's that sent something. */
import { APPLICATION, PcapngWriter } from '../../capture';
import { LINKTYPE_RAW } from '../../wire/linktype';
import type { PastEvent } from '../replay';
import type { FrameNames } from '../rows';

const PIECE = 1 << 20;
const SENT = 2;

/** Writes the packets that left a host; `write` is given the file piece by piece. */
export class SentCapture {
  private readonly writer = new PcapngWriter({ application: APPLICATION });
  private readonly interfaces = new Map<string, number>();
  private waiting = 0;

  constructor(private readonly write: (bytes: Uint8Array) => void) {}

  /**
   * Adds what an event sent; `epoch` is that of the replay's script.
   *
   * @param wants true for the positions of frames whose packets are wanted; null for all
   */
  event(
    epoch: number,
    names: FrameNames,
    event: PastEvent,
    wants: ((position: number) => boolean) | null = null,
  ): void {
    for (const { interface: face, kind, bytes, frame } of event.outputs) {
      const position = frame > 0 ? frame - 1 : event.position;
      if (wants !== null && (position < 0 || !wants(position))) continue;
      const cause = names.at(position);
      const comment = cause === null ? kind : `${kind}, frame ${cause.frame} of ${cause.capture}`;
      this.packet(face, epoch + Math.floor(event.now / 1e9), Math.round(event.now % 1e9), bytes, comment);
    }
  }

  /** Adds a packet that left by interface `face`; `comment` says what it was. */
  packet(face: string, seconds: number, nanoseconds: number, bytes: Uint8Array, comment: string): void {
    let id = this.interfaces.get(face);
    if (id === undefined) {
      id = this.writer.addInterface({ name: face, linkType: LINKTYPE_RAW });
      this.interfaces.set(face, id);
    }
    this.writer.packet({ interface: id, seconds, nanoseconds, bytes, comment, direction: SENT });
    this.waiting += bytes.length;
    if (this.waiting >= PIECE) this.flush();
  }

  /** Hands over what has not been written yet. */
  flush(): void {
    this.waiting = 0;
    this.write(this.writer.take());
  }
}
