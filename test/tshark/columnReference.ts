/** What tshark shows in its list's columns, as it is and with every protocol disabled that is not decoded here. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ColumnText, fieldNamed } from '../../src/decode';
import { tshark } from './tshark';

/** A frame's protocols and columns. */
export interface ReferenceRow extends ColumnText {
  readonly chain: string;
}

const FIELDS = [
  'frame.protocols',
  '_ws.col.Source',
  '_ws.col.Destination',
  '_ws.col.Protocol',
  '_ws.col.Info',
  'tcp.window_size_value',
];
const ARGUMENTS = [
  ...['-o', 'tcp.analyze_sequence_numbers:FALSE', '-T', 'fields'],
  ...FIELDS.flatMap(field => ['-e', field]),
];

/**
 * tshark follows conversations to scale windows, which nothing turns off: the window is put back as it is in the header.
 */
function unscaled(info: string, windows: string): string {
  return windows === '' ? info : info.replace(/ Win=\d+/, ` Win=${windows.split(',').at(-1)}`);
}

function rowsOf(file: string, configuration?: string): ReferenceRow[] | null {
  const lines = tshark(file, ARGUMENTS, configuration);
  if (lines === null) return null;
  return lines.map(line => {
    const [chain, source, destination, protocol, info, windows] = line.split('\t');
    return { chain, source, destination, protocol, info: unscaled(info, windows) };
  });
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
    return rowsOf(file);
  }

  /** The rows with all protocols disabled that are not decoded here. */
  disabled(file: string): ReferenceRow[] | null {
    return rowsOf(file, this.configuration);
  }

  dispose(): void {
    rmSync(this.configuration, { recursive: true });
  }
}
