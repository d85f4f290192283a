/** Words that the page shows and the worker writes into rows. */
import type { ColumnName } from './messages';

/** Heads of the list's columns, also over copied rows. */
export const columnTitles: Readonly<Record<ColumnName, string>> = {
  number: 'No.',
  time: 'Time',
  interface: 'In',
  source: 'Source',
  destination: 'Destination',
  protocol: 'Protocol',
  length: 'Length',
  info: 'Info',
  verdict: 'Verdict',
  decision: 'Decided by',
};

/** Rows that are no frames. */
export const eventWords = {
  timer: 'Timer',
  command: 'Command',
};
