/** The timeline: how many packets of each verdict, frames and others, fall into each of its bars. */
import * as running from '#stack/running';
import type { Timeline } from '../protocol/capture';
import type { IndexedCapture, Opened } from './indexedCapture';
import type { MachineRun } from './machineRun';
import { verdictOfPath } from './pathTally';
import { Patience } from './patience';
import { eventEntry } from './rowOrder';

/** Bars at most: more than any screen is wide. */
const BARS_MAX = 8192;
/** Part of the timeline, at least and at most, that stands for what cannot be read. */
const DAMAGED_LEAST = 1 / 64;
const DAMAGED_MOST = 1 / 4;

/** Counts in slices, no further once the asking side wants it no more. */
export async function timelineBars(
  indexed: IndexedCapture,
  run: MachineRun | null,
  asked: number,
  signal: AbortSignal,
  breathe: () => Promise<void>,
): Promise<Timeline> {
  const bars = Math.max(1, Math.min(Math.floor(asked) || 1, BARS_MAX));
  const { verdicts } = running;
  const counts = new Uint32Array(bars * verdicts.length);
  const { opened } = indexed;
  const from = opened?.times.earliest ?? 0;
  const readTo = opened?.times.latest ?? 0;
  const damaged = opened === null ? null : damagedPart(indexed);
  const to = damaged === null ? readTo : from + (readTo - from) / (1 - damaged);
  const width = (to - from) / bars || 1;
  const patience = new Patience(breathe);
  const frames = opened?.capture.frames ?? 0;
  const events = run?.replay.extras.count ?? 0;
  for (let i = 0; opened !== null && i < frames + events && !signal.aborted; i++) {
    const entry = i < frames ? i : eventEntry(i - frames);
    const counted = entry >= 0 || run?.hasVerdict(i - frames) === true;
    if (counted) {
      const time = timeOf(opened, run, entry);
      const bar = Math.min(bars - 1, Math.max(0, Math.floor((time - from) / width)));
      const verdict = run === null ? 0 : verdictOfPath(run.replay.paths, run.pathOfEntry(entry));
      counts[bar * verdicts.length + verdict]++;
    }
    if (patience.over) await patience.rest();
  }
  return { bars, counts, verdicts, from, to, damagedFrom: damaged === null ? null : readTo };
}

function timeOf({ times }: Opened, run: MachineRun | null, entry: number): number {
  return entry < 0 && run !== null ? run.timeOfExtra(eventEntry(entry), times) : times.relative(entry);
}

/** Which part of the timeline lies behind the damage, judged by bytes; null without damage. */
function damagedPart({ opened, failure }: IndexedCapture): number | null {
  if (opened === null) return null;
  const { damage, source } = opened.capture;
  if (damage === null) return failure === null ? null : DAMAGED_LEAST;
  const lost = source.size > 0 ? 1 - damage.offset / source.size : 0;
  return Math.min(DAMAGED_MOST, Math.max(DAMAGED_LEAST, lost));
}
