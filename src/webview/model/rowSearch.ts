/** Rows found from a row on: the next that a filter selects, or that was decided for the same reason. */

import { FrameFilter, isProblem } from './frameFilter';
import type { Opened } from './indexedCapture';
import type { MachineRun } from './machineRun';
import { decisionOfPath } from './pathTally';
import { byPath } from './pathTest';
import { Patience } from './patience';
import type { RowOrder } from './rowOrder';

/** Frames that are tested together on the way back, for filters walk forwards. */
const STRETCH = 1024;

/** What is searched. */
export interface Searched {
  readonly order: RowOrder;
  readonly opened: Opened;
  readonly run: MachineRun | null;
  readonly signal: AbortSignal;
  readonly breathe: () => Promise<void>;
}

/**
 * The nearest row after or before `row` that has a packet which a filter selects; null without any. Throws
 * Error when it is no filter.
 */
export async function nextMatch(
  searched: Searched,
  row: number,
  text: string,
  forward: boolean,
): Promise<number | null> {
  const { opened, run } = searched;
  const compiled = FrameFilter.compile(text, run);
  if (isProblem(compiled)) throw new Error(`${compiled.message}.`);
  return search(searched, row, forward, () => compiled.walk(opened, run));
}

/** The nearest row that the same decision settled; null without any. */
export async function sameReason(searched: Searched, row: number, forward: boolean): Promise<number | null> {
  const { order, run } = searched;
  if (run === null || row < 0 || row >= order.count) return null;
  const { paths } = run.replay;
  const reason = decisionOfPath(paths, run.pathOfEntry(order.at(row)));
  if (reason === '') return null;
  return search(searched, row, forward, () => byPath(run, path => decisionOfPath(paths, path) === reason));
}

async function search(
  { order, signal, breathe }: Searched,
  row: number,
  forward: boolean,
  newTest: () => (entry: number) => boolean,
): Promise<number | null> {
  const patience = new Patience(breathe);
  const first = Number.isFinite(row) ? Math.floor(row) : -1;
  if (forward) {
    const test = newTest();
    for (let at = Math.max(0, first + 1); at < order.count && !signal.aborted; at++) {
      if (test(order.at(at))) return at;
      if (patience.over) await patience.rest();
    }
    return null;
  }
  for (let end = Math.min(first, order.count); end > 0 && !signal.aborted; end -= STRETCH) {
    const test = newTest();
    let found: number | null = null;
    for (let at = Math.max(0, end - STRETCH); at < end; at++) {
      if (test(order.at(at))) found = at;
      if (patience.over) await patience.rest();
    }
    if (found !== null) return found;
  }
  return null;
}
