/**
 * Tests of packets, as rows stand for them, by the path they took: each path is looked at once, whatever
 * number of packets took it.
 */
import * as running from '#stack/running';
import type { PathTable } from '../../replay/paths';
import type { View } from '../protocol/capture';
import type { MachineRun } from './machineRun';
import { decisionOfPath, verdictOfPath } from './pathTally';

/** True when chips, reasons or a branch restrict the view. */
export function asksForPaths({ verdicts, reasons, branch }: View): boolean {
  return verdicts.length > 0 || reasons.length > 0 || branch !== null;
}

/**
 * What chips, reasons and a branch ask of packets; null when they ask nothing. Without a machine no packet
 * fits.
 */
export function pathTest(view: View, run: MachineRun | null): ((entry: number) => boolean) | null {
  if (!asksForPaths(view)) return null;
  if (run === null) return () => false;
  const { paths } = run.replay;
  const verdicts = new Set(view.verdicts);
  const reasons = new Set(view.reasons);
  const branch = view.branch?.map(outcomeNumber) ?? [];
  return byPath(run, path => {
    if (path === 0) return false;
    if (verdicts.size > 0 && !verdicts.has(running.verdicts[verdictOfPath(paths, path)])) return false;
    if (reasons.size > 0 && !reasons.has(decisionOfPath(paths, path))) return false;
    return branch.length === 0 || takes(paths, path, branch);
  });
}

/** A test of packets from one of paths. */
export function byPath(run: MachineRun, test: (path: number) => boolean): (entry: number) => boolean {
  /** For each path 1 when packets that took it do not fit, 2 when they do, 0 while not looked at. */
  let known = new Uint8Array(256);
  return entry => {
    const path = run.pathOfEntry(entry);
    if (path >= known.length) {
      const larger = new Uint8Array(2 * path);
      larger.set(known);
      known = larger;
    }
    if (known[path] === 0) known[path] = test(path) ? 2 : 1;
    return known[path] === 2;
  };
}

/** Number of `id=outcome`; -1 when there is none. */
function outcomeNumber(text: string): number {
  const [id, name] = text.split('=');
  const point = running.catalogue.find(one => one.id === id);
  const i = point?.outcomes.indexOf(name) ?? -1;
  return point === undefined || i < 0 ? -1 : point.first + i;
}

/** True when a path has these outcomes one after the other. */
function takes(paths: PathTable, path: number, branch: readonly number[]): boolean {
  const outcomes = paths.outcomesOf(path);
  for (let at = 0; at + branch.length <= outcomes.length; at++) {
    if (branch.every((outcome, i) => outcomes[at + i] === outcome)) return true;
  }
  return false;
}
