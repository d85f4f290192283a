/** All breakpoints of a session: set by the client in four kinds, handed to the run as stoppers. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import * as running from '#stack/running';
import type { Recorded } from '../../replay/replay';
import type { DecisionPoint } from '../../stack/trace';
import type { Evaluator } from '../evaluator';
import type { Program } from '../launch';
import { decisionsIn, decisionsMirroring, engineFiles, placeOfDecision } from '../places';
import { RequestError } from '../requestError';
import type { KnownFile, Sources } from '../sources';
import { changedAt } from './changes';
import { exceptionFilters } from './exceptions';
import { parseHitCondition } from './hits';
import { logText } from './logText';
import { parseName } from './names';
import { stackLineSteps, stoppableLines } from './stackLines';
import type { MomentTest, MomentText, Stopper } from './stopper';

/** Condition, hit count and log message as a client writes them. */
interface Qualifiers {
  readonly condition?: string;
  readonly hitCondition?: string;
  readonly logMessage?: string;
}

type What = Pick<Stopper, 'reason' | 'what' | 'mayBe' | 'line' | 'probe' | 'steps'>;

export class Breakpoints {
  private nextId = 1;
  private program: Program | null = null;
  private evaluator: Evaluator | null = null;
  private readonly lines = new Map<string, Stopper[]>();
  private names: Stopper[] = [];
  private data: Stopper[] = [];
  private exceptions: Stopper[] = [];

  constructor(private readonly sources: Sources) {}

  /** Takes what a launch made. Breakpoints set before are looked at again when the client sends them, after `initialized`. */
  use(program: Program, evaluator: Evaluator): void {
    this.program = program;
    this.evaluator = evaluator;
  }

  /** All that can stop a run now. */
  stoppers(): Stopper[] {
    return [...[...this.lines.values()].flat(), ...this.names, ...this.data, ...this.exceptions];
  }

  /** `setBreakpoints`: those of one file, in place of the ones set before. */
  setLines(args: DebugProtocol.SetBreakpointsArguments): DebugProtocol.SetBreakpointsResponse['body'] {
    const key = args.source.path ?? '';
    const known = this.sources.identify(args.source);
    const stoppers: Stopper[] = [];
    const breakpoints = (args.breakpoints ?? []).map(given => {
      const bound = this.bind(known, args.source, this.sources.ourLine(given.line), given);
      if (bound.stopper !== null) stoppers.push(bound.stopper);
      return bound.answer;
    });
    this.lines.set(key, stoppers);
    return { breakpoints };
  }

  private bind(
    known: KnownFile | null,
    source: DebugProtocol.Source,
    line: number,
    given: DebugProtocol.SourceBreakpoint,
  ): { stopper: Stopper | null; answer: DebugProtocol.Breakpoint } {
    const unbound = (message: string) => ({
      stopper: null,
      answer: { id: this.nextId++, verified: false, message, line: this.sources.line(line) },
    });
    if (known === null) {
      return unbound(
        'Packet Debugger stops in .stack files, in its engine and in the kernel files it mirrors.',
      );
    }
    const found = this.find(known, line);
    if (typeof found === 'string') return unbound(found);
    return this.answer(given, found.what, {
      source,
      line: this.sources.line(found.line),
      ...(found.line === line ? {} : { message: `Moved to line ${found.line}, the next that can stop.` }),
    });
  }

  /** What a line of a known file stops on, or why it does not. */
  private find(known: KnownFile, line: number): { what: What; line: number } | string {
    if (known.kind === 'engine') {
      const next = decisionsIn(known.file).find(place => place.line >= line);
      if (next === undefined) return `No decision is taken in ${known.file} from this line on.`;
      return { what: ofDecision(next.point, 'breakpoint'), line: next.line };
    }
    if (known.kind === 'kernel') {
      const point = decisionsMirroring(`freebsd-${known.file}`, line)[0];
      if (point === undefined) return `No decision of the engine mirrors line ${line} of ${known.file}.`;
      return { what: ofDecision(point, 'breakpoint'), line };
    }
    if (this.program === null) return 'The line is looked at when the replay starts.';
    const stop = this.stackLines(this.program).find(candidate => candidate >= line);
    if (stop === undefined) return 'Nothing on this line or after it happens to a packet.';
    return {
      what: {
        reason: 'breakpoint',
        what: `line ${stop}`,
        mayBe: () => false,
        line: stop,
        steps: recorded => stackLineSteps(recorded, stop),
      },
      line: stop,
    };
  }

  /** `setFunctionBreakpoints`: decisions, functions and changes by name. */
  setNames(
    args: DebugProtocol.SetFunctionBreakpointsArguments,
  ): DebugProtocol.SetFunctionBreakpointsResponse['body'] {
    this.names = [];
    const breakpoints = args.breakpoints.map(given => {
      try {
        const named = parseName(given.name);
        const what =
          named.kind === 'changes'
            ? this.ofChange(named.expression, 'function breakpoint')
            : ofOutcomes(named.outcomes, named.what, 'function breakpoint');
        const { stopper, answer } = this.answer(
          { ...given, ...(named.log === null ? {} : { logMessage: named.log }) },
          what,
          named.kind === 'changes' ? {} : this.placeOf(named.outcomes),
        );
        if (stopper !== null) this.names.push(stopper);
        return answer;
      } catch (error) {
        return this.refused(error);
      }
    });
    return { breakpoints };
  }

