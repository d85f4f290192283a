/**
 * All breakpoints of a session, in the four kinds that clients set, handed to the run as stoppers. Those that
 * a client sets before its launch are bound when there is something to bind them to.
 */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { RequestError } from '../requestError';
import type { Prepared } from '../sight';
import type { Sources } from '../sources';
import { changeOf } from './changes';
import { exceptionFilters } from './exceptions';
import { parseHitCondition } from './hits';
import { type Found, type Launch, LinePlaces } from './lines';
import { logPlaces, logText } from './logText';
import { ofOutcomes, parseName } from './names';
import type { Meaning, Stopper, StopReason } from './stopper';

/** Condition, hit count and log message as a client writes them. */
interface Qualifiers {
  readonly condition?: string;
  readonly hitCondition?: string;
  readonly logMessage?: string;
}

/** A breakpoint as it was last bound. */
interface Bound {
  readonly stopper: Stopper | null;
  readonly answer: DebugProtocol.Breakpoint;
}

/** A breakpoint that a client has set; `bind` looks at it anew. */
interface Kept {
  readonly bind: () => Bound | Promise<Bound>;
  bound: Bound;
}

export class Breakpoints {
  private nextId = 1;
  private launch: Launch | null = null;
  /** Breakpoints by kind; those on lines by file. */
  private readonly kept = new Map<string, Kept[]>();
  private readonly places: LinePlaces;
  /** False in a session that was started without debugging. */
  private enabled = true;
  private armed: readonly Stopper[] | null = null;

  constructor(private readonly sources: Sources) {
    this.places = new LinePlaces(sources);
  }

  /**
   * Takes what a launch made, and binds the breakpoints set before it; unless `enabled` none stops. Answers
   * those that are otherwise now.
   */
  async use(launch: Launch, enabled: boolean): Promise<DebugProtocol.Breakpoint[]> {
    this.launch = launch;
    this.enabled = enabled;
    const changed: DebugProtocol.Breakpoint[] = [];
    for (const kept of [...this.kept.values()].flat()) {
      const before = JSON.stringify(kept.bound.answer);
      kept.bound = await kept.bind();
      if (JSON.stringify(kept.bound.answer) !== before) changed.push(kept.bound.answer);
    }
    this.armed = null;
    return changed;
  }

  /** All that can stop a run now; another array once any of it is another. */
  stoppers(): readonly Stopper[] {
    this.armed ??= this.enabled
      ? [...this.kept.values()].flat().flatMap(kept => kept.bound.stopper ?? [])
      : [];
    return this.armed;
  }

  /** `setBreakpoints`: those of one file, in place of the ones set before. */
  async setLines(
    args: DebugProtocol.SetBreakpointsArguments,
  ): Promise<DebugProtocol.SetBreakpointsResponse['body']> {
    const { source } = args;
    const breakpoints = await this.keep(`line ${source.path}`, args.breakpoints ?? [], async (id, given) => {
      const line = this.sources.ourLine(given.line);
      const found = await this.places.find(this.sources.identify(source), line, this.launch);
      if (typeof found === 'string') return unbound({ id, message: found, line: given.line });
      return this.bound(
        id,
        'breakpoint',
        given,
        found.what,
        found.meaning,
        this.placeOf(source, line, found),
      );
    });
    return { breakpoints };
  }

  private placeOf(
    source: DebugProtocol.Source,
    line: number,
    found: Found,
  ): Partial<DebugProtocol.Breakpoint> {
    const moved =
      found.line === line ? {} : { message: `Moved to line ${found.line}, the next that can stop.` };
    return { source, line: this.sources.line(found.line), ...moved };
  }

  /** `setFunctionBreakpoints`: decisions, functions and changes by name. */
  async setNames(
    args: DebugProtocol.SetFunctionBreakpointsArguments,
  ): Promise<DebugProtocol.SetFunctionBreakpointsResponse['body']> {
    const breakpoints = await this.keep('names', args.breakpoints, (id, given) => {
      const named = parseName(given.name);
      const qualifiers = { ...given, ...(named.log === null ? {} : { logMessage: named.log }) };
      if (named.kind === 'changes')
        return this.change(id, 'function breakpoint', qualifiers, named.expression);
      const place = this.places.ofOutcomes(named.outcomes);
      const meaning = ofOutcomes(named.outcomes);
      return this.bound(id, 'function breakpoint', qualifiers, named.what, meaning, place);
    });
    return { breakpoints };
  }

  /** `setDataBreakpoints`: `changes EXPR`, the expression being the `dataId`. */
  async setData(
    args: DebugProtocol.SetDataBreakpointsArguments,
  ): Promise<DebugProtocol.SetDataBreakpointsResponse['body']> {
    const breakpoints = await this.keep('data', args.breakpoints, (id, given) =>
      this.change(id, 'data breakpoint', given, given.dataId),
    );
    return { breakpoints };
  }

