/**
 * The breakpoints of the workspace as they arm decisions, and how the Decisions view sets and clears them.
 */
import * as vscode from 'vscode';
import { type Decision, documentPath } from '../catalogue';
import { ENGINE_SCHEME } from '../names';
import { sentences } from '../sentences';
import { type Arming, armedBy, type Place } from './armed';

/** More breakpoints than this are not set in place of one that means many decisions. */
const SPLIT_MAX = 60;

interface DecisionPlace extends Place {
  readonly decision: Decision;
}

/** A breakpoint with the decisions it stops at. */
interface Armed {
  readonly breakpoint: vscode.Breakpoint;
  /** As people name it. */
  readonly name: string;
  readonly decisions: ReadonlySet<string>;
}

/** What the enabled breakpoints arm, looked up once for a drawing of the view. */
export class ArmedDecisions {
  private readonly all: readonly Armed[];

  constructor(decisions: readonly Decision[]) {
    const places = decisions.map(
      (decision): DecisionPlace => ({
        id: decision.id,
        path: documentPath(decision),
        line: decision.source.line,
        decision,
      }),
    );
    this.all = vscode.debug.breakpoints.flatMap(breakpoint => {
      const arming = breakpoint.enabled ? armingOf(breakpoint) : null;
      if (arming === null) return [];
      const meant = armedBy(arming, places).map(({ id }) => id);
      const name = arming.kind === 'name' ? arming.name : sentences.armedOnLine(arming.line);
      return [{ breakpoint, name, decisions: new Set(meant) }];
    });
  }

  /** Names of the breakpoints that stop at a decision. */
  namesOf(id: string): string[] {
    return this.all.filter(one => one.decisions.has(id)).map(one => one.name);
  }

  has(id: string): boolean {
    return this.all.some(one => one.decisions.has(id));
  }

  /** How many decisions are armed. */
  get count(): number {
    return new Set(this.all.flatMap(one => [...one.decisions])).size;
  }

  /**
   * Clears what stops at these decisions; what a broader breakpoint means besides stays armed, decision by
   * decision.
   */
  disarm(ids: ReadonlySet<string>): void {
    const cleared = this.all.filter(one => [...one.decisions].some(id => ids.has(id)));
    const rest = new Set(cleared.flatMap(one => [...one.decisions].filter(id => !ids.has(id))));
    for (const one of this.all) {
      if (!cleared.includes(one)) for (const id of one.decisions) rest.delete(id);
    }
    vscode.debug.removeBreakpoints(cleared.map(one => one.breakpoint));
    if (rest.size > SPLIT_MAX) return;
    vscode.debug.addBreakpoints([...rest].map(id => new vscode.FunctionBreakpoint(id)));
  }
}

/** Sets a breakpoint by name, in place of any of exactly that name. */
export function arm(name: string, condition?: string): void {
  const same = vscode.debug.breakpoints.filter(
    one => one instanceof vscode.FunctionBreakpoint && one.functionName === name,
  );
  vscode.debug.removeBreakpoints(same);
  vscode.debug.addBreakpoints([new vscode.FunctionBreakpoint(name, true, condition)]);
}

function armingOf(breakpoint: vscode.Breakpoint): Arming | null {
  if (breakpoint instanceof vscode.FunctionBreakpoint) return { kind: 'name', name: breakpoint.functionName };
  if (!(breakpoint instanceof vscode.SourceBreakpoint)) return null;
  const { uri, range } = breakpoint.location;
  return uri.scheme === ENGINE_SCHEME ? { kind: 'line', path: uri.path, line: range.start.line + 1 } : null;
}
