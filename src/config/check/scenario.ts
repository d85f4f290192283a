/** Checks of `replay`, `fault` and `expect` lines. */
import { catalogue, faultable } from '#stack/running';
import { baseName, captureNameProblem } from '../fileName';
import type { DecisionName, ExpectCommand, FaultCommand, ReplayCommand } from '../nodes';
import type { Ranged } from '../text';
import { oneOf } from '../words';
import type { Checker } from './checker';
import { checkFilter } from './filter';

/** Captures that are merged: for every frame all of them are asked which has the earliest. */
const CAPTURES_MAX = 256;
/**
 * Faults that a filter selects frames for: each looks at all frames of all captures before the replay begins.
 */
const FILTERED_FAULTS_MAX = 256;

export function checkReplay(checker: Checker, command: ReplayCommand): void {
  const { report, anyInterface } = checker;
  if (++checker.replays > CAPTURES_MAX) {
    report.error(
      'out-of-range',
      command,
      'This is one capture too many.',
      `${CAPTURES_MAX} captures at most`,
    );
    return;
  }
  const problem = captureNameProblem(command.file.value);
  if (problem !== null) report.error('bad-capture-name', command.file, problem.message, problem.expected);
  if (command.on !== null) anyInterface(command.on);
  const seen = new Set<string>();
  for (const { name, interface: target } of command.map) {
    anyInterface(target);
    if (seen.has(name.value))
      report.error('contradiction', name, `${name.value} is mapped twice.`, 'every name once');
    seen.add(name.value);
  }
}

export function checkFault(checker: Checker, command: FaultCommand): void {
  const { report } = checker;
  const { function: name, filter } = command;
  if (name !== null && !Object.hasOwn(faultable, name.value)) {
    report.unknown(
      'unknown-function',
      name,
      'The function {} cannot be made to fail.',
      Object.keys(faultable),
      oneOf(Object.keys(faultable)),
    );
  }
  if (filter === null) return;
  if (++checker.filteredFaults > FILTERED_FAULTS_MAX) {
    report.error(
      'out-of-range',
      filter,
      'This is one fault with a filter too many.',
      `${FILTERED_FAULTS_MAX} faults with filters at most`,
    );
    return;
  }
  checkFilter(checker, filter);
}

export function checkExpect(checker: Checker, command: ExpectCommand): void {
  const { report } = checker;
  if (command.what !== 'frame') {
    if (command.what === 'counter') checkCounter(checker, command.name);
    return;
  }
  for (const name of [command.at, command.through]) if (name !== null) checkDecision(checker, name);
  if (command.on !== null) checker.anyInterface(command.on);
  const { capture } = command;
  if (capture !== null && checker.captures.size > 0 && !checker.captures.has(baseName(capture.value))) {
    report.warning(
      'unknown-capture',
      capture,
      'No `replay` line names this capture.',
      oneOf(checker.captures),
    );
  }
  if (command.verdict === null && command.sends === null && command.through === null) {
    if (command.at !== null)
      report.error(
        'missing-word',
        command.at.decision,
        'The verdict is missing.',
        'a verdict before `at`, or `through` in its place',
      );
  }
}

function checkDecision({ report }: Checker, name: DecisionName): void {
  const point = catalogue.find(known => known.id === name.decision.value);
  if (point === undefined) {
    const ids = catalogue.map(known => known.id);
    report.unknown(
      'unknown-decision',
      name.decision,
      'There is no decision {}.',
      ids,
      'an id such as ip6_forward.hop-limit',
    );
    return;
  }
  if (name.outcome !== null && !point.outcomes.includes(name.outcome.value)) {
    report.unknown(
      'unknown-outcome',
      name.outcome,
      `${point.id} has no outcome {}.`,
      point.outcomes,
      oneOf(point.outcomes),
    );
  }
}

function checkCounter(checker: Checker, name: Ranged<string>): void {
  const bare = name.value.replace(/\.\d+$/, '');
  const own = /^if\.(.+)\.([a-z0-9_]+)$/.exec(bare);
  if (own !== null) {
    const from = name.from + 3;
    if (!checker.anyInterface({ value: own[1], from, to: from + own[1].length })) return;
  }
  const known = own === null ? checker.hostCounters : checker.interfaceCounters(own[1]);
  if (known.includes(bare)) return;
  checker.report.unknown(
    'unknown-counter',
    name,
    'There is no counter {}.',
    known,
    'a name such as ip6stat.ip6s_forward or if.em0.ifs6_in_discard',
  );
}
