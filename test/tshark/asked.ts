/**
 * What tshark says of each capture: all that any test wants to know of it is asked in one run, for starting
 * tshark takes longer than the rest.
 */
import { comparedFields } from './fields';
import { frameFields } from './frames';
import { rowFields } from './rowFields';
import { type Columns, columnsOf, printing, type Run, runTshark } from './tshark';

export interface Asked {
  readonly run: Run;
  readonly columns: Columns;
}

const fields = [...new Set([...comparedFields, ...frameFields, ...rowFields])];
const known = new Map<string, Asked>();

/** tshark's answer about a capture, as it is by default; asked for when it is wanted first. */
export function asked(file: string): Asked {
  const found = known.get(file);
  if (found !== undefined) return found;
  const run = runTshark(file, printing(fields));
  const answer = { run, columns: columnsOf(fields, run.lines) };
  known.set(file, answer);
  return answer;
}

/** tshark refuses the file before its first frame. */
export function isRefused({ run }: Asked): boolean {
  return run.status !== 0 && run.lines.length === 0;
}
