/** What can be stopped on without naming a decision: the exception filters of the protocol. */
import * as running from '#stack/running';
import type { Recorded, Replay } from '../../replay/replay';
import { equalBytes } from '../../wire/bytes';
import type { Differences } from '../differences';
import type { Findings } from '../findings';
import type { Meaning } from './stopper';

/** What filters look at beside the replay. */
export interface Watched {
  readonly findings: Findings;
  readonly differences: Differences;
}

export interface ExceptionFilter {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly byDefault: boolean;
  /** What it stops at. */
  meaning(watched: Watched): Meaning;
}

/** Stops at the decision that settled what became of a packet, for paths that pass the test. */
function atVerdict(means: (replay: Replay, path: number) => boolean): () => Meaning {
  return () => ({ mayBe: means, steps: settlingStep });
}

function isDrop(replay: Replay, path: number): boolean {
  return replay.paths.verdict(path) === running.DROPPED;
}

function isMalformed(replay: Replay, path: number): boolean {
  const settled = replay.paths.settledBy(path);
  if (settled < 0) return false;
  const point = running.decisionOfOutcome[settled];
  return point.words[settled - point.first].malformed === true;
}

/** Decisions that put a policy into force are named after it. */
function isRefusal(replay: Replay, path: number): boolean {
  const settled = replay.paths.settledBy(path);
  return settled >= 0 && isDrop(replay, path) && /polic|ipsec/.test(running.decisionOfOutcome[settled].id);
}

function* settlingStep(recorded: Recorded): Iterable<number> {
  if (recorded.settled !== null) yield recorded.steps.indexOf(recorded.settled);
}

/** The steps after which an ICMPv6 error left. */
function* errorSteps(recorded: Recorded): Iterable<number> {
  for (const [k, step] of recorded.steps.entries()) {
    if (step.emissions.some(sent => sent.kind === 'icmp6-error')) yield k;
  }
}

/** An error leaves in the event that made it, or later, when the way to its receiver is known. */
function maySendError(): Meaning {
  const outcomes = new Set<number>();
  for (const point of running.catalogue) {
    if (!/^(icmp6_error|nd6_cache_lladdr|nd6_na_input)\./.test(point.id)) continue;
    for (const i of point.outcomes.keys()) outcomes.add(point.first + i);
  }
  return {
    mayBe: (replay, path) => replay.paths.outcomesOf(path).some(outcome => outcomes.has(outcome)),
    steps: errorSteps,
  };
}

function arrives({ kind }: Recorded): boolean {
  return kind === 'frame' || kind === 'passed';
}

function expectationFailed({ findings }: Watched): Meaning {
  return {
    mayBe: () => false,
    frames: position => findings.failureAt(position) !== null,
    *steps(recorded) {
      if (!arrives(recorded) || findings.failureAt(recorded.position) === null) return;
      yield recorded.settled === null ? recorded.steps.length : recorded.steps.indexOf(recorded.settled);
    },
    told: ({ position }) => findings.failureAt(position),
  };
}

function differs({ differences }: Watched): Meaning {
  return {
    mayBe: () => false,
    events: event => differences.at(event) !== null,
    *steps(recorded) {
      const found = differences.at(recorded.event);
      if (found === null) return;
      const { model } = found;
      const step = recorded.steps.findIndex(one =>
        one.emissions.some(
          sent => sent.bytes.length === model?.length && equalBytes(sent.bytes, 0, model, 0, model.length),
        ),
      );
      yield step < 0 ? recorded.steps.length : step;
    },
    told: ({ event }) => {
      const found = differences.at(event);
      return found === null ? null : differences.sentence(found);
    },
  };
}

export const exceptionFilters: readonly ExceptionFilter[] = [
  {
    id: 'drop',
    label: 'Any drop',
    description: 'Stops at the decision that dropped a packet.',
    byDefault: true,
    meaning: atVerdict(isDrop),
  },
  {
    id: 'icmp6-error',
    label: 'ICMPv6 error sent',
    description: 'Stops where the machine sends an ICMPv6 error.',
    byDefault: false,
    meaning: maySendError,
  },
  {
    id: 'malformed',
    label: 'Malformed packet',
    description: 'Stops at the check that a malformed packet failed.',
    byDefault: false,
    meaning: atVerdict(isMalformed),
  },
  {
    id: 'policy',
    label: 'Policy refusal',
    description: 'Stops where an IPsec policy refuses a packet.',
    byDefault: false,
    meaning: atVerdict(isRefusal),
  },
  {
    id: 'expectation',
    label: 'Expectation failed',
    description: 'Stops at a frame that an expect line of the .stack file foretold otherwise.',
    byDefault: false,
    meaning: expectationFailed,
  },
  {
    id: 'difference',
    label: 'Model and capture differ',
    description:
      'Stops where the machine sends what the capture does not show, or the capture shows what it does not send.',
    byDefault: false,
    meaning: differs,
  },
];
