/** A kernel that stopped: which decision, what the kernel would do, and what the replay leaves out for it. */
import { eventSentence } from './describe';
import type { Recorded } from './recorded';
import type { Replay } from './replay';
import { decisionOf, type FrameNames, type PanicRow } from './rows';
import { formatElapsed, formatHostTime } from './time';

/** The panic that ended a replay. */
interface KernelPanic {
  /** For programs. */
  readonly row: PanicRow;
  /**
   * For people: `The kernel stopped (divide-by-zero) in frame 3 of lan.pcap at mld_input.query-random. Panic:
   * …`
   */
  readonly text: string;
}

/** The panic that ended a replay, its event recorded once; null without one. */
export function panicOf(replay: Replay, names: FrameNames): KernelPanic | null {
  const { panic, script } = replay;
  if (panic === null) return null;
  const event = replay.events - 1;
  const recorded = replay.record(event);
  const { path, position } = replay.past(event);
  const row: PanicRow = {
    reason: panic,
    decision: decisionOf(replay, path),
    time: formatHostTime(script.epoch, recorded.now),
    for: names.at(position),
    explanation: eventSentence(replay, names, { ...recorded, path }, recorded),
  };
  return { row, text: panicText(replay, row, recorded) };
}

function panicText(replay: Replay, row: PanicRow, recorded: Recorded): string {
  const at = row.decision === null ? '' : ` at ${row.decision}`;
  const left = framesLeft(replay.script.order.length - replay.arrived);
  const whence = whenceText(row, recorded, replay.script.start);
  return `The kernel stopped (${row.reason}) in ${whence}${at}. ${row.explanation}${left}`;
}

/** `frame 3 of lan.pcap`, `a timer 1.200000 s after the start`. */
function whenceText({ for: frame }: PanicRow, { kind, now }: Recorded, start: number): string {
  const about = frame === null ? '' : `frame ${frame.frame} of ${frame.capture}`;
  if (kind === 'frame') return about;
  return `a ${kind} ${formatElapsed(now - start)} s after the start${about === '' ? '' : `, for ${about}`}`;
}

function framesLeft(count: number): string {
  if (count === 0) return '';
  return count === 1 ? ' One frame did not arrive any more.' : ` ${count} frames did not arrive any more.`;
}
