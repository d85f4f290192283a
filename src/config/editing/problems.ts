/** Everything that is wrong with a text: of form and of meaning. */
import { checkStack } from '../check/stack';
import type { StackDocument } from '../nodes';
import { type ProblemCode, problemText, type Severity } from '../problem';
import type { Range } from '../text';

/** Most problems shown of one file, as VS Code shows no more. */
const SHOWN_MAX = 1000;

/** A problem as an editor shows it. The range lies in the text. */
export interface ShownProblem extends Range {
  readonly severity: Severity;
  readonly code: ProblemCode;
  /** The whole problem as a sentence. */
  readonly message: string;
  /** A text that would mend it when put in place of the range; null when nothing is near. */
  readonly suggestion: string | null;
}

/** The problems of a document in the order of their places. Never throws. */
export function stackProblems(document: StackDocument): ShownProblem[] {
  const problems = [...document.problems, ...checkStack(document)].sort(
    (a, b) => a.from - b.from || a.to - b.to,
  );
  return problems.slice(0, SHOWN_MAX).map(problem => ({
    from: problem.from,
    to: problem.to,
    severity: problem.severity,
    code: problem.code,
    message: problemText(problem),
    suggestion: problem.suggestion ?? null,
  }));
}
