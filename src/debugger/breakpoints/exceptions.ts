/** What can be stopped on without naming a decision: the exception filters of the protocol. */
import * as running from '#stack/running';
import type { Recorded, Replay } from '../../replay/replay';

export interface ExceptionFilter {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly byDefault: boolean;
  /** Whether events of this path can be meant; false spares recording them. */
  mayBe(replay: Replay, path: number): boolean;
  /** The step of a recorded event to stop at, or null. */
  stepOf(recorded: Recorded): number | null;
}

/** Outcomes of decisions whose names say that a packet is malformed: what is too short, or of no known version. */
const malformed = new Set([
  'ip6_input.size',
  'ip6_input.version',
  'ip6_input.payload-length',
  'ip6_input.hop-by-hop',
  'link_input.header',
]);
const refusals = new Set(['ip6_forward.ipsec-inbound', 'ip6_forward.policy-action']);

function settledIn(ids: ReadonlySet<string>) {
  return (replay: Replay, path: number): boolean => {
    const settled = replay.paths.settledBy(path);
    return settled >= 0 && isDrop(replay, path) && ids.has(running.decisionOfOutcome[settled].id);
  };
}

function isDrop(replay: Replay, path: number): boolean {
  return replay.paths.verdict(path) === running.DROPPED;
}

function settlingStep(recorded: Recorded): number | null {
  return recorded.settled === null ? null : recorded.steps.indexOf(recorded.settled);
}

/** The step after which an ICMPv6 error left, or null. */
function errorStep(recorded: Recorded): number | null {
  const step = recorded.steps.findIndex(one => one.emissions.some(sent => sent.kind === 'icmp6-error'));
  return step < 0 ? null : step;
}

function enters(name: string) {
  const outcomes = new Set<number>();
  for (const point of running.catalogue) {
    if (!point.id.startsWith(`${name}.`)) continue;
    for (const i of point.outcomes.keys()) outcomes.add(point.first + i);
  }
  return (replay: Replay, path: number): boolean =>
    replay.paths.outcomesOf(path).some(outcome => outcomes.has(outcome));
}

export const exceptionFilters: readonly ExceptionFilter[] = [
  {
    id: 'drop',
    label: 'Any drop',
    description: 'Stops at the decision that dropped a packet.',
    byDefault: true,
    mayBe: isDrop,
    stepOf: recorded => (recorded.verdict === 'dropped' ? settlingStep(recorded) : null),
  },
  {
    id: 'icmp6-error',
    label: 'ICMPv6 error sent',
    description: 'Stops where the machine sends an ICMPv6 error.',
    byDefault: false,
    mayBe: enters('icmp6_error'),
    stepOf: errorStep,
  },
  {
    id: 'malformed',
    label: 'Malformed packet',
    description: 'Stops at the check that a malformed packet failed.',
    byDefault: false,
    mayBe: settledIn(malformed),
    stepOf: settlingStep,
  },
  {
    id: 'policy',
    label: 'Policy refusal',
    description: 'Stops where an IPsec policy refuses a packet.',
    byDefault: false,
    mayBe: settledIn(refusals),
    stepOf: settlingStep,
  },
];
