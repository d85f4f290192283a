/** Dissects single frames of a capture, in any order: for what is on the screen. */
import type { Capture } from '../capture';
import { CapturedFrame } from './captureDecoder';
import { Decoder } from './decoder';
import type { Dissection } from './dissection';
import type { FieldId } from './registry';

/**
 * Every frame is dissected for itself: times since earlier frames are right, but fragments of others are not
 * known.
 */
export class FrameDecoder {
  private readonly decoder = new Decoder();
  private readonly frame: CapturedFrame;

  /** `wanted`: the fields that anybody looks at, null for all. */
  constructor(
    private readonly capture: Capture,
    wanted: Iterable<FieldId> | null = null,
  ) {
    this.frame = new CapturedFrame(capture);
    this.decoder.want(wanted);
  }

  /**
   * The dissection of frame `i` (0-based), valid until the next call. Throws `CaptureError` when the capture
   * cannot be read.
   */
  decode(i: number): Dissection {
    return this.decodeAs(i, this.capture.read(i), this.capture.originalLength(i));
  }

  /** The dissection of frame `i` as if these had been its bytes, of `original` on the wire. */
  decodeAs(i: number, bytes: Uint8Array, original = bytes.length): Dissection {
    const { capture, frame, decoder } = this;
    this.moveTo(i);
    frame.originalLength = original;
    return decoder.dissect(bytes, 0, bytes.length, capture.linkType(i), frame);
  }

  /**
   * The dissection of a packet that frame `i` has become, from a header of `linkType` on; `number` is what
   * the frame is called.
   */
  decodePacket(i: number, packet: Uint8Array, number: number, linkType: number): Dissection {
    const { frame, decoder } = this;
    this.moveTo(i);
    frame.number = number;
    frame.originalLength = packet.length;
    return decoder.dissect(packet, 0, packet.length, linkType, frame);
  }

  private moveTo(i: number): void {
    const { frame, decoder } = this;
    decoder.forget();
    if (i > 0) decoder.passed(this.momentOf(0), this.momentOf(i - 1));
    frame.moveTo(i);
  }

  private momentOf(i: number): { seconds: number; nanoseconds: number } {
    return { seconds: this.capture.seconds(i), nanoseconds: this.capture.nanoseconds(i) };
  }
}
