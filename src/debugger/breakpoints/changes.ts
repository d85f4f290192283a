/** `changes EXPR`: the steps by which the value of an expression has become another. */
import type { Probe } from '../../replay/arming';
import type { Recorded } from '../../replay/replay';
import type { Host } from '../../stack/host';
import type { Value } from '../../stack/trace';
import { equalBytes } from '../../wire/bytes';
import { hostValue } from '../engineValues';
import type { Evaluator } from '../evaluator';
import type { Timeline } from '../timeline';
import type { Meaning } from './stopper';

/** What a change of `expression` means to a run. What the host itself bears is looked at after every event; for the rest packets are recorded. */
export function changeOf(expression: string, evaluator: Evaluator, timeline: Timeline): Meaning {
  if (evaluator.isHostValue(expression)) {
    return {
      mayBe: () => false,
      probe: new HostProbe(expression),
      steps: recorded => hostChanges(recorded, expression, timeline),
    };
  }
  return {
    mayBe: (_replay, path) => path > 0,
    steps: recorded => packetChanges(recorded, expression, evaluator),
  };
}

/** Steps at which the host's value is another than before; at the end too. */
function* hostChanges(recorded: Recorded, name: string, timeline: Timeline): Iterable<number> {
  const { before, at } = timeline.through(recorded.event, host => hostValue(host, name));
  let last = before;
  for (const [step, now] of at.entries()) {
    if (!same(last, now)) yield decisionFrom(recorded, step);
    last = now;
  }
}

/** Steps at which a packet's value is another than when it was last under way. */
function* packetChanges(recorded: Recorded, expression: string, evaluator: Evaluator): Iterable<number> {
  const before = new Map<number, string>();
  for (const [step, { packetNumber }] of recorded.steps.entries()) {
    if (packetNumber === 0) continue;
    const now = evaluator.textIn(recorded, step, expression);
    const last = before.get(packetNumber);
    if (now === null) continue;
    if (last !== undefined && now !== last) yield decisionFrom(recorded, step);
    before.set(packetNumber, now);
  }
}

/** The first decision from a step on, or the end: where a session can stand. */
function decisionFrom({ steps }: Recorded, step: number): number {
  let at = step;
  while (at < steps.length && steps[at].kind !== 'decision') at++;
  return at;
}

class HostProbe implements Probe {
  private last: Value | undefined;

  constructor(private readonly name: string) {}

  begin(host: Host): void {
    this.last = hostValue(host, this.name);
  }

  changed(host: Host): boolean {
    const now = hostValue(host, this.name);
    if (same(this.last, now)) return false;
    this.last = now;
    return true;
  }
}

function same(a: Value | undefined, b: Value | undefined): boolean {
  if (!(a instanceof Uint8Array) || !(b instanceof Uint8Array)) return a === b;
  return a.length === b.length && equalBytes(a, 0, b, 0, a.length);
}
