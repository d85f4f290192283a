/** Candidates of a choice as people are told of them. */
import type { Candidate } from '../../stack/trace';

/** Candidates told one by one beside the chosen one. */
const TOLD = 8;

/** The chosen candidate and a few others, and of the rest how many there are for each reason. */
interface ToldCandidates {
  readonly told: readonly Candidate[];
  readonly rest: readonly { readonly why: string; readonly count: number }[];
}

/** What is told of all candidates, however many there are. */
export function toldCandidates(candidates: readonly Candidate[]): ToldCandidates {
  const chosen = candidates.filter(one => one.chosen);
  const others = candidates.filter(one => !one.chosen);
  const rest = new Map<string, number>();
  for (const { why } of others.slice(TOLD)) rest.set(why, (rest.get(why) ?? 0) + 1);
  return {
    told: [...chosen, ...others.slice(0, TOLD)],
    rest: [...rest].map(([why, count]) => ({ why, count })),
  };
}
