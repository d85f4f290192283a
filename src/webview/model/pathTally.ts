/**
 * How many frames of the capture took each path: what chips, reasons and counts are made of, so that they
 * cost no look at every frame.
 */
import * as running from '#stack/running';
import type { PathTable } from '../../replay/paths';
import type { ReasonCount, VerdictCount } from '../protocol/capture';

/** Reasons that are told. */
const REASONS_MAX = 50;

export class PathTally {
  private counts = new Uint32Array(64);

  constructor(private readonly paths: PathTable) {}

  /** Counts one more frame. Path 0, of frames that did not run, counts as well. */
  add(path: number): void {
    if (path >= this.counts.length) {
      const larger = new Uint32Array(2 * path);
      larger.set(this.counts);
      this.counts = larger;
    }
    this.counts[path]++;
  }

  /** Verdicts that occur, in the order of their numbers. */
  verdicts(): VerdictCount[] {
    const counts = new Array<number>(running.verdicts.length).fill(0);
    for (let path = 1; path < this.counts.length; path++) {
      if (this.counts[path] > 0) counts[verdictOfPath(this.paths, path)] += this.counts[path];
    }
    return counts.flatMap((count, i) => (count > 0 ? [{ verdict: running.verdicts[i], count }] : []));
  }

  /** Decisions that settled verdicts, the commonest first. */
  reasons(): ReasonCount[] {
    const counts = new Map<number, { settledBy: number; verdict: number; count: number }>();
    for (let path = 1; path < this.counts.length; path++) {
      const settledBy = this.counts[path] > 0 ? this.paths.settledBy(path) : -1;
      if (settledBy < 0) continue;
      const verdict = verdictOfPath(this.paths, path);
      const key = running.decisionOfOutcome[settledBy].first * running.verdicts.length + verdict;
      const known = counts.get(key);
      if (known === undefined) counts.set(key, { settledBy, verdict, count: this.counts[path] });
      else known.count += this.counts[path];
    }
    return [...counts.values()]
      .sort((a, b) => b.count - a.count)
      .slice(0, REASONS_MAX)
      .map(({ settledBy, verdict, count }) => ({
        decision: running.decisionOfOutcome[settledBy].id,
        verdict: running.verdicts[verdict],
        count,
      }));
  }
}

/**
 * Number of the verdict of frames that took a path; 0 for those that did not run. A packet that no decision
 * settled was taken in.
 */
export function verdictOfPath(paths: PathTable, path: number): number {
  return path === 0 ? 0 : paths.verdict(path) || running.CONSUMED;
}

/** The decision that settled a path; empty when none did. */
export function decisionOfPath(paths: PathTable, path: number): string {
  const settledBy = paths.settledBy(path);
  return settledBy < 0 ? '' : running.decisionOfOutcome[settledBy].id;
}
