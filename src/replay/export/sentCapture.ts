/** What the host sent, as a capture: raw IP, one interface for each of the host's that sent something, and one for its ARP and for what it bridged, in Ethernet frames. */
import { APPLICATION, PcapngWriter } from '../../capture';
import { ARP_OP, ARP_SHA, ARP_THA, ARPOP_REQUEST } from '../../wire/arp';
import { get16, put16 } from '../../wire/bytes';
import { ETHER_HDR_LEN, ETHERTYPE_ARP } from '../../wire/linkHeader';
import { LINKTYPE_ETHERNET, LINKTYPE_RAW } from '../../wire/linktype';
import { SENT } from '../frame';
import { isArp } from '../message4';
import type { PastEvent } from '../replay';
import type { FrameNames } from '../rows';
import { joined, PIECE_BYTES } from './piece';

const NO_HEADER = new Uint8Array(0);

/** Writes the packets that left a host; `write` is given the file piece by piece. */
export class SentCapture {
  private readonly writer = new PcapngWriter({ application: APPLICATION });
  private readonly interfaces = new Map<string, number>();

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
    for (const { interface: face, kind, bytes, link, frame } of event.outputs) {
      const position = frame > 0 ? frame - 1 : event.position;
      if (wants !== null && (position < 0 || !wants(position))) continue;
      const cause = names.at(position);
      const comment = cause === null ? kind : `${kind}, frame ${cause.frame} of ${cause.capture}`;
      const seconds = epoch + Math.floor(event.now / 1e9);
      this.packet(face, seconds, Math.round(event.now % 1e9), bytes, comment, link);
    }
  }

  /** Adds a packet that left by interface `face`; `comment` says what it was, `link` is the link header that it kept, empty for none. */
  packet(
    face: string,
    seconds: number,
    nanoseconds: number,
    bytes: Uint8Array,
    comment: string,
    link: Uint8Array = NO_HEADER,
  ): void {
    const frame = link.length > 0 ? joined([link, bytes]) : isArp(bytes) ? arpFrame(bytes) : bytes;
    const id = this.interface(face, frame === bytes ? LINKTYPE_RAW : LINKTYPE_ETHERNET);
    this.writer.packet({ interface: id, seconds, nanoseconds, bytes: frame, comment, direction: SENT });
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

/** The frame of an ARP packet: requests go to everybody, replies to whom they answer. */
function arpFrame(bytes: Uint8Array): Uint8Array {
  const frame = new Uint8Array(ETHER_HDR_LEN + bytes.length);
  if (get16(bytes, ARP_OP) === ARPOP_REQUEST) frame.fill(0xff, 0, 6);
  else frame.set(bytes.subarray(ARP_THA, ARP_THA + 6));
  frame.set(bytes.subarray(ARP_SHA, ARP_SHA + 6), 6);
  put16(frame, 12, ETHERTYPE_ARP);
  frame.set(bytes, ETHER_HDR_LEN);
  return frame;
}
