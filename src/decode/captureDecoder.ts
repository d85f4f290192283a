/** Decodes a capture from its first frame to its last. */
import { type Capture, FrameCursor } from '../capture';
import { Decoder } from './decoder';
import type { Dissection, FrameInfo } from './dissection';
import type { FieldId } from './registry';

const PCAPNG = [0x0a, 0x0d, 0x0d, 0x0a];

/** What the capture says about the frame that was moved to; one object for all frames. */
export class CapturedFrame implements FrameInfo {
  number = 0;
  seconds = 0;
  nanoseconds = 0;
  originalLength = 0;
  hasTime = true;
  interfaceId: number | undefined;
  interfaceName: string | undefined;
  interfaceDescription: string | undefined;
  section: number | undefined;
  fcsLength = -1;
  /** From 0, whatever `number` says. */
  private index = 0;
  private readonly hasInterfaces: boolean;

  constructor(private readonly capture: Capture) {
    const head = new Uint8Array(4);
    capture.source.read(0, head, 0, 4);
    this.hasInterfaces = PCAPNG.every((byte, i) => head[i] === byte);
  }

  get comments(): readonly string[] {
    return this.capture.comment(this.index);
  }

  get packetFlags(): number | undefined {
    const flags = this.capture.packetFlags(this.index);
    return flags < 0 ? undefined : flags;
  }

  moveTo(i: number): void {
    const { capture } = this;
    this.index = i;
    this.number = i + 1;
    this.seconds = capture.seconds(i);
    this.nanoseconds = capture.nanoseconds(i);
    this.originalLength = capture.originalLength(i);
    this.hasTime = capture.hasTime(i);
    const id = capture.interfaceOf(i);
    const described = id < 0 ? undefined : capture.interfaces[id];
    this.fcsLength = described?.fcsLength ?? -1;
    if (!this.hasInterfaces) return;
    this.interfaceId = described?.id;
    this.interfaceName = described?.name || undefined;
    this.interfaceDescription = described?.description || undefined;
    this.section = described === undefined ? (this.section ?? 1) : described.section + 1;
  }
}

/** Walks over the indexed frames of a capture and dissects each. */
export class CaptureDecoder {
  private readonly decoder = new Decoder();
  private readonly cursor: FrameCursor;
  private readonly frame: CapturedFrame;

  /** `wanted`: the fields that anybody looks at, null for all. */
  constructor(
    private readonly capture: Capture,
    wanted: Iterable<FieldId> | null = null,
  ) {
    this.cursor = new FrameCursor(capture);
    this.frame = new CapturedFrame(capture);
    this.decoder.want(wanted);
  }

  /**
   * Leaves out the frames before `i` (0-based), which must lie ahead. Fragments and times since earlier
   * frames are then wrong unless the frames left out have none and nobody asks.
   */
  skipTo(i: number): void {
    this.cursor.skipTo(i);
  }

  /** The dissection of the next frame, valid until the next call; null after the last frame. */
  next(): Dissection | null {
    const { cursor, frame } = this;
    if (!cursor.next()) return null;
    frame.moveTo(cursor.i);
    return this.decoder.dissect(cursor.data, cursor.off, cursor.len, this.capture.linkType(cursor.i), frame);
  }
}
