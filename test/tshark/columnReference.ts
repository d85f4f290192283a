/**
 * What tshark shows in its list's columns, as it is and with every protocol disabled that is not decoded
 * here.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ColumnText, fieldNamed } from '../../src/decode';
import { asked, isRefused } from './asked';
import { rowFields } from './rowFields';
import { type Columns, columnsOf, printing, tshark } from './tshark';

/** A frame's protocols and columns. */
export interface ReferenceRow extends ColumnText {
  readonly chain: string;
}

/** What tshark says of segments beside others of their conversation, before it words them. */
const ANALYSIS = /^(\[TCP [^\]]+\] ?,? ?)+/;

/**
 * tshark follows conversations to scale windows, which nothing turns off: the window is put back as it is in
 * the header.
 */
function unscaled(info: string, windows: string): string {
  return windows === '' ? info : info.replace(/ Win=\d+/, ` Win=${windows.split(',').at(-1)}`);
}

function rowsOf(columns: Columns): ReferenceRow[] {
  const [chains, sources, destinations, protocols, infos, windows] = rowFields.map(
    field => columns.get(field)!,
  );
  return chains.map((chain, i) => ({
    chain,
    source: sources[i],
    destination: destinations[i],
    protocol: protocols[i],
    info: unscaled(infos[i].replace(ANALYSIS, ''), windows[i]),
  }));
}

/** tshark as it is, and with only our protocols. */
export class ColumnReference {
  private readonly configuration = mkdtempSync(join(tmpdir(), 'packet-debugger-'));

  constructor() {
    const listed = spawnSync('tshark', ['-G', 'protocols'], { encoding: 'utf8', maxBuffer: 1 << 26 }).stdout;
    const names = listed.split('\n').map(line => line.split('\t')[2] ?? '');
    const foreign = names.filter(name => name !== '' && fieldNamed(name)?.type !== 'protocol');
    writeFileSync(join(this.configuration, 'disabled_protos'), `${foreign.join('\n')}\n`);
  }

  /** The rows of a capture; null when tshark refuses it. */
  whole(file: string): ReferenceRow[] | null {
    const answer = asked(file);
    return isRefused(answer) ? null : rowsOf(answer.columns);
  }

  /** The rows with all protocols disabled that are not decoded here. */
  disabled(file: string): ReferenceRow[] | null {
    const lines = tshark(file, printing(rowFields), this.configuration);
    return lines === null ? null : rowsOf(columnsOf(rowFields, lines));
  }

  dispose(): void {
    rmSync(this.configuration, { recursive: true });
  }
}
