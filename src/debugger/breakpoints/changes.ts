/** `changes EXPR`: the steps by which the value of an expression has become another. */
import type { Probe } from '../../replay/arming';
import type { Recorded } from '../../replay/recorded';
import type { Host } from '../../stack/host';
import type { Value } from '../../stack/trace';
import { equalBytes } from '../../wire/bytes';
import { type HostName, hostValue } from '../engineValues';
import type { Evaluator } from '../evaluator';
import type { Prepared, Sight } from '../sight';
import type { Meaning } from './stopper';

/**
 * What a change of `expression` means to a run. What the host itself bears is looked at after every event;
 * for the rest packets are recorded.
 */
export function changeOf(expression: string, evaluator: Evaluator): Meaning {
  if (evaluator.isHostValue(expression)) {
    return {
      mayBe: () => false,
      probe: new HostProbe(expression, evaluator.hostNamed(expression)),
      names: [expression],
      steps: sight => hostChanges(sight, expression),
    };
  }
  const { text, ofPacketAlone } = evaluator.reader(expression);
  return {
    mayBe: (_replay, path) => path > 0,
    names: text.names,
    looksAtPackets: true,
    steps: sight => packetChanges(sight, text, ofPacketAlone),
  };
}

/** Steps at which the host's value is another than before; at the end too. */
function* hostChanges(sight: Sight, name: string): Iterable<number> {
  const { recorded } = sight;
  const { before, at } = sight.through(name);
  let last = before;
  for (const [step, now] of at.entries()) {
    if (!same(last, now)) yield decisionFrom(recorded, step);
    last = now;
  }
}

/**
 * Steps at which a packet's value is another than when it was last under way; `ofPacketAlone`: its bytes
 * alone make it.
 */
function* packetChanges(
  sight: Sight,
  text: Prepared<string | null>,
  ofPacketAlone: boolean,
): Iterable<number> {
  const { recorded } = sight;
  const before = new Map<number, { readonly packet: Uint8Array; readonly text: string }>();
  for (const [step, { packetNumber, packet }] of recorded.steps.entries()) {
    if (packetNumber === 0) continue;
    const last = before.get(packetNumber);
    if (ofPacketAlone && packet.length > 0 && last !== undefined && same(packet, last.packet)) continue;
    const now = text.at(sight, step);
    if (now === null) continue;
    if (last !== undefined && now !== last.text) yield decisionFrom(recorded, step);
    before.set(packetNumber, { packet, text: now });
  }
}

/** The first decision from a step on, or the end: where a session can stand. */
function decisionFrom({ steps }: Recorded, step: number): number {
  let at = step;
  while (at < steps.length && steps[at].kind !== 'decision') at++;
  return at;
}

class HostProbe implements Probe {
  /** By the number of the host. */
  private readonly last: (Value | undefined)[] = [];

  private readonly name: string;
  /** Number of the one host that is looked at, null for all. */
  private readonly of: number | null;

  constructor(expression: string, named: HostName | null) {
    this.name = named?.rest ?? expression;
    this.of = named?.number ?? null;
  }

  begin(host: Host): void {
    if (this.isOf(host)) this.last[host.number] = hostValue(host, this.name);
  }

  private isOf({ number }: Host): boolean {
    return this.of === null || this.of === number;
  }

  changed(host: Host): boolean {
    if (!this.isOf(host)) return false;
    const now = hostValue(host, this.name);
    if (same(this.last[host.number], now)) return false;
    this.last[host.number] = now;
    return true;
  }
}

function same(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b || !(a instanceof Uint8Array) || !(b instanceof Uint8Array)) return a === b;
  return a.length === b.length && equalBytes(a, 0, b, 0, a.length);
}
