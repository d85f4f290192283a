/** The cursor of a session: running, stepping and jumping, in both directions. Where it stands is a moment of the replay. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Stopper } from './breakpoints/stopper';
import { parseChange } from './change';
import type { ConsoleLines } from './consoleLines';
import type { Conversation } from './conversation';
import { Handles } from './handles';
import { compareMoments, type Moment, type Reach } from './moment';
import { decisionsIn } from './places';
import type { Reading } from './reading';
import { RequestError } from './requestError';
import type { Outcome, Runner } from './runner';
import type { Sources } from './sources';
import type { Timeline } from './timeline';

type Stopped = Parameters<Conversation['stopped']>[0];

/** What movement works with. */
export interface MovementParts {
  readonly timeline: Timeline;
  readonly reading: Reading;
  readonly runner: Runner;
  readonly conversation: Conversation;
  readonly consoleLines: ConsoleLines;
  readonly sources: Sources;
}

export class Movement {
  private readonly targets = new Handles<Moment>();
  private running = false;

  constructor(private readonly parts: MovementParts) {}

  /** The first run, once the client has set its breakpoints. */
  begin(stopOnEntry: boolean, stopAt: number | null): void {
    if (stopAt !== null) this.goToFrame(stopAt);
    else if (stopOnEntry) this.arriveOrEnd(this.firstFrom(0), { reason: 'entry' });
    else this.run();
  }

  /** Runs on to the next stop. At the end of the capture it ends the session. */
  continue(): DebugProtocol.ContinueResponse['body'] {
    this.refuseWhileRunning();
    if (this.parts.reading.at === null) this.parts.conversation.terminated();
    else this.run();
    return { allThreadsContinued: true };
  }

  /** Goes back to the previous stop of any kind. */
  reverseContinue(): void {
    this.refuseWhileRunning();
    const from = this.parts.reading.at;
    this.start(() => this.parts.runner.backward(from), 'back');
  }

  /** Stops a run where it is. */
  pause(): void {
    if (this.running) this.parts.runner.interrupt('pause');
    else this.stopped({ reason: 'pause' });
  }

  /** Leaves a run that the client no longer wants, and stops where it came to. */
  cancel(): void {
    if (this.running) this.parts.runner.interrupt('pause');
  }

  /** Ends whatever runs. */
  stop(): void {
    this.parts.runner.interrupt('stop');
  }

  /** Steps forward; past the last step of a packet comes the first of the next. */
  forward(reach: Reach): void {
    this.refuseWhileRunning();
    const { timeline, reading } = this.parts;
    const { at } = reading;
    const next = at === null ? null : (timeline.after(at, reach) ?? this.firstFrom(at.event + 1));
    this.arriveOrEnd(next, { reason: 'step' });
  }

  /** Steps back; before the first step of a packet comes the end of the one before. */
  back(reach: Reach): void {
    this.refuseWhileRunning();
    const { timeline, reading } = this.parts;
    const { at } = reading;
    const within = at === null ? null : timeline.before(at, reach);
    const event = at === null ? timeline.replay.events : at.event;
    const previous = within ?? this.lastBefore(event);
    if (previous === null) this.stopped({ reason: 'step', description: 'Beginning of capture' });
    else this.arrive(previous, { reason: 'step' });
  }

  /** Starts over: changes by the user are taken back. */
  restart(): void {
    this.refuseWhileRunning();
    const { timeline, reading, runner } = this.parts;
    timeline.undoAll();
    runner.restart();
    timeline.replay.goTo(0);
    reading.move(null);
    this.run(true);
  }

  /** Goes back to where a function was entered, or the packet arrived. */
  restartFrame(frameId: number): void {
    this.refuseWhileRunning();
    const at = this.standing();
    const step = this.parts.reading.entryOf(frameId);
    this.arrive({ event: at.event, step }, { reason: 'restart' });
  }

