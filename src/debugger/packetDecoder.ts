/** Dissects packets one by one: what one says does not depend on those looked at before. */
import { Decoder, type Dissection, type FieldId } from '../decode';
import { LINKTYPE_RAW } from '../wire/linktype';

export class PacketDecoder {
  private readonly decoder = new Decoder();
  private last: Uint8Array | null = null;

  /** @param fields the only ones looked at; null: all */
  constructor(fields: Iterable<FieldId> | null) {
    this.decoder.want(fields);
  }

  /** A packet from its network header on, which nobody writes to any more. The answer is valid until the next call. */
  dissect(packet: Uint8Array): Dissection {
    if (packet === this.last) return this.decoder.dissection;
    this.last = packet;
    this.decoder.forget();
    const frame = { number: 1, seconds: 0, nanoseconds: 0, originalLength: packet.length };
    return this.decoder.dissect(packet, 0, packet.length, LINKTYPE_RAW, frame);
  }
}
