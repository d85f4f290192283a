/** How a capture, its replay and its list stand, as the page is told. */
import type { Capture, Gap } from '../../capture';
import { baseName } from '../../config/fileName';
import { timeDigits } from '../../replay/rows';
import type { CaptureFacts, CaptureState, DamageNote, GapNote, ReplayState } from '../protocol/capture';
import type { IndexedCapture } from './indexedCapture';
import type { ListView } from './listView';
import type { MachineRun } from './machineRun';

/** What the state is made from. */
export interface Standing {
  readonly path: string;
  readonly indexed: IndexedCapture;
  readonly view: ListView;
  readonly run: MachineRun | null;
  /** The `.stack` file that was chosen, null without one. */
  readonly stack: string | null;
  /** Why its machine could not be started or run on, null while it can. */
  readonly failure: { readonly message: string; readonly line: number | null } | null;
  readonly facts: CaptureFacts | null;
  readonly machine: number;
  readonly revision: number;
}

export function captureState(standing: Standing): CaptureState {
  const { indexed, view, run, machine, revision } = standing;
  const { opened, failure } = indexed;
  const frames = opened?.capture.frames ?? 0;
  return {
    name: baseName(standing.path),
    unreadable: opened === null ? failure : null,
    size: opened?.capture.source.size ?? 0,
    frames,
    indexing: indexed.indexing ? (opened?.capture.progress ?? 0) : null,
    indexingStopped: indexed.stopped,
    damage: damageOf(indexed),
    gaps: gapNote(opened?.capture.gaps ?? []),
    rows: view.order.count,
    longestPlace: run?.longestPlace ?? '',
    packets: frames + (run?.done === true ? run.judged : 0),
    shown: view.order.frames + view.judged,
    filtering: view.progress,
    duration: opened?.times.latest ?? 0,
    timeDigits: opened === null || frames === 0 ? 6 : timeDigits(opened.capture, 0),
    replay: replayState(standing),
    verdicts: run?.tally.verdicts() ?? [],
    reasons: run?.tally.reasons() ?? [],
    machine,
    revision,
  };
}

/** Where the capture stops being readable; null when it does not. */
function damageOf({ opened, failure }: IndexedCapture): DamageNote | null {
  if (opened === null) return null;
  const { damage, frames } = opened.capture;
  if (damage !== null)
    return {
      message: damage.message,
      lastFrame: damage.afterFrame,
      offset: damage.offset,
      behind: behind(opened.capture),
    };
  return failure === null ? null : { message: failure, lastFrame: frames, offset: null, behind: null };
}

function behind({ canLookOn, source }: Capture): DamageNote['behind'] {
  if (source.endsEarly !== undefined) return null;
  return canLookOn ? 'unknown' : 'nothing';
}

function gapNote(gaps: readonly Gap[]): GapNote | null {
  if (gaps.length === 0) return null;
  const bytes = gaps.reduce((sum, { from, to }) => sum + to - from, 0);
  return { count: gaps.length, bytes, offset: gaps[0].from, lastFrame: gaps[0].afterFrame };
}

function replayState({ stack, failure, run, facts }: Standing): ReplayState {
  if (stack === null) return { kind: 'none', facts };
  if (failure !== null) return { kind: 'failed', stack, ...failure };
  if (run?.done === true) return { kind: 'done', stack, panic: run.panic };
  const frames = run?.positions.frames ?? 0;
  return { kind: 'running', stack, progress: frames === 0 ? 0 : (run?.arrived ?? 0) / frames };
}
