/** What is wrong with a filter, and what could be typed in it. */

import { fieldNamed } from '../../decode';
import { type Completion, completeFilter } from '../../decode/filter';
import type { FilterCompletion, FilterProblem } from '../protocol/capture';
import { FrameFilter, isProblem, ownFields } from './frameFilter';
import type { MachineRun } from './machineRun';

/** Completions at most: the box shows a dozen. */
const SHOWN_MAX = 200;

/** What is wrong with a filter; null when nothing is. */
export function filterProblem(text: string, run: MachineRun | null): FilterProblem | null {
  const compiled = FrameFilter.compile(text, run);
  return isProblem(compiled) ? compiled : null;
}

/** What could stand at UTF-16 offset `at` of a filter. */
export function filterCompletions(text: string, at: number): FilterCompletion[] {
  const place = Math.max(0, Math.min(Math.floor(at) || 0, text.length));
  const { from, to, items } = completeFilter(text, place, ownFields);
  return items.slice(0, SHOWN_MAX).map(item => ({
    label: item.text,
    kind: kindOf(item),
    detail: item.detail,
    insert: item.text,
    from,
    to,
  }));
}

function kindOf({ kind, text }: Completion): FilterCompletion['kind'] {
  return kind === 'field' && fieldNamed(text)?.type === 'protocol' ? 'protocol' : kind;
}
