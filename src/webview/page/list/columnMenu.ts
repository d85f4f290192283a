/** The menu of columns: which are shown, where, how wide, and how times are written. */
import { type ColumnName, columnNames, type ListSettings } from '../../protocol/messages';
import { columnTitles } from '../../protocol/words';
import type { MenuItems } from '../menu/menu';
import type { Store } from '../store';
import { menuWords } from '../words';
import { moved, resized, shownColumns, toggled } from './columns';

/** Pixels of one step wider or narrower. */
const STEP = 16;

/**
 * Items of the menu. `column`, where one was pointed at, can be moved and sized.
 * @param width of the page
 * @param widthOf gives a column's width now
 */
export function columnMenu(
  store: Store,
  width: number,
  column: ColumnName | null,
  widthOf: (column: ColumnName) => number,
): MenuItems {
  const { list } = store;
  const shown = shownColumns(list, width);
  const save = (settings: ListSettings) => store.saveList(settings);
  const times = (['relative', 'absolute', 'delta'] as const).map(time => ({
    label: menuWords.times[time],
    checked: list.time === time,
    run: () => save({ ...store.list, time }),
  }));
  const toggles = columnNames.map(name => ({
    label: columnTitles[name],
    checked: shown.includes(name),
    run: () => save(toggled(store.list, shownColumns(store.list, width), name)),
  }));
  const reset = {
    label: menuWords.reset,
    run: () => save({ ...store.list, columns: null, widths: {} }),
  };
  return [...(column === null ? [] : ofColumn(column)), ...toggles, null, ...times, null, reset];

  function ofColumn(name: ColumnName): MenuItems {
    const title = columnTitles[name];
    const size = (by: number) => save(resized(store.list, name, widthOf(name) + by));
    return [
      { label: menuWords.hide(title), run: () => save(toggled(list, shown, name)) },
      { label: menuWords.left(title), run: () => save(moved(list, shown, name, -1)) },
      { label: menuWords.right(title), run: () => save(moved(list, shown, name, 1)) },
      { label: menuWords.wider(title), run: () => size(STEP) },
      { label: menuWords.narrower(title), run: () => size(-STEP) },
      null,
    ];
  }
}