  /** Steps of the packet under way that stand on a line. */
  gotoTargets(args: DebugProtocol.GotoTargetsArguments): DebugProtocol.GotoTargetsResponse['body'] {
    const { sources, timeline } = this.parts;
    const known = sources.identify(args.source);
    const { event } = this.standing();
    this.targets.clear();
    if (known?.kind !== 'engine') return { targets: [] };
    const line = sources.ourLine(args.line);
    const points = decisionsIn(known.file).flatMap(place => (place.line === line ? [place.point.id] : []));
    const targets = timeline.recorded(event).steps.flatMap((step, i): DebugProtocol.GotoTarget[] => {
      if (step.point === null || !points.includes(step.point.id)) return [];
      const id = this.targets.add({ event, step: i });
      return [{ id, label: `${step.point.id}, step ${i + 1}`, line: args.line }];
    });
    return { targets };
  }

  /** Goes to a target of the last `gotoTargets`. */
  goto(targetId: number): void {
    this.refuseWhileRunning();
    const moment = this.targets.get(targetId);
    if (moment === undefined)
      throw new RequestError('That target is no longer there; ask for targets again.');
    this.arrive(moment, { reason: 'goto' });
  }

  /** Goes to the arrival of a frame, or to one of its steps. Both count from 1. */
  goToFrame(frame: number, step?: number): void {
    this.refuseWhileRunning();
    const { timeline } = this.parts;
    const { replay } = timeline;
    const count = replay.script.order.length;
    if (!Number.isInteger(frame) || frame < 1 || frame > count) {
      throw new RequestError(`There is no frame ${frame}; the frames are 1 to ${count}.`);
    }
    replay.runPast(frame - 1);
    const event = replay.eventOf(frame - 1);
    if (event >= replay.events || replay.past(event).kind !== 'frame') {
      throw new RequestError(`Frame ${frame} did not arrive: the machine sent it, or no interface takes it.`);
    }
    const { steps } = timeline.recorded(event);
    const moment =
      step === undefined ? timeline.first(event) : { event, step: clamp(step - 1, steps.length) };
    this.arrive(moment, { reason: 'goto' });
  }

  /** Goes to the next or previous packet, or to the next one that the same decision settled. */
  nextPacket(by: 1 | -1, sameReason: boolean): void {
    this.refuseWhileRunning();
    const { timeline, reading } = this.parts;
    const { replay } = timeline;
    const from = reading.at?.event ?? replay.events;
    if (sameReason) this.standing();
    const reason = sameReason ? replay.paths.settledBy(replay.past(from).path) : -1;
    for (let event = from + by; event >= 0 && replay.haveRun(event); event += by) {
      const { kind, path } = replay.past(event);
      if (kind !== 'frame') continue;
      if (!sameReason) {
        this.arrive(timeline.first(event), { reason: 'goto' });
        return;
      }
      if (replay.paths.settledBy(path) !== reason) continue;
      this.arrive(timeline.settled(event), { reason: 'goto' });
      return;
    }
    throw new RequestError(
      sameReason ? 'No further packet was settled by this decision.' : 'There is no further packet.',
    );
  }

  /** Runs the event again from here with another value. */
  setVariable(args: DebugProtocol.SetVariableArguments): DebugProtocol.SetVariableResponse['body'] {
    return { value: this.change(this.parts.reading.expressionOf(args), args.value) };
  }

  setExpression(args: DebugProtocol.SetExpressionArguments): DebugProtocol.SetExpressionResponse['body'] {
    return { value: this.change(args.expression, args.value) };
  }

  private change(expression: string, value: string): string {
    this.refuseWhileRunning();
    const { timeline, reading, conversation } = this.parts;
    const at = this.standing();
    timeline.change(parseChange(expression, value, at, reading.evaluator, timeline));
    reading.move(at);
    conversation.invalidated(['all']);
    return reading.evaluator.text(expression, at) ?? value;
  }

