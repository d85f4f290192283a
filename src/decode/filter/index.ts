/** Display filters: Wireshark 4.0's language over dissections, and over values that the floors above add. */
import '../decoder';
import '../protocols';
import type { Dissection } from '../dissection';
import type { FieldId } from '../registry';
import { compileNode } from './compile';
import { formatTree } from './format';
import { parseTree } from './parser';
import { type FilterError, FilterProblem, type Node } from './syntax';
import type { ExtraField, Scope, Test } from './typed';

export { type Completion, type Completions, completeFilter } from './complete';
export { languageWords } from './languageWords';
export type { FilterError, Node } from './syntax';
export type { ExtraField, ExtraValue } from './typed';

/** A filter ready to be asked. `E` is what the accessors of extra fields are given. */
export class Filter<E = undefined> {
  constructor(
    /** The text it was made from. */
    readonly text: string,
    /** The fields a decoder must provide; all others may be skipped. */
    readonly fields: ReadonlySet<FieldId>,
    private readonly test: Test<E | undefined>,
    /** The tree, null for the empty filter. */
    readonly tree: Node | null,
  ) {}

  /** Whether the frame is selected. Without `extra`, extra fields are absent. */
  matches(d: Dissection, extra?: E): boolean {
    return this.test(d, extra);
  }
}

type Compiled<E> =
  | { readonly ok: true; readonly filter: Filter<E> }
  | { readonly ok: false; readonly error: FilterError };

/**
 * Parses, checks and compiles a filter. Never throws: a wrong one gives one error with its place in the text.
 */
export function compileFilter<E = undefined>(
  text: string,
  extras: readonly ExtraField<E>[] = [],
): Compiled<E> {
  const scope: Scope<E | undefined> = {
    text,
    extras: new Map(extras.map(field => [field.name, guarded(field)])),
    used: new Set(),
  };
  try {
    const tree = parseTree(text);
    const test: Test<E | undefined> = tree === null ? () => true : compileNode(scope, tree);
    return { ok: true, filter: new Filter<E>(text, scope.used, test, tree) };
  } catch (problem) {
    return { ok: false, error: errorOf(problem) };
  }
}

/** The filter in one spelling, or what is wrong with its syntax; names are not looked up. */
export function formatFilter(text: string): { ok: true; text: string } | { ok: false; error: FilterError } {
  try {
    return { ok: true, text: formatTree(parseTree(text)) };
  } catch (problem) {
    return { ok: false, error: errorOf(problem) };
  }
}

function guarded<E>(field: ExtraField<E>): ExtraField<E | undefined> {
  return { ...field, get: extra => (extra === undefined ? undefined : field.get(extra)) };
}

function errorOf(problem: unknown): FilterError {
  if (!(problem instanceof FilterProblem)) throw problem;
  return { from: problem.place.from, to: problem.place.to, message: problem.message };
}
