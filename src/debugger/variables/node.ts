/** A variable before it has the protocol's form. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Origin } from '../../stack/trace';

export interface Node {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
  /** How many children it has; absent for a leaf. */
  readonly count?: number;
  /** Its children are rows of a table, to be shown a page at a time. */
  readonly paged?: boolean;
  /** Children `from` to `to` (exclusive), made when asked for: tables may have ten thousand rows. */
  readonly children?: (from: number, to: number) => readonly Node[];
  /** Expression that gives this value again, and that it may be watched by. */
  readonly expression?: string;
  /** The value may be set. */
  readonly settable?: boolean;
  /** The `.stack` line that it comes from. */
  readonly origin?: Origin | null;
  /** Another place that it stands for; `line` from 1. */
  readonly place?: { readonly source: DebugProtocol.Source; readonly line: number };
  /** Bytes of the packet that it comes from. */
  readonly at?: { readonly offset: number; readonly length: number };
  /** Reference of memory that shows it. */
  readonly memory?: string;
}

/** A node with these children. */
export function group(name: string, value: string, nodes: readonly Node[], more: Partial<Node> = {}): Node {
  return {
    name,
    value,
    ...more,
    ...(nodes.length === 0 ? {} : { count: nodes.length, children: (from, to) => nodes.slice(from, to) }),
  };
}

/** A node whose children are the rows of a table. */
export function table<T>(name: string, rows: readonly T[], node: (row: T, index: number) => Node): Node {
  const value = rows.length === 1 ? '1 entry' : `${rows.length} entries`;
  if (rows.length === 0) return { name, value };
  return {
    name,
    value,
    count: rows.length,
    paged: true,
    children: (from, to) => rows.slice(from, to).map((row, i) => node(row, from + i)),
  };
}
