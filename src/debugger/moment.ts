/**
 * Moments of a replay, and the way between those of one event. A moment is a decision just taken, before what
 * follows from it; the step after the last one is the end of the event, when everything has happened.
 */
import type { Step } from '../stack/recorder';

/** `step` indexes the recorded steps of `event`; their number is the end of the event. */
export interface Moment {
  readonly event: number;
  readonly step: number;
}

/** Negative when `a` comes before `b`. */
export function compareMoments(a: Moment, b: Moment): number {
  return a.event - b.event || a.step - b.step;
}

/**
 * A kernel function on the way to a moment; `step` is where it stands: its own last decision, or its entry.
 */
export interface EngineFrame {
  readonly function: string;
  readonly step: number;
}

/** The functions entered and not left at `step`, innermost first; none at the end of the event. */
export function framesAt(steps: readonly Step[], step: number): EngineFrame[] {
  if (step >= steps.length) return [];
  const frames: EngineFrame[] = [];
  for (let i = 0; i <= step; i++) {
    const { depth, function: name } = steps[i];
    frames.length = Math.min(frames.length, depth);
    frames[depth - 1] = { function: name, step: i };
  }
  return frames.filter(frame => frame !== undefined).reverse();
}

/** True for the steps that movement stops on. */
function isStop(steps: readonly Step[], step: number): boolean {
  return step === steps.length || steps[step].kind === 'decision';
}

/** Depth of a step; the end of the event lies outside all functions. */
function depthOf(steps: readonly Step[], step: number): number {
  return step < steps.length ? steps[step].depth : 0;
}

/**
 * How far a movement may go into functions: `in` any, `over` not deeper than here, `out` less deep than here.
 */
export type Reach = 'in' | 'over' | 'out';

function reaches(steps: readonly Step[], from: number, to: number, reach: Reach): boolean {
  if (!isStop(steps, to)) return false;
  if (reach === 'in') return true;
  const here = depthOf(steps, from);
  const there = depthOf(steps, to);
  return reach === 'over' ? there <= here : there < here;
}

/** The next step of the same event that a movement from `from` stops on, or null at its end. */
export function stepAfter(steps: readonly Step[], from: number, reach: Reach): number | null {
  for (let to = from + 1; to <= steps.length; to++) if (reaches(steps, from, to, reach)) return to;
  return null;
}

/** The step before `from` that a movement back stops on, or null at the beginning of the event. */
export function stepBefore(steps: readonly Step[], from: number, reach: Reach): number | null {
  // From the end everything is deeper: going back over enters the outermost function.
  const at = from === steps.length && reach === 'over' ? outermostDepth(steps) : depthOf(steps, from);
  for (let to = from - 1; to >= 0; to--) {
    if (!isStop(steps, to)) continue;
    const there = depthOf(steps, to);
    if (reach === 'in' || (reach === 'over' ? there <= at : there < at)) return to;
  }
  return null;
}

function outermostDepth(steps: readonly Step[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const step of steps) if (step.kind === 'decision') least = Math.min(least, step.depth);
  return least;
}

/** The first step of an event that movement stops on. */
export function firstStep(steps: readonly Step[]): number {
  for (let step = 0; step < steps.length; step++) if (isStop(steps, step)) return step;
  return steps.length;
}
