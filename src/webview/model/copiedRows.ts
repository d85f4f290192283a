/** Rows as they are copied: a line each, tab-separated, the decision whole. */
import * as running from '#stack/running';
import { formatElapsed } from '../../replay/time';
import { columnNames } from '../protocol/messages';
import { FRAME, LINK, rowText, textColumns } from '../protocol/rows';
import { columnTitles } from '../protocol/words';
import type { MachineRun } from './machineRun';
import type { RowOrder } from './rowOrder';
import type { RowReader } from './rowReader';

/** Rows copied at most. */
const COPIED_MAX = 100_000;

/** A heading, then the rows that are there, in the order given. Throws CaptureError. */
export function copiedRows(
  reader: RowReader,
  order: RowOrder,
  run: MachineRun | null,
  rows: readonly number[],
): string {
  const lines = [columnNames.map(name => columnTitles[name]).join('\t')];
  for (const row of rows.slice(0, COPIED_MAX)) {
    if (!Number.isInteger(row) || row < 0 || row >= order.count) continue;
    const one = reader.rows(order, run, 0, row, row + 1);
    const { frame, relative, length, verdict, kind } = one;
    const [face, source, destination, protocol, info, decision] = textColumns.map(column =>
      oneLine(rowText(one, 0, column)),
    );
    const isFrame = kind[0] === FRAME;
    const cells = [
      isFrame ? String(frame[0]) : '',
      formatElapsed(relative[0]),
      face,
      source,
      destination,
      protocol,
      isFrame || kind[0] === LINK ? String(length[0]) : '',
      info,
      verdict[0] === 0 ? '' : running.verdicts[verdict[0]],
      decision,
    ];
    lines.push(cells.join('\t'));
  }
  return `${lines.join('\n')}\n`;
}

function oneLine(text: string): string {
  return text.replace(/[\t\r\n]/g, ' ');
}
