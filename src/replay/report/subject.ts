/** What a report is about: a frame of a capture, or a packet that came by a link. */
import { frameLine, packetLine, packetOf } from '../describe';
import { packetOffset } from '../frame';
import type { Arrival } from '../links';
import type { Recorded } from '../recorded';
import type { Replay } from '../replay';
import type { FrameNames } from '../rows';
import { formatHostTime } from '../time';
import { words } from './words';

/** What stands in a report of the packet itself. */
export interface Subject {
  readonly title: string;
  /** In one line. */
  readonly packet: string;
  readonly time: string;
  /** The interface that it came in on, null for none. */
  readonly face: string | null;
  /** Heading over its bytes. */
  readonly bytesTitle: string;
  readonly bytes: Uint8Array;
  /** How many bytes it had on the wire. */
  readonly whole: number;
  /** Where the network header, or the ARP packet, begins; -1 without one. */
  readonly network: number;
}

/** The frame at a position. Throws CaptureError when the capture cannot be read. */
export function frameSubject(replay: Replay, names: FrameNames, position: number): Subject {
  const { order, captures } = replay.script;
  const capture = captures[order.capture(position)];
  const frame = order.frame(position);
  const bytes = capture.read(frame);
  const name = names.at(position);
  return {
    title: name === null ? '' : words.frame(name.frame, name.capture),
    packet: frameLine(replay, position),
    time: names.timeAt(position),
    face: names.interfaceAt(position),
    bytesTitle: words.captured,
    bytes,
    whole: capture.originalLength(frame),
    network: packetOffset(capture.linkType(frame), bytes, 0, bytes.length),
  };
}

/** The packet of an event, as it came by a link. */
export function linkSubject(replay: Replay, names: FrameNames, event: Recorded, came: Arrival): Subject {
  const { bytes, linkType } = came;
  const stem = names.at(event.position);
  return {
    title: words.onLink(came.interface, stem?.frame ?? 0, stem?.capture ?? ''),
    packet: packetLine(packetOf(came)),
    time: formatHostTime(replay.script.epoch, event.now),
    face: came.interface,
    bytesTitle: words.cameByLink,
    bytes,
    whole: bytes.length,
    network: packetOffset(linkType, bytes, 0, bytes.length),
  };
}
