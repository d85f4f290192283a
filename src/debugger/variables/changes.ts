/** What an event changed up to a moment: bytes, counters, and what was sent. */
import * as running from '#stack/running';
import type { Recorded } from '../../replay/recorded';
import { bytesText } from '../../replay/words';
import { toHex } from '../../wire/bytes';
import { outputReference } from '../memory';
import { group, type Node } from './node';

/** Longest stretch of bytes shown in one value. */
const SHOWN = 16;

export function changeNodes(recorded: Recorded, step: number): Node[] {
  const steps = recorded.steps.slice(0, step);
  const bytes = steps.flatMap(one =>
    one.bytes.map((change): Node => {
      const length = Math.max(change.before.length, change.after.length);
      return {
        name: bytesText(change.offset, length),
        value: `${hex(change.before)} -> ${hex(change.after)}`,
        type: one.point?.id ?? one.function,
        at: { offset: change.offset, length: change.after.length },
      };
    }),
  );
  const moved = new Map<string, number>();
  for (const one of steps) {
    for (const { counter, by } of one.counters) moved.set(counter, (moved.get(counter) ?? 0) + by);
  }
  const counters = [...moved].map(
    ([counter, by]): Node => ({
      name: counter,
      value: by > 0 ? `+${by}` : String(by),
      type: running.counterMeaning(counter) ?? undefined,
      expression: counter,
    }),
  );
  const sent = steps
    .flatMap(one => one.emissions)
    .map(
      (one, i): Node => ({
        name: `output ${i + 1}`,
        value: `${one.kind} through ${one.interface}, ${one.bytes.length} bytes`,
        memory: outputReference(recorded.event, i),
      }),
    );
  const logs = steps
    .flatMap(one => one.logs)
    .map((one, i): Node => ({ name: `log ${i + 1}`, value: one.text }));
  return [
    ...(bytes.length > 0 ? [group('bytes', `${bytes.length} changed`, bytes)] : []),
    ...counters,
    ...sent,
    ...logs,
  ];
}

function hex(bytes: Uint8Array): string {
  const text = toHex(bytes, 0, Math.min(bytes.length, SHOWN));
  return bytes.length > SHOWN ? `${text}… (${bytes.length} bytes)` : text || 'nothing';
}