  /** A command of the console; null when it is none. */
  command(text: string): DebugProtocol.EvaluateResponse['body'] | null {
    if (text.trim() === 'why') return { result: this.parts.reading.why(), variablesReference: 0 };
    const goto = /^\s*goto\s+(\d+)(?:\.(\d+))?\s*$/.exec(text);
    if (goto === null) return null;
    this.goToFrame(Number(goto[1]), goto[2] === undefined ? undefined : Number(goto[2]));
    return { result: this.parts.reading.title(), variablesReference: 0 };
  }

  /** The moment the session stands at. Throws RequestError at the end of the capture. */
  private standing(): Moment {
    const { at } = this.parts.reading;
    if (at === null) throw new RequestError('The session is at the end of the capture, at no packet.');
    return at;
  }

  private refuseWhileRunning(): void {
    if (this.running) throw new RequestError('The replay is running; pause it first.');
  }

  private firstFrom(event: number): Moment | null {
    const { replay } = this.parts.timeline;
    for (let next = event; replay.haveRun(next); next++) {
      if (replay.past(next).kind !== 'passed') return this.parts.timeline.first(next);
    }
    return null;
  }

  private lastBefore(event: number): Moment | null {
    const { replay } = this.parts.timeline;
    for (let previous = event - 1; previous >= 0; previous--) {
      if (replay.past(previous).kind !== 'passed') return this.parts.timeline.end(previous);
    }
    return null;
  }

  private run(afresh = false): void {
    const from = afresh ? null : this.parts.reading.at;
    const { consoleLines, runner, timeline } = this.parts;
    consoleLines.beginRun();
    this.start(() => runner.forward(from, event => consoleLines.passed(timeline.replay, event)), 'on');
  }

  private start(going: () => Promise<Outcome>, direction: 'on' | 'back'): void {
    this.running = true;
    // The answer to the request that started it goes out first.
    Promise.resolve()
      .then(going)
      .then(
        outcome => this.came(outcome, direction),
        error => this.failed(error),
      );
  }

  private came(outcome: Outcome, direction: 'on' | 'back'): void {
    this.running = false;
    if (outcome.kind === 'stopped') return;
    if (direction === 'on') this.parts.consoleLines.endRun();
    if (outcome.kind === 'hit') this.arrive(outcome.moment, stoppedAt(outcome.stoppers));
    else if (outcome.kind === 'paused') this.pausedAfter(this.parts.timeline.replay.cursor);
    else if (direction === 'on') this.arriveOrEnd(null, { reason: 'pause' });
    else this.arriveOrEnd(this.firstFrom(0), { reason: 'entry', description: 'Beginning of capture' });
  }

  private pausedAfter(events: number): void {
    this.arriveOrEnd(this.lastBefore(events), { reason: 'pause' });
  }

  private failed(error: unknown): void {
    this.running = false;
    const output = error instanceof Error ? error.message : String(error);
    this.parts.conversation.output({ category: 'stderr', output });
    this.parts.conversation.terminated();
  }

  private arriveOrEnd(moment: Moment | null, why: Stopped): void {
    if (moment !== null) {
      this.arrive(moment, why);
      return;
    }
    this.parts.reading.move(null);
    this.stopped({ reason: 'pause', description: 'End of capture', text: this.parts.consoleLines.summary() });
  }

  private arrive(moment: Moment, why: Stopped): void {
    const { reading, consoleLines } = this.parts;
    const before = reading.at;
    reading.move(moment);
    consoleLines.arrived(moment, before === null || compareMoments(before, moment) !== 0);
    this.stopped({ ...why, description: why.description ?? reading.title() });
  }

  private stopped(why: Stopped): void {
    this.parts.conversation.stopped(why);
  }
}

function stoppedAt(stoppers: readonly Stopper[]): Stopped {
  const ids = stoppers.filter(one => one.id > 0).map(one => one.id);
  const first = stoppers.find(one => one.reason !== 'exception') ?? stoppers[0];
  return { reason: first.reason, text: first.what, ...(ids.length > 0 ? { hitBreakpointIds: ids } : {}) };
}

function clamp(value: number, greatest: number): number {
  return Math.max(0, Math.min(value, greatest));
}
