/** Checks of display filters in lines. */
// The filter's fields are those that the decoder registers.
import '../../decode';
import { compileFilter } from '../../decode/filter';
import type { Range, Ranged } from '../text';
import type { Checker } from './checker';

export function checkFilter({ report }: Checker, filter: Ranged<string>): void {
  const compiled = compileFilter(filter.value);
  if (!compiled.ok)
    report.error('bad-filter', within(filter, compiled.error), asSentence(compiled.error.message));
}

/** Messages of filters may come without a full stop. */
const asSentence = (message: string): string => (message.endsWith('.') ? message : `${message}.`);

/** The place of an error inside a filter; quotes move it by one. */
function within(filter: Ranged<string>, error: Range): Range {
  const shift = filter.to - filter.from === filter.value.length ? 0 : 1;
  const from = Math.min(filter.from + shift + error.from, filter.to);
  return { from, to: Math.max(from, Math.min(filter.from + shift + error.to, filter.to)) };
}
