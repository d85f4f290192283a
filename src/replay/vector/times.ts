/** When the packets of a case arrive. */
import type { VectorCase } from './case';

/**
 * Seconds; those of one moment follow each other by a millisecond, so that something may happen between them.
 */
export function packetTimes({ given }: VectorCase): number[] {
  let last = Number.NEGATIVE_INFINITY;
  return given.packets.map(packet => {
    const time = packet.time ?? 100;
    last = time > last ? time : last + 0.001;
    return last;
  });
}
