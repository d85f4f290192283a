/** The words for a group's state, as tables and sentences show them. */
import { MLD_IREPORTEDLAST, MLD_OTHERLISTENER, MLD_REPORTPENDING } from '../in6Var';

const names: Readonly<Record<number, string>> = {
  [MLD_OTHERLISTENER]: 'other listener',
  [MLD_IREPORTEDLAST]: 'I reported last',
  [MLD_REPORTPENDING]: 'report pending',
};

/** The word for a state, MLD_*. */
export function listenerState(state: number): string {
  return names[state] ?? String(state);
}
