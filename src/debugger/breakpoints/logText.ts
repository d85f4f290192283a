/** Log messages: text with `{expression}` places. */
import type { Evaluator } from '../evaluator';
import { RequestError } from '../requestError';
import type { MomentText } from './stopper';

/** The text that a log message makes at a moment. Throws RequestError when a place cannot be understood. */
export function logText(message: string, evaluator: Evaluator): MomentText {
  const parts = message.split(/\{([^{}]*)\}/);
  for (let i = 1; i < parts.length; i += 2) evaluator.check(parts[i]);
  return moment =>
    parts
      .map((part, i) => {
        if (i % 2 === 0) return part;
        try {
          return evaluator.text(part, moment) ?? 'none';
        } catch (error) {
          if (error instanceof RequestError) return `{${error.message}}`;
          throw error;
        }
      })
      .join('');
}
