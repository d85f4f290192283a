/**
 * The packet that a row's event began with, from a capture or from a link: all that its versions are made
 * from.
 */
import { type Dissection, FrameDecoder } from '../../decode';
import { packetOffset } from '../../replay/frame';
import type { Arrival } from '../../replay/links';
import type { Opened } from './indexedCapture';
import type { LinkPackets } from './linkPackets';

export interface ArrivedPacket {
  /** From its link header on. */
  readonly bytes: Uint8Array;
  /** Where the network header, or the ARP packet, begins; 0 where none is found. */
  readonly network: number;
  /** The interface of the host that it came in on, where it came by a link. */
  readonly place: string | null;
  /** Its dissection as it came; valid until the next one. */
  dissect(): Dissection;
  /** The same as if these had been its bytes. */
  dissectAs(bytes: Uint8Array): Dissection;
}

/** A frame, from 0. Throws CaptureError when the capture cannot be read. */
export function arrivedFrame({ capture }: Opened, frame: number): ArrivedPacket {
  const bytes = capture.read(frame);
  const decoder = new FrameDecoder(capture);
  return {
    bytes,
    network: networkAt(capture.linkType(frame), bytes),
    place: null,
    dissect: () => decoder.decode(frame),
    dissectAs: others => decoder.decodeAs(frame, others),
  };
}

/** The packet of the `k`th event that is no frame, which came by a link. */
export function arrivedOnLink(packets: LinkPackets, k: number, came: Arrival): ArrivedPacket {
  return {
    bytes: came.bytes,
    network: networkAt(came.linkType, came.bytes),
    place: came.interface,
    dissect: () => packets.decode(k, came),
    dissectAs: bytes => packets.decode(k, came, bytes),
  };
}

function networkAt(linkType: number, bytes: Uint8Array): number {
  return Math.max(0, packetOffset(linkType, bytes, 0, bytes.length));
}
