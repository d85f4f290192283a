/** Resizing a column by its edge, and moving it by its head. */
import type { ColumnName } from '../../protocol/messages';

/** Pixels of movement before a press becomes a move. */
const SLACK = 5;

interface HeadDragging {
  widthOf(column: ColumnName): number;
  /** `done` is false while the pointer is still down. */
  resize(column: ColumnName, width: number, done: boolean): void;
  /** Puts a column in the place of another one. */
  move(column: ColumnName, target: ColumnName): void;
}

/** Follows the pointer from a press on a column's head until it is let go. */
export function followHead(
  event: PointerEvent,
  column: ColumnName,
  edge: boolean,
  dragging: HeadDragging,
): void {
  if (event.button !== 0) return;
  event.stopPropagation();
  const head = (event.currentTarget as HTMLElement).closest<HTMLElement>('.title');
  const row = head?.parentElement;
  if (!head || !row) return;
  const { clientX: from, pointerId } = event;
  const begun = dragging.widthOf(column);
  let width = begun;
  let target: HTMLElement | null = null;
  head.setPointerCapture(pointerId);

  const move = (to: PointerEvent) => {
    if (edge) {
      width = begun + to.clientX - from;
      dragging.resize(column, width, false);
      return;
    }
    if (target === null && Math.abs(to.clientX - from) < SLACK) return;
    target?.classList.remove('drop');
    const heads = [...row.querySelectorAll<HTMLElement>('.title')];
    target = heads.find(one => to.clientX < one.getBoundingClientRect().right) ?? heads[heads.length - 1];
    target.classList.add('drop');
  };
  const leave = (dropped: boolean) => {
    head.removeEventListener('pointermove', move);
    head.removeEventListener('pointerup', up);
    head.removeEventListener('pointercancel', cancel);
    target?.classList.remove('drop');
    if (!dropped) return;
    const name = target?.dataset.column as ColumnName | undefined;
    if (edge && width !== begun) dragging.resize(column, width, true);
    else if (name !== undefined && name !== column) dragging.move(column, name);
  };
  const up = () => leave(true);
  const cancel = () => leave(false);
  head.addEventListener('pointermove', move);
  head.addEventListener('pointerup', up);
  head.addEventListener('pointercancel', cancel);
}
