/** Captures with the machine that is inferred from them, for tests. */
import { strict as assert } from 'node:assert';
import { Capture, MemorySource } from '../../../src/capture';
import { checkStack, parseStack, problemLine, type StackDocument } from '../../../src/config';
import { type Input, placementOf, prepare, Replay, replayCommands } from '../../../src/replay';
import { Inference } from '../../../src/replay/infer';

/** The `.stack` text that is inferred from a capture. */
export function inferredText(capture: Capture, name: string): string {
  const inference = new Inference(capture);
  while (!inference.step(1000));
  return inference.text(name);
}

/** The document; asserts that nothing is wrong in it. */
export function inferredDocument(capture: Capture, name: string): StackDocument {
  const text = inferredText(capture, name);
  const document = parseStack(text, 'inferred.stack');
  const errors = [...document.problems, ...checkStack(document)].filter(one => one.severity === 'error');
  assert.deepEqual(
    errors.map(one => problemLine(document.source, one)),
    [],
    text,
  );
  return document;
}

/**
 * A replay of the capture through its own machine, that has not run; null when the text says that there can
 * be none.
 */
export function inferredReplay(capture: Capture, name: string, until: string | null = null): Replay | null {
  const document = inferredDocument(capture, name);
  const lines = replayCommands(document);
  if (lines.length === 0) {
    assert.match(document.source.text, /^# (Frames of .* cannot arrive|The capture needs another name)/m);
    return null;
  }
  assert.equal(lines.length, 1);
  const inputs: Input[] = [{ name, capture, placement: placementOf(lines[0]) }];
  const { script, hosts } = prepare(document, inputs, { until });
  return new Replay(script, hosts);
}

export function captureOf(bytes: Uint8Array): Capture {
  return Capture.openWhole(new MemorySource(bytes));
}
