/** `capture IF TYPE "FILE"|stop`: what passes an interface goes to a file. */
import { type CaptureCommand, captureTypes } from '../nodes';
import { at, readInterface } from '../values';
import { oneOf, shown, type Words } from '../words';

/** Words of `capture`, for suggestions. */
const captureWords: readonly string[] = [...captureTypes, 'stop'];

export function parseCapture(words: Words): CaptureCommand | null {
  const range = { from: words.statement.from, to: words.statement.to };
  const name = words.need('an interface such as iptap0');
  const on = name === null ? null : readInterface(words, name);
  const word = name === null ? null : words.need(oneOf(captureWords));
  if (on === null || word === null) {
    words.skip();
    return null;
  }
  const base = { kind: 'capture' as const, ...range, origin: words.origin(range), interface: on };
  if (word.text === 'stop') {
    words.end();
    return { ...base, action: 'stop' };
  }
  const type = captureTypes.find(known => known === word.text);
  if (type === undefined) {
    words.unknown(word, `\`${shown(word.text)}\` cannot be captured.`, captureWords);
    return null;
  }
  const file = words.need('a file in quotes, such as "out.pcapng"');
  if (file === null) return null;
  words.end();
  return { ...base, action: 'start', type: at(word, type), file: at(file, file.text) };
}
