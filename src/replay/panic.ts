/** A kernel that stopped: which decision, what the kernel would do, and what the replay leaves out for it. */
import { eventSentence } from './describe';
import type { Replay } from './replay';
import { decisionOf, type FrameName, type FrameNames, type PanicRow } from './rows';
import { formatElapsed, formatHostTime } from './time';

/** The panic that ended a replay, for programs; null without one. */
export function panicRow(replay: Replay, names: FrameNames): PanicRow | null {
  const { panic, script } = replay;
  if (panic === null) return null;
  const event = replay.events - 1;
  const recorded = replay.record(event);
  const { path, position } = replay.past(event);
  return {
    reason: panic,
    decision: decisionOf(replay, path),
    time: formatHostTime(script.epoch, recorded.now),
    for: names.at(position),
    explanation: eventSentence(replay, names, { ...recorded, path }, recorded),
  };
}

/** The same in words for people: `The kernel stopped (divide-by-zero) in frame 3 of lan.pcap at mld_input.query-random. Panic: …` */
export function panicText(replay: Replay, names: FrameNames): string | null {
  const row = panicRow(replay, names);
  if (row === null) return null;
  const at = row.decision === null ? '' : ` at ${row.decision}`;
  const left = framesLeft(replay.script.order.length - replay.arrived);
  return `The kernel stopped (${row.reason}) in ${whenceText(replay, row.for)}${at}. ${row.explanation}${left}`;
}

/** `frame 3 of lan.pcap`, `a timer 1.200000 s after the start`. */
function whenceText(replay: Replay, frame: FrameName | null): string {
  const event = replay.events - 1;
  const { kind } = replay.past(event);
  const about = frame === null ? '' : `frame ${frame.frame} of ${frame.capture}`;
  if (kind === 'frame') return about;
  const since = formatElapsed(replay.record(event).now - replay.script.start);
  return `a ${kind} ${since} s after the start${about === '' ? '' : `, for ${about}`}`;
}

function framesLeft(count: number): string {
  if (count === 0) return '';
  return count === 1 ? ' One frame did not arrive any more.' : ` ${count} frames did not arrive any more.`;
}
