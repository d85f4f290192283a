/** Log messages: text with `{expression}` places. */
import { fieldNamed } from '../../decode';
import { type Evaluator, nothingCalled } from '../evaluator';
import type { Prepared } from '../sight';

/**
 * The text that a log message makes at a moment. A field that the packet lacks is `none`; a name that nothing
 * bears there is told in its place, as a watch tells it. Throws RequestError when a place cannot be
 * understood.
 */
export function logText(message: string, evaluator: Evaluator): Prepared<string> {
  const parts = logParts(message).map(({ text, isPlace }): Prepared<string> => {
    if (!isPlace) return { names: [], at: () => text };
    evaluator.check(text);
    const { names, at } = evaluator.reader(text).text;
    const absent = fieldNamed(text) === undefined ? nothingCalled(text) : 'none';
    return { names, at: (sight, step) => at(sight, step) ?? absent };
  });
  return {
    names: parts.flatMap(part => part.names),
    at: (sight, step) => parts.map(part => part.at(sight, step)).join(''),
  };
}

/** Expressions in the places of a log message. */
export function logPlaces(message: string): string[] {
  return logParts(message).flatMap(({ text, isPlace }) => (isPlace ? [text] : []));
}

/** Text and places in turn; braces with nothing between them are text. */
function logParts(message: string): { readonly text: string; readonly isPlace: boolean }[] {
  return message
    .split(/(\{[^{}]*[^{}\s][^{}]*\})/)
    .map((part, i) =>
      i % 2 === 0 ? { text: part, isPlace: false } : { text: part.slice(1, -1).trim(), isPlace: true },
    );
}
