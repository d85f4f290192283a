/** Captures in files, for tests. */
import { readFileSync } from 'node:fs';
import { Capture, MemorySource } from '../../src/capture/index';

/** The capture in `path`, indexed. Throws what `Capture.openWhole` throws. */
export function openFile(path: string): Capture {
  return Capture.openWhole(new MemorySource(readFileSync(path)));
}
