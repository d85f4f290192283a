/** Moves from one row to another that the toolbar, the list and VS Code's commands share. */
import { captureRequests, hostRequests } from '../protocol/messages';
import type { Store } from './store';
import { actionWords, filterWords } from './words';

/**
 * Selects the row that is found, or says that there is none. Rows of a list that has been replaced meanwhile
 * mean nothing any more.
 */
async function goToFound(store: Store, asked: Promise<number | null>, none: string): Promise<void> {
  const { state } = store;
  const row = await asked;
  if (store.state?.revision !== state?.revision) return;
  if (row !== null) store.select(row);
  else if (store.message === '') store.set({ message: none });
}

/** Goes to the next or previous row in the list that was decided for the same reason. */
export async function goToSameReason(store: Store, forward: boolean): Promise<void> {
  const { row } = store;
  if (row < 0) return;
  await goToFound(store, store.ask(captureRequests.sameReason, { row, forward }), actionWords.noSame);
}

/** Goes to the next or previous row in the list that a filter selects. */
export async function goToMatch(store: Store, filter: string, forward: boolean): Promise<void> {
  const { row } = store;
  await goToFound(store, store.ask(captureRequests.nextMatch, { row, filter, forward }), filterWords.noMatch);
}

/** Sets or clears the breakpoint of the decision that settled a row's verdict. */
export function toggleBreakpoint(store: Store, decision: string): void {
  if (decision === '') return;
  void store.ask(hostRequests.toggleBreakpoint, { decision });
}

/** The rows selected, from the first to the last. */
export function selectedRows({ row, range }: Store): number[] {
  if (range === null) return row < 0 ? [] : [row];
  return Array.from({ length: range[1] - range[0] + 1 }, (_, i) => range[0] + i);
}
