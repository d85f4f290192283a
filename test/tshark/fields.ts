/** Every field we know, of every frame of a capture, against tshark. */
import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { type ByteSource, Capture, CaptureError } from '../../src/capture';
import { FileSource } from '../../src/capture/files/fileSource';
import { allFields, decodeLines } from '../../src/decode';
import { comparable, protocolOf } from './comparable';
import { differenceIn } from './differences';
import { type Columns, columnsOf } from './tshark';

const names = [...new Set(allFields().map(field => field.name))].filter(name => name !== 'frame.protocols');

/** What is to be asked of tshark. */
export const comparedFields: readonly string[] = ['frame.protocols', ...names];

/** Our columns, by field. */
function ourColumns(source: ByteSource): Columns {
  const lines = [...decodeLines(Capture.openWhole(source), comparedFields, () => undefined)];
  return columnsOf(comparedFields, lines);
}

function compare(file: string, ours: Columns, theirs: Columns): string[] {
  const capture = basename(file);
  const layers = theirs.get('frame.protocols')!;
  const problems = new Map<string, { count: number; example: string }>();
  const note = (field: string, frame: number, our: string, their: string) => {
    if (differenceIn(field, capture, frame) !== undefined) return;
    const problem = problems.get(field);
    if (problem !== undefined) problem.count++;
    else {
      const short = (text: string) => (text.length > 300 ? `${text.slice(0, 300)}…` : text);
      const example = `frame ${frame} (${layers[frame - 1]}): ours ${short(our)} | tshark ${short(their)}`;
      problems.set(field, { count: 1, example });
    }
  };
  if (ours.get('frame.protocols')!.length !== layers.length) {
    return [`frames: ours ${ours.get('frame.protocols')!.length}, tshark ${layers.length}`];
  }
  for (const [i, chain] of layers.entries()) {
    const { whole, protocols } = comparable(chain);
    if (whole && ours.get('frame.protocols')![i] !== chain) {
      note('frame.protocols', i + 1, ours.get('frame.protocols')![i], chain);
    }
    for (const name of names) {
      const our = ours.get(name)![i];
      const their = theirs.get(name)![i];
      if (our === their) continue;
      if (!whole) {
        if (!protocols.has(protocolOf(name)) || protocolOf(name) === 'data') continue;
        // Deeper layers of the same protocol may follow the foreign one.
        if (their.startsWith(our) && our !== '') continue;
      }
      note(name, i + 1, our, their);
    }
  }
  return [...problems].map(([field, { count, example }]) => `${field}: ${count} ×, ${example}`);
}

/** Asserts that `decode --fields` prints what tshark printed of `comparedFields`. */
export function assertFields(file: string, theirs: Columns): void {
  const source = new FileSource(file);
  try {
    const problems = compare(file, ourColumns(source), theirs);
    assert.ok(problems.length === 0, `\n${problems.join('\n')}`);
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    assert.equal(theirs.get('frame.protocols')!.length, 0, error.message);
  } finally {
    source.close();
  }
}
