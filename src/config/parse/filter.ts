/** Display filters at the end of a statement. */
import type { Ranged } from '../text';
import { at } from '../values';
import type { Words } from '../words';

/** The rest of the statement as a display filter: one quoted word, or the words as they stand. */
export function readFilter(words: Words, example: string): Ranged<string> | 'missing' {
  const first = words.need(`a display filter such as ${example}`);
  if (first === null) return 'missing';
  let last = first;
  for (let token = words.next(); token !== null; token = words.next()) last = token;
  if (first === last && first.quoted && words.source.text[first.from] === '"') return at(first, first.text);
  // A continued line keeps its length, so that places in the filter stay places in the file.
  const text = words.source.text.slice(first.from, last.to).replace(/\\(?=[ \t]*[\r\n])|[\r\n]/g, ' ');
  return at({ from: first.from, to: last.to }, text);
}
