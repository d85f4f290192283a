/** Moves from one row to another that the toolbar, the list and VS Code's commands share. */
import { captureRequests, hostRequests } from '../protocol/messages';
import type { Store } from './store';
import { actionWords, filterWords } from './words';

/** Goes to the next or previous row in the list that was decided for the same reason. */
export async function goToSameReason(store: Store, forward: boolean): Promise<void> {
  if (store.row < 0) return;
  const row = await store.ask(store.channel.ask(captureRequests.sameReason, { row: store.row, forward }));
  if (row !== null) store.select(row);
  else if (store.message === '') store.set({ message: actionWords.noSame });
}

/** Goes to the next or previous row in the list that a filter selects. */
export async function goToMatch(store: Store, filter: string, forward: boolean): Promise<void> {
  const row = await store.ask(
    store.channel.ask(captureRequests.nextMatch, { row: store.row, filter, forward }),
  );
  if (row !== null) store.select(row);
  else if (store.message === '') store.set({ message: filterWords.noMatch });
}

/** Sets or clears the breakpoint of the decision that settled a row's verdict. */
export function toggleBreakpoint(store: Store, decision: string): void {
  if (decision === '') return;
  void store.ask(store.channel.ask(hostRequests.toggleBreakpoint, { decision }));
}

/** The rows selected, from the first to the last. */
export function selectedRows({ row, range }: Store): number[] {
  if (range === null) return row < 0 ? [] : [row];
  return Array.from({ length: range[1] - range[0] + 1 }, (_, i) => range[0] + i);
}
