/** Tables with what an event has changed in them first, and marked. */
import type { Node } from './node';

/**
 * The table `now` with the rows first that were otherwise, or not there, in `before`; rows that are gone are
 * told as well. Rows are compared when first asked for.
 */
export function marked(now: Node, before: Node): Node {
  if (now.children === undefined && before.children === undefined) return now;
  let rows: readonly Node[] | null = null;
  const all = () => {
    rows ??= sorted(rowsOf(now), rowsOf(before));
    return rows;
  };
  const count = now.count ?? 0;
  const gone = count < (before.count ?? 0);
  // A table knows its length without looking at its rows, unless some may be gone.
  return {
    ...now,
    count: gone ? all().length : count,
    paged: now.paged ?? before.paged,
    children: (from, to) => all().slice(from, to),
  };
}

function rowsOf(node: Node): readonly Node[] {
  return node.children?.(0, node.count ?? 0) ?? [];
}

function sorted(now: readonly Node[], before: readonly Node[]): Node[] {
  const known = new Map(before.map(row => [row.name, row.value]));
  const changed: Node[] = [];
  const same: Node[] = [];
  for (const row of now) {
    const was = known.get(row.name);
    if (was === row.value) same.push(row);
    else
      changed.push({ ...row, value: `${row.value} (${was === undefined ? 'new' : `changed, was ${was}`})` });
  }
  const names = new Set(now.map(row => row.name));
  const gone = before
    .filter(row => !names.has(row.name))
    .map((row): Node => ({ name: row.name, value: `gone (was ${row.value})` }));
  return [...changed, ...gone, ...same];
}
