/** What can be stopped on without naming a decision: the exception filters of the protocol. */
import * as running from '#stack/running';
import type { Recorded } from '../../replay/recorded';
import { equalBytes } from '../../wire/bytes';
import type { Differences } from '../differences';
import type { Findings } from '../findings';
import type { Sight } from '../sight';
import type { Meaning } from './stopper';

/** What filters look at beside the replay. */
export interface Watched {
  readonly findings: Findings;
  readonly differences: Differences;
}

interface ExceptionFilter {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly byDefault: boolean;
  /** What it stops at. */
  meaning(watched: Watched): Meaning;
}

/** What became of a packet: the verdict by its number, and the outcome that settled it, -1 where none did. */
type VerdictTest = (verdict: number, settledBy: number) => boolean;

/** Stops at the decision that settled what became of a packet, where the test says so. */
function atVerdict(means: VerdictTest): () => Meaning {
  return () => ({
    mayBe: ({ paths }, path) => means(paths.verdict(path), paths.settledBy(path)),
    *steps({ recorded: { verdict, settled, steps } }) {
      if (settled === null || !means(running.verdicts.indexOf(verdict), settled.outcome)) return;
      yield steps.indexOf(settled);
    },
  });
}

function isDrop(verdict: number): boolean {
  return verdict === running.DROPPED;
}

function isPanic(verdict: number): boolean {
  return verdict === running.PANIC;
}

function isMalformed(_verdict: number, settledBy: number): boolean {
  if (settledBy < 0) return false;
  const point = running.decisionOfOutcome[settledBy];
  return point.words[settledBy - point.first].malformed === true;
}

/** Decisions that put a policy into force are named after it. */
function isRefusal(verdict: number, settledBy: number): boolean {
  return settledBy >= 0 && isDrop(verdict) && /polic|ipsec/.test(running.decisionOfOutcome[settledBy].id);
}

/** The steps after which an ICMP or ICMPv6 error left. */
function* errorSteps({ recorded }: Sight): Iterable<number> {
  for (const [k, step] of recorded.steps.entries()) {
    if (step.emissions.some(sent => sent.kind === 'icmp6-error' || sent.kind === 'icmp-error')) yield k;
  }
}

/** An error leaves in the event that made it, or later, when the way to its receiver is known. */
function maySendError(): Meaning {
  const outcomes = new Set<number>();
  for (const point of running.catalogue) {
    if (!/^(icmp6?_error|nd6_cache_lladdr|nd6_na_input|in_arpinput)\./.test(point.id)) continue;
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
    *steps({ recorded }) {
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
    *steps({ recorded }) {
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
    id: 'panic',
    label: 'Kernel panic',
    description: 'Stops at the decision that stopped the kernel, where the replay ends.',
    byDefault: true,
    meaning: atVerdict(isPanic),
  },
  {
    id: 'icmp6-error',
    label: 'ICMP or ICMPv6 error sent',
    description: 'Stops where the machine sends an ICMP or ICMPv6 error.',
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
