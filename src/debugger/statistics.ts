/** How much a replay has met so far, for views that show it beside decisions and lines. */
import * as running from '#stack/running';
import type { Replay } from '../replay/replay';

/** How often each decision was taken so far, by its id. */
export function decisionCounts(replay: Replay): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [path, times] of replay.pathCounts().entries()) {
    for (const outcome of times > 0 ? replay.paths.outcomesOf(path) : []) {
      const { id } = running.decisionOfOutcome[outcome];
      counts[id] = (counts[id] ?? 0) + times;
    }
  }
  return counts;
}

/** How many events so far used what each line of the `.stack` file made, by line from 1; lines that none used are left out. */
export function lineCounts(replay: Replay): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [line, count] of replay.lines.counts.entries()) if (count > 0) counts[line] = count;
  return counts;
}
