/** Which step of an event has to do with bytes of its packet. */
import type { Recorded } from '../../replay/recorded';
import { arrivedPacket } from '../../replay/stepPacket';
import type { ByteChange } from '../../stack/byteChanges';
import type { ByteSpan, BytesStep, Version } from '../protocol/packet';
import { packetAt } from './packetVersions';
import { readsOf } from './traceView';

/**
 * The step that changed the bytes last, else the one that will; else one that read them, first of all the one
 * that settled the verdict. Null when no step has to do with them.
 *
 * @param at for `now`, the step after which the packet is as it is shown; -1 as it came in
 * @param link length of the link header of the packet that came in
 */
export function stepOfBytes(
  recorded: Recorded,
  version: Version['id'],
  at: number,
  span: ByteSpan,
  link: number,
): BytesStep | null {
  const { steps, settled } = recorded;
  const last = version === 'now' ? Math.min(at, steps.length - 1) : -1;
  const arrived = arrivedPacket(steps);
  const number = packetAt(steps, last) || arrived;
  const network = number === arrived ? link : 0;
  const inPacket = { offset: span.offset - network, length: span.length };
  const found = (step: number, { offset, length }: ByteSpan): BytesStep => {
    return { step, span: version === 'now' ? { offset: offset + network, length } : span };
  };
  let read: BytesStep | null = null;
  const look = (i: number, where: ByteSpan) => {
    if (!readsOf(steps[i], 0).some(one => overlap(one, where))) return;
    if (read === null || steps[i] === settled) read = found(i, where);
  };
  let where = inPacket;
  for (let i = last; i >= 0; i--) {
    const { packetNumber, bytes } = steps[i];
    if (packetNumber !== number) continue;
    for (const change of bytes.toReversed()) {
      if (overlap({ offset: change.offset, length: change.after.length }, where)) return found(i, where);
      where = moved(where, change, change.before.length - change.after.length);
    }
    look(i, where);
  }
  where = inPacket;
  for (let i = last + 1; i < steps.length; i++) {
    const { packetNumber, bytes } = steps[i];
    if (packetNumber !== number) continue;
    look(i, where);
    for (const change of bytes) {
      if (overlap({ offset: change.offset, length: change.before.length }, where)) return found(i, where);
      where = moved(where, change, change.after.length - change.before.length);
    }
  }
  return read;
}

function overlap(a: ByteSpan, b: ByteSpan): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}

/** Where bytes are when the packet grows by so many bytes at a change before them. */
function moved(where: ByteSpan, { offset }: ByteChange, by: number): ByteSpan {
  return offset <= where.offset ? { ...where, offset: where.offset + by } : where;
}
