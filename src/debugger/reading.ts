/** What a session shows where it stands: frames, scopes, variables, memory, and the reasons. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { panicOf } from '../replay/panic';
import type { Recorded } from '../replay/recorded';
import type { Host } from '../stack/host';
import type { Client } from './client';
import { completionsAt } from './completions';
import { type Position, THREAD } from './conversation';
import { type Evaluated, Evaluator } from './evaluator';
import { exceptionInfo } from './exceptionInfo';
import { Frames } from './frames';
import { inHex } from './hexadecimal';
import type { KernelLine } from './kernel/kernelLine';
import type { Program } from './launch';
import { packetReference, readMemory } from './memory';
import type { Moment } from './moment';
import { RequestError } from './requestError';
import { ShownVariables } from './shownVariables';
import type { Sources } from './sources';
import type { Timeline } from './timeline';
import { describedAt, eventTitle } from './titles';
import { Traces } from './traces';
import { type Scope, scopesAt, tablesOf } from './variables/scopes';
import { verdictOf, whyText } from './why';

const nowhere = { capture: '', frame: 0 } as const;

export class Reading {
  /**
   * Where the session stands; null at the end of the capture, and before it has stopped for the first time.
   */
  at: Moment | null = null;
  /** Why the session stopped here, when it is more than the packet's verdict. */
  told: string | null = null;
  readonly evaluator: Evaluator;
  readonly traces: Traces;
  readonly shown: ShownVariables;
  private readonly frames: Frames;
  /** True at the end of the capture. */
  private atEnd = false;

  constructor(
    private readonly program: Program,
    private readonly timeline: Timeline,
    readonly sources: Sources,
    private readonly client: () => Client,
  ) {
    this.evaluator = new Evaluator(timeline);
    this.traces = new Traces(program, timeline, sources);
    this.shown = new ShownVariables(sources, this.evaluator);
    this.frames = new Frames(sources);
  }

  /** The session stands elsewhere: what was handed out before is void. */
  move(moment: Moment | null): void {
    this.at = moment;
    this.atEnd = false;
    this.told = null;
    this.frames.clear();
    this.shown.clear();
  }

  /** The session stands at the end of the capture. */
  moveToEnd(): void {
    this.move(null);
    this.atEnd = true;
  }

  threads(): DebugProtocol.Thread[] {
    return this.timeline.replay.hosts.map(({ name }, number) => ({ id: THREAD + number, name }));
  }

  /** Number of the host in which the session stands: that of the event. */
  hostNumber(): number {
    return this.at === null ? 0 : this.timeline.replay.past(this.at.event).number;
  }

  /** One line about an event, marked when the user has changed it. */
  packetTitle(event: number): string {
    const title = eventTitle(this.program, this.timeline, event);
    return this.isChanged(event) ? `${title} (changed by you)` : title;
  }

  private isChanged(event: number): boolean {
    return this.timeline.changesOf(event).length > 0;
  }

  /** One line about where the session stands. */
  title(): string {
    if (this.at === null) return this.timeline.replay.panic === null ? 'End of capture' : 'Kernel panic';
    const recorded = this.recorded();
    const { step } = this.at;
    const here = recorded.steps[step];
    if (here !== undefined && here.depth > 0) return here.point?.id ?? here.function;
    return this.verdict() || this.packetTitle(this.at.event);
  }

  /** Where the session stands, as an editor of captures counts. */
  position(): Position {
    const { capturesBeside: beside } = this.program;
    const values = this.at === null ? [] : this.timeline.changesOf(this.at.event).map(({ text }) => text);
    const changed = values.length === 0 ? {} : { changed: { values, verdict: this.verdict() } };
    const place = this.at === null ? nowhere : this.placeOf(this.at.event);
    return { ...place, beside, step: this.at?.step ?? 0, ...changed };
  }

  /**
   * The frame that an event is; for any other its number, and the capture of the frame that it stems from, or
   * else came after.
   */
  private placeOf(event: number): Pick<Position, 'capture' | 'frame' | 'event'> {
    const { names } = this.program;
    const { replay } = this.timeline;
    const { position } = replay.past(event);
    const { extras } = replay;
    if (!extras.isExtra(event)) return names.at(position) ?? nowhere;
    const k = extras.before(event);
    const near = position >= 0 ? position : Math.max(0, extras.positions[k] - 1);
    const capture = names.at(near)?.capture ?? '';
    return { capture, frame: 0, event: { number: k + 1, time: extras.times[k] } };
  }

  /**
   * Position, from 1 and over all captures, of a frame that is counted in its own; `frame` itself without a
   * capture. Throws RequestError.
   */
  frameNumber(frame: number, capture: string | undefined): number {
    if (capture === undefined) return frame;
    const which = this.program.captures.indexOf(capture);
    const position = Number.isInteger(frame)
      ? this.timeline.replay.script.order.position(which, frame - 1)
      : -1;
    if (position < 0) throw new RequestError(`There is no frame ${frame} of ${capture} in this replay.`);
    return position + 1;
  }

  /** The verdict of the packet the session stands in, as a sentence. */
  verdict(): string {
    return this.at === null ? '' : verdictOf(this.program.replay, this.program.names, this.recorded());
  }

  /** Why the kernel stopped, in sentences; null while it was not seen to. */
  panic(): string | null {
    return panicOf(this.program.replay, this.program.names)?.text ?? null;
  }

  /** The sentence and the chain of decisions. Throws RequestError at the end of the capture. */
  why(): string {
    return whyText(this.program, this.recorded(), this.sources);
  }

  /**
   * The user's own kernel line that a frame mirrors, or why there is none; nothing for a frame that mirrors
   * none.
   */
  kernelLine(frameId: number): KernelLine | undefined {
    if (this.frames.hostOf(frameId) !== null) return undefined;
    const frame = this.frames.get(frameId);
    const kernel = frame === 'arrival' ? null : this.recorded().steps[frame.step].point?.kernel;
    if (!kernel) return undefined;
    const found = this.sources.kernel.lineOf(kernel);
    return found ?? { message: 'no folder with kernel sources is named: set packetDebugger.kernelSources' };
  }

  /** A place in the `.stack` file; `from` counts from 0. */
  stackPlace(line: number, from: number): Partial<DebugProtocol.OutputEvent['body']> {
    const source = this.sources.stack();
    return source === undefined
      ? {}
      : { source, line: this.sources.line(line), column: this.sources.column(from) };
  }

  stackTrace(args: DebugProtocol.StackTraceArguments): DebugProtocol.StackTraceResponse['body'] {
    const number = args.threadId - THREAD;
    const hosts = this.timeline.replay.hosts.length;
    if (!Number.isInteger(number) || number < 0 || number >= hosts) {
      throw new RequestError(`There is no thread ${args.threadId}: the hosts are threads 1 to ${hosts}.`);
    }
    if (this.at === null || number !== this.hostNumber()) {
      const host = this.hostsHere()[number];
      return host === undefined ? { stackFrames: [], totalFrames: 0 } : this.hostTrace(host, number);
    }
    const { event, step } = this.at;
    const title = eventTitle(this.program, this.timeline, event);
    return this.frames.stackTrace(this.recorded(), step, title, this.isChanged(event), args);
  }

  /** All hosts as they are where the session stands; none before it has stopped anywhere. */
  private hostsHere(): readonly Host[] {
    if (this.at !== null) return this.recorded().hosts;
    return this.atEnd ? this.timeline.replay.hosts : [];
  }

  private hostTrace(host: Host, number: number): DebugProtocol.StackTraceResponse['body'] {
    const several = this.program.document.hosts.length > 0;
    const name =
      this.at !== null ? `${host.name} is idle` : several ? `${host.name}: ${this.title()}` : this.title();
    return this.frames.hostTrace(host, name, describedAt(this.program, number));
  }

  /** The step at which a shown frame began: its function's first decision, or the packet's. */
  entryOf(frameId: number): number {
    return this.frames.entryOf(frameId, this.recorded());
  }

  scopes(args: DebugProtocol.ScopesArguments): DebugProtocol.ScopesResponse['body'] {
    const host = this.frames.hostOf(args.frameId);
    return host === null
      ? this.shown.scopes(this.scopesHere(args.frameId), { host: this.recorded().host, readOnly: false })
      : this.shown.scopes(tablesOf(host), { host, readOnly: true });
  }

  private scopesHere(frameId: number): Scope[] {
    const frame = this.frames.get(frameId);
    const at = this.standing();
    return scopesAt(this.recorded(), at, frame, this.timeline.hostAt(at), this);
  }

  evaluate(args: DebugProtocol.EvaluateArguments): DebugProtocol.EvaluateResponse['body'] {
    const { text, type, at } = this.evaluated(args);
    return {
      result: args.format?.hex === true ? inHex(text) : text,
      type,
      variablesReference: 0,
      ...(at === null ? {} : { memoryReference: this.packetMemory() }),
    };
  }

  /** In a host in which nothing happens only what it bears itself has a value. */
  private evaluated({ expression, frameId }: DebugProtocol.EvaluateArguments): Evaluated {
    const host = frameId === undefined ? null : this.frames.hostOf(frameId);
    const value = host === null ? null : this.evaluator.ofHost(expression, host, this.hostsHere());
    return value ?? this.evaluator.evaluate(expression, this.standing());
  }

  completions(args: DebugProtocol.CompletionsArguments): DebugProtocol.CompletionsResponse['body'] {
    const column = Math.max(0, Math.min(args.column - this.client().column(0), args.text.length));
    const recorded = this.at === null ? null : this.recorded();
    return { targets: completionsAt(args.text, column, this.timeline.replay.host, recorded) };
  }

  /** Why the session stopped on a drop. */
  exceptionInfo(): DebugProtocol.ExceptionInfoResponse['body'] {
    return exceptionInfo(this.recorded(), this.told ?? this.verdict(), this.traces, this.sources);
  }

  readMemory(args: DebugProtocol.ReadMemoryArguments): DebugProtocol.ReadMemoryResponse['body'] {
    return readMemory(args, this.timeline, this.evaluator);
  }

  /** Reference of the packet as memory, where the session stands. */
  packetMemory(): string {
    return packetReference(this.standing());
  }

  /** Where the session stands. Throws RequestError at the end of the capture. */
  standing(): Moment {
    if (this.at === null)
      throw new RequestError('The session stands at no packet: it runs, or the capture is at its end.');
    return this.at;
  }

  /** The event the session stands in. Throws RequestError at the end of the capture. */
  recorded(): Recorded {
    return this.timeline.recorded(this.standing().event);
  }
}
