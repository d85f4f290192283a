/** One event with all that the recording build noted of it. */
import * as recording from '#stack/recording';
import type { Host } from '../stack/host';
import type { BpfRecord } from '../stack/net/bpf';
import type { Recorder, Step, StepHook } from '../stack/recorder';
import type { Verdict } from '../stack/trace';
import { ReplayError } from './error';
import type { Arrival } from './links';
import type { Checkpoint, EventKind, Machine } from './machine';
import type { Output } from './output';

const kinds = ['end', 'frame', 'passed', 'timer', 'command', 'link'] as const;

/** What an event was, in words. */
export type EventName = 'frame' | 'passed' | 'timer' | 'command' | 'link';

/** The name of what an event was. */
export function kindName(kind: EventKind): EventName {
  const name = kinds[kind];
  if (name === 'end') throw new ReplayError('There is no such event.');
  return name;
}

/** What became of a packet within another one. */
interface Inner {
  readonly verdict: Verdict;
  /** The step that settled it, null when none did. */
  readonly settled: Step | null;
}

/** One event run again with everything noted. */
export interface Recorded {
  readonly event: number;
  readonly kind: EventName;
  readonly position: number;
  readonly now: number;
  readonly verdict: Verdict;
  readonly steps: readonly Step[];
  /** The step that settled the verdict, null when none did. */
  readonly settled: Step | null;
  /** What became of the packet that was taken out of a decapsulated one, null while nothing did. */
  readonly inner: Inner | null;
  readonly outputs: readonly Output[];
  /** What the captures under way were shown. */
  readonly captured: readonly BpfRecord[];
  /** The panic's reason as a word of the stack, null without one. */
  readonly panic: string | null;
  /** Number of the host that it was an event of. */
  readonly number: number;
  /** The packet as it came in by a link; null for other events. */
  readonly came: Arrival | null;
  /** That host after the event: not to be run, free to be read. */
  readonly host: Host;
  /** All hosts after the event, likewise. */
  readonly hosts: readonly Host[];
  /** The host before the event, likewise; the one after it in a replay that records every event. */
  readonly before: Host;
}

/** Runs the next event of a checkpoint on a machine of the recording build. */
export function recordNext(machine: Machine, before: Checkpoint, onStep?: StepHook): Recorded {
  machine.restore(before);
  machine.collecting = true;
  const recorder = recording.startRecording(machine.toNext(), onStep);
  const kind = machine.step();
  recorder.finish(machine.host);
  return recordedEvent(machine, kind, recorder, before.hosts[machine.current]);
}

/** What `machine` has just run, as `recorder` noted it. */
export function recordedEvent(
  machine: Machine,
  kind: EventKind,
  recorder: Recorder,
  before = machine.host,
): Recorded {
  const { trace } = machine.host;
  return {
    event: machine.event - 1,
    kind: kindName(kind),
    position: machine.about - 1,
    now: machine.host.now,
    verdict: recording.verdicts[trace.verdict],
    steps: recorder.steps,
    settled: settlingStep(recorder.steps, trace.settledBy),
    inner: innerOf(recorder.steps, trace),
    outputs: machine.outputs.slice(),
    captured: machine.captured.slice(),
    panic: machine.panic,
    number: machine.current,
    came: machine.came,
    host: machine.host,
    hosts: machine.hosts,
    before,
  };
}

/** The verdict of a packet that was taken out of another one, and the step that settled it. */
function innerOf(
  steps: readonly Step[],
  { innerVerdict, innerSettledBy, settledBy }: Machine['host']['trace'],
): Inner | null {
  if (innerVerdict === 0) return null;
  const after = steps.findIndex(step => step.outcome === settledBy) + 1;
  const settled = steps.slice(after).find(step => step.outcome === innerSettledBy) ?? null;
  return { verdict: recording.verdicts[innerVerdict], settled };
}

/** The step of the outcome that settled the verdict. Its first occurrence: the first settlement stands. */
function settlingStep(steps: readonly Step[], settledBy: number): Step | null {
  if (settledBy < 0) return null;
  return steps.find(step => step.outcome === settledBy) ?? null;
}
