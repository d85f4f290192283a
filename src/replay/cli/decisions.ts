/** The catalogue of decisions as `decisions` prints it. */
import places from '#stack/places';
import * as running from '#stack/running';
import type { KernelPlace } from '../../stack/trace';

/** One decision: a contract that other programs are written against. */
interface DecisionRow {
  readonly id: string;
  /** D asks a question, S always does the same. */
  readonly kind: 'D' | 'S';
  readonly question: string;
  readonly outcomes: readonly string[];
  /** Where the engine takes it; the path is from the project's folder, the line 1-based. */
  readonly source: { readonly path: string; readonly line: number } | null;
  /** What it mirrors; null where no kernel file is at hand. */
  readonly kernel: KernelPlace | null;
  /** RFC section, or the kernel function described. */
  readonly reference: string;
}

/** All decisions in the order of their modules. */
export function decisionRows(): DecisionRow[] {
  return running.catalogue.map(point => {
    const place = places[point.id];
    return {
      id: point.id,
      kind: point.kind,
      question: point.question,
      outcomes: point.outcomes,
      source: place === undefined ? null : { path: place.path, line: place.line },
      kernel: point.kernel,
      reference: point.reference,
    };
  });
}

/** The same for people: each decision with its question and outcomes. */
export function* decisionLines(): Generator<string> {
  for (const row of decisionRows()) {
    yield row.id;
    yield `    ${row.question}`;
    yield `    ${row.outcomes.join(' | ')}`;
    const kernel = row.kernel === null ? '' : `  ${row.kernel.file}:${row.kernel.from}-${row.kernel.to}`;
    if (row.source !== null) yield `    ${row.source.path}:${row.source.line}${kernel}`;
  }
}
