/** What an editor asks about a `.stack` file while it is written: loaded when the first one is open. */
export { type ShownProblem, stackProblems } from './problems';
