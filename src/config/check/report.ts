/** Where checks put what they find. */
import { nearest, type Problem, type ProblemCode, type Severity, SUGGESTIONS_MAX } from '../problem';
import type { Range, Ranged } from '../text';
import { shown } from '../words';

export class Report {
  readonly problems: Problem[] = [];

  add(
    severity: Severity,
    code: ProblemCode,
    range: Range,
    message: string,
    expected?: string,
    suggestion?: string,
  ): void {
    this.problems.push({ severity, code, from: range.from, to: range.to, message, expected, suggestion });
  }

  error(code: ProblemCode, range: Range, message: string, expected?: string, suggestion?: string): void {
    this.add('error', code, range, message, expected, suggestion);
  }

  warning(code: ProblemCode, range: Range, message: string, expected?: string): void {
    this.add('warning', code, range, message, expected);
  }

  /** Kept, but without effect here. */
  information(range: Range, message: string): void {
    this.add('information', 'not-simulated', range, message);
  }

  /** The nearest known word, or undefined; files that are all mistakes get no suggestions after a while. */
  suggest(word: string, known: Iterable<string>): string | undefined {
    return this.problems.length < SUGGESTIONS_MAX ? nearest(word, known) : undefined;
  }

  /** A name that exists nowhere. */
  unknown(
    code: ProblemCode,
    name: Ranged<string>,
    message: string,
    known: Iterable<string>,
    expected?: string,
  ): void {
    this.error(
      code,
      name,
      message.replace('{}', `\`${shown(name.value)}\``),
      expected,
      this.suggest(name.value, known),
    );
  }
}
