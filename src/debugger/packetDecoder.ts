/** Dissects packets of a replay one by one: what one says does not depend on those looked at before. */
import { Decoder, type Dissection, type FieldId, FrameDecoder } from '../decode';
import { bareLinkType } from '../replay/message4';
import type { Replay } from '../replay/replay';

/** What stands for the frame of a packet that stems from none. */
const noFrame = { number: 0, seconds: 0, nanoseconds: 0, hasTime: false };

export class PacketDecoder {
  /** By capture, made when first asked for. */
  private readonly decoders: FrameDecoder[] = [];
  private readonly decoder = new Decoder();
  private last: {
    readonly packet: Uint8Array;
    readonly position: number;
    readonly dissection: Dissection;
  } | null = null;

  /** @param fields the only ones looked at; null: all */
  constructor(
    private readonly replay: Replay,
    private readonly fields: ReadonlySet<FieldId> | null,
  ) {
    this.decoder.want(fields);
  }

  /**
   * A packet from its network header on, which nobody writes to any more. Number, time and interface are
   * those of the frame that it stems from, which stands at `position`; -1 for none. The answer is valid until
   * the next call.
   */
  dissect(packet: Uint8Array, position: number): Dissection {
    if (packet === this.last?.packet && position === this.last.position) return this.last.dissection;
    const dissection = position < 0 ? this.withoutFrame(packet) : this.ofFrame(packet, position);
    this.last = { packet, position, dissection };
    return dissection;
  }

  private withoutFrame(packet: Uint8Array): Dissection {
    this.decoder.forget();
    const frame = { ...noFrame, originalLength: packet.length };
    return this.decoder.dissect(packet, 0, packet.length, bareLinkType(packet), frame);
  }

  private ofFrame(packet: Uint8Array, position: number): Dissection {
    const { captures, order } = this.replay.script;
    const which = order.capture(position);
    this.decoders[which] ??= new FrameDecoder(captures[which], this.fields);
    return this.decoders[which].decodePacket(
      order.frame(position),
      packet,
      position + 1,
      bareLinkType(packet),
    );
  }
}
