/** The packet of an event as its steps left it. */
import type { ByteChange } from '../stack/byteChanges';
import type { Step } from '../stack/recorder';

/** A packet after a change: it may have grown or shrunk. */
function withChange(packet: Uint8Array, { offset, before, after }: ByteChange): Uint8Array {
  const result = new Uint8Array(packet.length - before.length + after.length);
  result.set(packet.subarray(0, offset));
  result.set(after, offset);
  result.set(packet.subarray(offset + before.length), offset + after.length);
  return result;
}

/** The packet of a step once it has done what it does. */
export function packetAfter(step: Step): Uint8Array {
  return step.bytes.reduce(withChange, step.packet);
}

/** Number of the packet that an event began with; 0 when it began with none. */
export function arrivedPacket(steps: readonly Step[]): number {
  return steps.find(step => step.packetNumber > 0)?.packetNumber ?? 0;
}

/** The packet that an event began with, as it was left; null when there was none. */
export function packetAtEnd(steps: readonly Step[]): Uint8Array | null {
  const number = arrivedPacket(steps);
  const last = number === 0 ? undefined : steps.findLast(step => step.packetNumber === number);
  return last === undefined ? null : packetAfter(last);
}