  /** `setExceptionBreakpoints`. */
  async setExceptions(
    args: DebugProtocol.SetExceptionBreakpointsArguments,
  ): Promise<DebugProtocol.SetExceptionBreakpointsResponse['body']> {
    const wanted: DebugProtocol.ExceptionFilterOptions[] = [
      ...args.filters.map(filterId => ({ filterId })),
      ...(args.filterOptions ?? []),
    ];
    const breakpoints = await this.keep('exceptions', wanted, (id, given) => {
      const filter = exceptionFilters.find(one => one.id === given.filterId);
      if (filter === undefined) return unbound({ id, message: `There is no filter ${given.filterId}.` });
      if (this.launch === null) return { stopper: null, answer: { id, verified: true } };
      return this.bound(id, 'exception', given, filter.label, filter.meaning(this.launch), {});
    });
    return { breakpoints };
  }

  /** `breakpointLocations`: the lines of a file that can stop. */
  async locations(
    args: DebugProtocol.BreakpointLocationsArguments,
  ): Promise<DebugProtocol.BreakpointLocationsResponse['body']> {
    const from = this.sources.ourLine(args.line);
    const to = this.sources.ourLine(args.endLine ?? args.line);
    const known = this.sources.identify(args.source);
    const lines = await this.places.stoppable(known, this.launch);
    const within = [...new Set(lines)].filter(line => from <= line && line <= to);
    return { breakpoints: within.map(line => ({ line: this.sources.line(line) })) };
  }

  /**
   * The lines of a file that can stop, counted from 1: `breakpointLocations` for the extension, whose paths
   * VS Code would rewrite in a remote window.
   */
  async stoppableLines(file: string): Promise<{ lines: number[] }> {
    const lines = await this.places.stoppable(this.sources.identify({ path: file }), this.launch);
    return { lines: [...new Set(lines)] };
  }

  /**
   * Binds the breakpoints of a kind and keeps them in place of the ones before; a refusal becomes the answer.
   */
  private async keep<G>(
    kind: string,
    given: readonly G[],
    bind: (id: number, given: G) => Bound | Promise<Bound>,
  ): Promise<DebugProtocol.Breakpoint[]> {
    const kept = await Promise.all(
      given.map(async (one): Promise<Kept> => {
        const id = this.nextId++;
        const binding = async (): Promise<Bound> => {
          try {
            return await bind(id, one);
          } catch (error) {
            if (!(error instanceof RequestError)) throw error;
            return unbound({ id, message: error.message });
          }
        };
        return { bind: binding, bound: await binding() };
      }),
    );
    this.kept.set(kind, kept);
    this.armed = null;
    return kept.map(one => one.bound.answer);
  }

  private bound(
    id: number,
    reason: StopReason,
    given: Qualifiers,
    what: string,
    meaning: Meaning,
    place: Partial<DebugProtocol.Breakpoint>,
  ): Bound {
    try {
      const stopper: Stopper = {
        id,
        reason,
        what,
        ...meaning,
        condition: given.condition ? this.conditionOf(given.condition) : null,
        hit: given.hitCondition ? parseHitCondition(given.hitCondition) : null,
        log: given.logMessage ? this.logOf(given.logMessage) : null,
      };
      const doubts = [...new Set(logPlaces(given.logMessage ?? '').flatMap(one => this.doubtOf(one)))];
      const message = [place.message ?? [], doubts].flat().join(' ');
      return { stopper, answer: { id, verified: true, ...place, ...(message === '' ? {} : { message }) } };
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      return unbound({ ...place, id, message: error.message });
    }
  }

  private change(id: number, reason: StopReason, given: Qualifiers, expression: string): Bound {
    const { evaluator } = this.launched('Values');
    evaluator.check(expression);
    const meaning = changeOf(expression, evaluator);
    const [message] = this.doubtOf(expression);
    const place = message === undefined ? {} : { message };
    return this.bound(id, reason, given, `changes ${expression}`, meaning, place);
  }

  private doubtOf(expression: string): string[] {
    const doubt = this.launched('Values').evaluator.doubt(expression);
    return doubt === null ? [] : [doubt];
  }

  private conditionOf(text: string): Prepared<boolean> {
    return this.launched('Conditions').evaluator.condition(text);
  }

  private logOf(text: string): Prepared<string> {
    return logText(text, this.launched('Log messages').evaluator);
  }

  private launched(what: string): Launch {
    if (this.launch === null) throw new RequestError(`${what} are looked at when the replay starts.`);
    return this.launch;
  }
}

function unbound(answer: Omit<DebugProtocol.Breakpoint, 'verified'>): Bound {
  return { stopper: null, answer: { verified: false, ...answer } };
}