  /** `setDataBreakpoints`: `changes EXPR`, the expression being the `dataId`. */
  setData(args: DebugProtocol.SetDataBreakpointsArguments): DebugProtocol.SetDataBreakpointsResponse['body'] {
    this.data = [];
    const breakpoints = args.breakpoints.map(given => {
      try {
        const { stopper, answer } = this.answer(given, this.ofChange(given.dataId, 'data breakpoint'), {});
        if (stopper !== null) this.data.push(stopper);
        return answer;
      } catch (error) {
        return this.refused(error);
      }
    });
    return { breakpoints };
  }

  /** `setExceptionBreakpoints`. */
  setExceptions(
    args: DebugProtocol.SetExceptionBreakpointsArguments,
  ): DebugProtocol.SetExceptionBreakpointsResponse['body'] {
    this.exceptions = [];
    const wanted: DebugProtocol.ExceptionFilterOptions[] = [
      ...args.filters.map(filterId => ({ filterId })),
      ...(args.filterOptions ?? []),
    ];
    const breakpoints = wanted.map((given): DebugProtocol.Breakpoint => {
      const filter = exceptionFilters.find(one => one.id === given.filterId);
      if (filter === undefined) return { verified: false, message: `There is no filter ${given.filterId}.` };
      try {
        const condition = given.condition ? this.conditionOf(given.condition) : null;
        this.exceptions.push({
          id: 0,
          reason: 'exception',
          what: filter.label,
          mayBe: filter.mayBe,
          steps: recorded => oneStep(filter.stepOf(recorded)),
          condition,
          hit: null,
          log: null,
        });
        return { verified: true };
      } catch (error) {
        return this.refused(error);
      }
    });
    return { breakpoints };
  }

  /** `breakpointLocations`: the lines of a file that can stop. */
  locations(
    args: DebugProtocol.BreakpointLocationsArguments,
  ): DebugProtocol.BreakpointLocationsResponse['body'] {
    const known = this.sources.identify(args.source);
    const from = this.sources.ourLine(args.line);
    const to = this.sources.ourLine(args.endLine ?? args.line);
    const lines = this.stoppable(known, from, to).filter(line => from <= line && line <= to);
    return { breakpoints: [...new Set(lines)].map(line => ({ line: this.sources.line(line) })) };
  }

  private stoppable(known: KnownFile | null, from: number, to: number): number[] {
    if (known?.kind === 'engine') return decisionsIn(known.file).map(place => place.line);
    if (known?.kind === 'stack' && this.program !== null) return this.stackLines(this.program);
    if (known?.kind !== 'kernel') return [];
    const lines: number[] = [];
    // A client may ask for a whole file; kernel files have no more lines than this.
    for (let line = from; line <= Math.min(to, from + 10_000); line++) {
      if (decisionsMirroring(`freebsd-${known.file}`, line).length > 0) lines.push(line);
    }
    return lines;
  }

  private stackLines({ document, replay }: Program): number[] {
    return stoppableLines(document, replay.checkpoints.all[0].host);
  }

  private answer(
    given: Qualifiers,
    what: What,
    place: Partial<DebugProtocol.Breakpoint>,
  ): { stopper: Stopper | null; answer: DebugProtocol.Breakpoint } {
    const id = this.nextId++;
    try {
      const stopper: Stopper = {
        id,
        ...what,
        condition: given.condition ? this.conditionOf(given.condition) : null,
        hit: given.hitCondition ? parseHitCondition(given.hitCondition) : null,
        log: given.logMessage ? this.logOf(given.logMessage) : null,
      };
      return { stopper, answer: { id, verified: true, ...place } };
    } catch (error) {
      return { stopper: null, answer: { ...place, ...this.refused(error), id } };
    }
  }

  private refused(error: unknown): DebugProtocol.Breakpoint {
    if (!(error instanceof RequestError)) throw error;
    return { id: this.nextId++, verified: false, message: error.message };
  }

  /** Conditions are checked when they are set; what they look at exists from the launch on. */
  private conditionOf(text: string): MomentTest {
    const evaluator = this.evaluating();
    const test = evaluator.condition(text);
    return moment => test(moment);
  }

  private logOf(text: string): MomentText {
    return logText(text, this.evaluating());
  }

  private evaluating(): Evaluator {
    if (this.evaluator === null) throw new RequestError('Conditions are looked at when the replay starts.');
    return this.evaluator;
  }

  private ofChange(expression: string, reason: Stopper['reason']): What {
    const evaluator = this.evaluating();
    evaluator.check(expression);
    return {
      reason,
      what: `changes ${expression}`,
      mayBe: () => true,
      steps: recorded => changedAt(recorded, expression, evaluator),
    };
  }

  private placeOf(outcomes: ReadonlySet<number>): Partial<DebugProtocol.Breakpoint> {
    const ids = new Set([...outcomes].map(outcome => running.decisionOfOutcome[outcome].id));
    if (ids.size !== 1) return {};
    const place = placeOfDecision([...ids][0]);
    if (place === null || !engineFiles().includes(place.file)) return {};
    return { source: this.sources.engine(place.file), line: this.sources.line(place.line) };
  }
}

function oneStep(step: number | null): number[] {
  return step === null ? [] : [step];
}

function ofDecision(point: DecisionPoint, reason: Stopper['reason']): What {
  return ofOutcomes(new Set(point.outcomes.map((_, i) => point.first + i)), point.id, reason);
}

function ofOutcomes(outcomes: ReadonlySet<number>, what: string, reason: Stopper['reason']): What {
  return {
    reason,
    what,
    mayBe: (replay, path) => replay.paths.outcomesOf(path).some(outcome => outcomes.has(outcome)),
    *steps(recorded: Recorded) {
      for (const [step, { outcome }] of recorded.steps.entries()) if (outcomes.has(outcome)) yield step;
    },
  };
}
