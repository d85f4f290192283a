/**
 * Names that can be stopped on, as function breakpoints have them: a decision's id, `id=outcome`, a glob of
 * ids, a kernel function, or `changes EXPR`; each may end in ` log TEXT`.
 */
import * as running from '#stack/running';
import { means } from '../../config/decisionNames';
import { nearest } from '../../config/problem';
import { RequestError } from '../requestError';
import type { Meaning } from './stopper';

/** A name that a breakpoint bears. */
export type Named =
  | {
      readonly kind: 'decisions';
      readonly outcomes: ReadonlySet<number>;
      readonly what: string;
      readonly log: string | null;
    }
  | { readonly kind: 'changes'; readonly expression: string; readonly log: string | null };

const example = 'Write a decision such as ip6_forward.hop-limit.';

/** What a name means. Throws RequestError with the nearest name that exists. */
export function parseName(text: string): Named {
  const { name, log } = splitLog(text.trim());
  if (name === '') throw new RequestError(`The name is missing. ${example}`);
  if (name === 'changes') throw new RequestError('Write what is to change, such as changes ipv6.hlim.');
  const changes = /^changes\s+(\S.*)$/.exec(name);
  if (changes !== null) return { kind: 'changes', expression: changes[1], log };
  const [id, outcome] = splitOutcome(name);
  const points = running.catalogue.filter(point => means(id, point.id));
  if (points.length === 0) throw unknown(id);
  const outcomes = new Set<number>();
  for (const point of points) {
    for (const [i, known] of point.outcomes.entries()) {
      if (outcome === null || known === outcome) outcomes.add(point.first + i);
    }
  }
  if (outcomes.size > 0) return { kind: 'decisions', outcomes, what: name, log };
  const known = points.flatMap(point => point.outcomes);
  const near = nearest(outcome ?? '', known);
  throw new RequestError(
    `${id} has no outcome ${outcome}; it has ${[...new Set(known)].join(', ')}.${near ? ` Did you mean ${near}?` : ''}`,
  );
}

/** What stopping at any of these outcomes means. */
export function ofOutcomes(outcomes: ReadonlySet<number>): Meaning {
  return {
    outcomes,
    mayBe: (replay, path) => replay.paths.outcomesOf(path).some(outcome => outcomes.has(outcome)),
    *steps({ recorded }) {
      for (const [step, { outcome }] of recorded.steps.entries()) if (outcomes.has(outcome)) yield step;
    },
  };
}

function splitLog(text: string): { name: string; log: string | null } {
  const match = /^(.*?)\s+log\s+(.*)$/s.exec(text);
  return match === null ? { name: text, log: null } : { name: match[1], log: match[2] };
}

function splitOutcome(name: string): [string, string | null] {
  const at = name.indexOf('=');
  return at < 0 ? [name, null] : [name.slice(0, at).trim(), name.slice(at + 1).trim()];
}

function unknown(name: string): RequestError {
  const functions = running.catalogue.map(point => point.id.split('.')[0]);
  const near = nearest(name, new Set([...running.catalogue.map(point => point.id), ...functions]));
  const hint = near === undefined ? example : `Did you mean ${near}?`;
  return new RequestError(`${name} is no decision and no function of the stack. ${hint}`);
}
