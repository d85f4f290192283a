/** What is wrong with a `.stack` file: where, what, what was expected, and the nearest right word. */
import type { Range, Source } from './text';

/** Kinds of problems; each has one meaning and a test that provokes it. */
export const problemCodes = [
  'unclosed-quote',
  'unknown-command',
  'missing-word',
  'extra-word',
  'unknown-word',
  'bad-value',
  'out-of-range',
  'wrong-family',
  'missing-zone',
  'needless-zone',
  'only-prints',
  'names-file',
  'not-simulated',
  'contradiction',
  'unknown-interface',
  'interface-later',
  'duplicate-address',
  'address-missing',
  'route-exists',
  'route-missing',
  'gateway-unreachable',
  'gateway-own',
  'small-mtu',
  'not-point-to-point',
  'unknown-sysctl',
  'read-only-sysctl',
  'unknown-decision',
  'unknown-outcome',
  'unknown-counter',
  'unknown-function',
  'unknown-field',
  'not-writable',
  'unknown-capture',
  'bad-capture-name',
  'bad-filter',
  'not-at-time',
  'unclosed-block',
  'misplaced-line',
  'host-exists',
  'unknown-host',
  'link-end-twice',
  'unlinked-interface',
  'rule-missing',
  'policy-exists',
  'policy-missing',
  'association-exists',
  'association-missing',
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/**
 * `error`: a replay refuses to start. `warning`: it works, but hardly as meant. `information`: kept, without
 * effect here.
 */
export type Severity = 'error' | 'warning' | 'information';

/** One problem. The range lies in the text. */
export interface Problem extends Range {
  readonly severity: Severity;
  readonly code: ProblemCode;
  /** What is wrong: a sentence with its full stop. */
  readonly message: string;
  /** What could stand there: the end of a sentence, without its full stop. */
  readonly expected?: string;
  /** A text that would mend it when put in place of the range. */
  readonly suggestion?: string;
}

/** The whole problem as one sentence, without its place. */
export function problemText(problem: Problem): string {
  const expected = problem.expected === undefined ? '' : `; expected ${problem.expected}`;
  const end = problem.suggestion === undefined ? '.' : `; did you mean ${problem.suggestion}?`;
  return problem.message.replace(/\.$/, '') + expected + end;
}

/** The problem on one line with its place: `lab.stack:3:14: …` (columns 1-based, as compilers print them). */
export function problemLine(source: Source, problem: Problem): string {
  const { line, column } = source.position(problem.from);
  return `${source.file}:${line}:${column + 1}: ${problemText(problem)}`;
}

/** Problems of a file that get a suggestion; looking for the nearest word costs time. */
export const SUGGESTIONS_MAX = 200;

/** The candidate nearest to a misspelt word, or undefined when none is near enough to be meant. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > 64) return undefined;
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) >= least) continue;
    const distance = editDistance(wanted, candidate.toLowerCase(), least);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours between two words; gives up at `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) >= limit) return limit;
    before = last;
    last = row;
  }
  return last[b.length];
}
