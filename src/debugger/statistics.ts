/** How much a replay has met so far, for views that show it beside decisions and lines. */
import * as running from '#stack/running';
import type { Replay } from '../replay/replay';

/**
 * How often each outcome came about so far, by its number: for frames of any capture, packets on links,
 * timers and commands.
 */
export function outcomeCounts(replay: Replay): Float64Array {
  const { paths, extras } = replay;
  const counts = new Float64Array(running.decisionOfOutcome.length);
  const add = (path: number, times: number) => {
    for (const outcome of times > 0 && path > 0 ? paths.outcomesOf(path) : []) counts[outcome] += times;
  };
  for (const [path, times] of replay.pathCounts().entries()) add(path, times);
  for (let k = 0; k < extras.count; k++) add(extras.paths[k], 1);
  return counts;
}

/** How often each decision was taken so far, by its id; those never taken are left out. */
export function decisionCounts(replay: Replay): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [outcome, times] of outcomeCounts(replay).entries()) {
    const { id } = running.decisionOfOutcome[outcome];
    if (times > 0) counts[id] = (counts[id] ?? 0) + times;
  }
  return counts;
}

/**
 * How many events so far used what each line of the `.stack` file made, by line from 1; lines that none used
 * are left out.
 */
export function lineCounts(replay: Replay): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [line, count] of replay.lines.counts.entries()) if (count > 0) counts[line] = count;
  return counts;
}
