/** The menu of a row, and the one that chooses a column to be moved or sized. */
import type { ColumnName } from '../../protocol/messages';
import { columnTitles } from '../../protocol/words';
import type { MenuItems } from '../menu/menu';
import { toggleBreakpoint } from '../moves';
import type { Store } from '../store';
import { menuWords } from '../words';

/** What the list does when an item is chosen. */
export interface RowActs {
  goToTrace(): void;
  copy(): void;
  askForFrame(): void;
  /** Opens the menu of columns, with what one of them can be made to do. */
  columns(column: ColumnName | null): void;
  arrange(): void;
}

/** @param decision that settled the row's verdict, empty for none */
export function rowMenu(store: Store, decision: string, acts: RowActs): MenuItems {
  const disabled = decision === '';
  return [
    { label: menuWords.trace, detail: 'Enter', run: () => acts.goToTrace() },
    {
      label: menuWords.toggleBreakpoint,
      detail: 'B',
      disabled,
      run: () => toggleBreakpoint(store, decision),
    },
    {
      label: menuWords.sameReason,
      disabled,
      run: () => void store.show({ ...store.view, reasons: [decision] }),
    },
    { label: menuWords.copy, run: () => acts.copy() },
    { label: menuWords.goToFrame, run: () => acts.askForFrame() },
    null,
    { label: menuWords.columns, run: () => acts.columns(null) },
    { label: menuWords.arrange, run: () => acts.arrange() },
  ];
}

/** One item for each column that is shown. */
export function arrangeMenu(columns: readonly ColumnName[], acts: RowActs): MenuItems {
  return columns.map(column => ({ label: columnTitles[column], run: () => acts.columns(column) }));
}
