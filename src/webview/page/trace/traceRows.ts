/** The rows of a trace: functions, steps, and routine steps folded into one line. */
import type { TraceStep } from '../../protocol/packet';
import type { TreeRow } from '../tree/treeKeys';

export interface StepRow extends TreeRow {
  readonly kind: 'function' | 'step';
  readonly step: TraceStep;
  /** Functions around it, for guides and room at the left. */
  readonly inside: number;
}

export interface RoutineRow extends TreeRow {
  readonly kind: 'routine';
  readonly steps: readonly TraceStep[];
  readonly inside: number;
}

export type TraceRow = StepRow | RoutineRow;

/** What of a trace is open. Functions are when nothing is said of them, routine steps are not. */
export interface Folds {
  /**
   * What the user chose, by the first step of what is folded: of a function its own, of routine steps the
   * first of them.
   */
  readonly functions: ReadonlyMap<number, boolean>;
  readonly routines: ReadonlyMap<number, boolean>;
  /** True when a step must be seen: it is the current one, the selected one, or has a breakpoint. */
  mustShow(step: TraceStep): boolean;
}

/** Routine steps that are worth a line of their own. */
const ROUTINE_MIN = 2;

export function traceRows(steps: readonly TraceStep[], folds: Folds): TraceRow[] {
  const rows: TraceRow[] = [];
  let i = 0;
  while (i < steps.length) {
    const step = steps[i];
    if (step.kind === 'enter') {
      const open = folds.functions.get(step.step) ?? true;
      rows.push({ kind: 'function', step, open, level: step.depth, inside: step.depth - 1 });
      i = open ? i + 1 : endOfCall(steps, i);
      continue;
    }
    const end = endOfRoutine(steps, i);
    if (end - i >= ROUTINE_MIN) i = addRoutine(steps.slice(i, end), i);
    else rows.push(stepRow(steps[i++], 1));
  }
  return rows;

  function addRoutine(routine: readonly TraceStep[], at: number): number {
    const { step, depth } = routine[0];
    const open = folds.routines.get(step) ?? routine.some(one => folds.mustShow(one));
    rows.push({ kind: 'routine', steps: routine, open, level: depth + 1, inside: depth });
    if (open) rows.push(...routine.map(one => stepRow(one, 2)));
    return at + routine.length;
  }
}

function stepRow(step: TraceStep, deeper: number): StepRow {
  return { kind: 'step', step, open: null, level: step.depth + deeper, inside: step.depth };
}

/** Index after the last step of a call that begins at `at`. */
export function endOfCall(steps: readonly TraceStep[], at: number): number {
  const { depth } = steps[at];
  let end = at + 1;
  while (
    end < steps.length &&
    (steps[end].kind === 'enter' ? steps[end].depth > depth : steps[end].depth >= depth)
  ) {
    end++;
  }
  return end;
}

function endOfRoutine(steps: readonly TraceStep[], at: number): number {
  let end = at;
  const { depth } = steps[at];
  while (
    end < steps.length &&
    steps[end].routine &&
    steps[end].kind === 'decision' &&
    steps[end].depth === depth
  ) {
    end++;
  }
  return end;
}

/** A decision's id without its function. */
export function shortId(id: string): string {
  return id.slice(id.lastIndexOf('.') + 1);
}
