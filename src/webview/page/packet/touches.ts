/** Which steps have to do with bytes. */
import type { ByteSpan, TraceStep } from '../../protocol/packet';

/** True when a step read or changed some of the bytes. */
export function touches(step: TraceStep | undefined, span: ByteSpan | null): boolean {
  if (step === undefined || span === null) return false;
  return [...step.changes, ...step.reads].some(
    ({ offset, length }) => offset < span.offset + span.length && span.offset < offset + length,
  );
}
