/** What a session shows where it stands: frames, scopes, variables, memory, and the reasons. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import * as running from '#stack/running';
import { panicOf } from '../replay/panic';
import type { Recorded } from '../replay/recorded';
import type { Client } from './client';
import { completionsAt } from './completions';
import { type Position, THREAD } from './conversation';
import { Evaluator } from './evaluator';
import { Frames } from './frames';
import { Handles } from './handles';
import type { KernelLine } from './kernel/kernelLine';
import type { Program } from './launch';
import { packetReference, readMemory } from './memory';
import type { Moment } from './moment';
import { RequestError } from './requestError';
import type { Sources } from './sources';
import type { Timeline } from './timeline';
import { eventTitle } from './titles';
import type { Node } from './variables/node';
import { type Scope, scopesAt, tablesOf } from './variables/scopes';
import { decidingText, traceLines, verdictOf, whyText } from './why';

type Place = DebugProtocol.LocationsResponse['body'] & object;

export class Reading {
  /** Where the session stands; null at the end of the capture. */
  at: Moment | null = null;
  /** Why the session stopped here, when it is more than the packet's verdict. */
  told: string | null = null;
  readonly evaluator: Evaluator;
  private readonly frames: Frames;
  private readonly nodes = new Handles<Node>();
  private readonly places = new Handles<Place>();

  constructor(
    private readonly program: Program,
    private readonly timeline: Timeline,
    readonly sources: Sources,
    private readonly client: () => Client,
  ) {
    this.evaluator = new Evaluator(timeline);
    this.frames = new Frames(sources);
  }

  /** The session stands elsewhere: what was handed out before is void. */
  move(moment: Moment | null): void {
    this.at = moment;
    this.told = null;
    this.frames.clear();
    this.renew();
  }

  /** A value was changed where the session stands: variables are void, frames stay for clients that go on to ask for scopes. */
  renew(): void {
    this.nodes.clear();
    this.places.clear();
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
    const past = this.at === null ? null : this.timeline.replay.past(this.at.event);
    const isFrame = past !== null && (past.kind === 'frame' || past.kind === 'passed');
    const { names, capturesBeside: beside } = this.program;
    const { capture, frame } = (isFrame ? names.at(past.position) : null) ?? { capture: '', frame: 0 };
    const values = this.at === null ? [] : this.timeline.changesOf(this.at.event).map(({ text }) => text);
    const changed = values.length === 0 ? {} : { changed: { values, verdict: this.verdict() } };
    return { capture, beside, frame, step: this.at?.step ?? 0, ...changed };
  }

  /** Position, from 1 and over all captures, of a frame that is counted in its own; `frame` itself without a capture. Throws RequestError. */
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

  /** The steps of a frame as the lines of a document: line n is step n, the last line the verdict. Throws RequestError when it has not arrived. */
  trace(frame: number): { text: string } {
    const { replay } = this.timeline;
    const event = Number.isInteger(frame) && frame > 0 ? replay.eventOf(frame - 1) : replay.events;
    if (event >= replay.events || replay.past(event).kind !== 'frame') {
      throw new RequestError(`Frame ${frame} has not arrived.`);
    }
    const recorded = this.timeline.recorded(event);
    const verdict = verdictOf(this.program.replay, this.program.names, recorded);
    return { text: [...traceLines(recorded), verdict].join('\n') };
  }

  /** How often each decision was taken so far, by its id. */
  decisionCounts(): Record<string, number> {
    const counts: Record<string, number> = {};
    const { replay } = this.timeline;
    for (const [path, times] of replay.pathCounts().entries()) {
      for (const outcome of times > 0 ? replay.paths.outcomesOf(path) : []) {
        const { id } = running.decisionOfOutcome[outcome];
        counts[id] = (counts[id] ?? 0) + times;
      }
    }
    return counts;
  }

  /** How many events so far used what each line of the `.stack` file made, by line from 1; lines that none used are left out. */
  lineCounts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const [line, count] of this.timeline.replay.lines.counts.entries())
      if (count > 0) counts[line] = count;
    return counts;
  }

  /** The user's own kernel line that a frame mirrors, or why there is none; nothing for a frame that mirrors none. */
  kernelLine(frameId: number): KernelLine | undefined {
    const frame = this.frames.get(frameId);
    const kernel = frame === 'arrival' ? null : this.recorded().steps[frame.step].point?.kernel;
    if (!kernel) return undefined;
    const found = this.sources.kernel.lineOf(kernel);
    return found ?? { message: 'no folder with kernel sources is named: set packetDebugger.kernelSources' };
  }

  /** Where a console line leads: the packet's steps as a document. */
  traceSource({ event, step }: Moment): Partial<DebugProtocol.OutputEvent['body']> {
    const { position, kind } = this.timeline.replay.past(event);
    return kind === 'frame' ? this.traceOfFrame(position + 1, step) : {};
  }

  /** The steps of a frame, from 1, as a place; `step` counts from 0. */
  traceOfFrame(frame: number, step: number): Partial<DebugProtocol.OutputEvent['body']> {
    return {
      source: { name: `Frame ${frame}`, path: `packet-trace:/${frame}` },
      line: this.sources.line(step + 1),
    };
  }

  /** A moment as people write it, and the console command `goto` takes it: `417.3` is the third step of frame 417. */
  momentText({ event, step }: Moment): string {
    const { kind, position } = this.timeline.replay.past(event);
    return kind === 'frame' ? `${position + 1}.${step + 1}` : `${kind}.${step + 1}`;
  }

  /** The decisions of an event, each with its step, question and answer. */
  decisionLines(event: number): { step: number; text: string }[] {
    const recorded = this.timeline.recorded(event);
    return traceLines(recorded).flatMap((text, step) =>
      recorded.steps[step].point === null ? [] : [{ step, text: text.trim() }],
    );
  }

  /** A place in the `.stack` file; `from` counts from 0. */
  stackPlace(line: number, from: number): Partial<DebugProtocol.OutputEvent['body']> {
    const source = this.sources.stack();
    return source === undefined
      ? {}
      : { source, line: this.sources.line(line), column: this.sources.column(from) };
  }

  stackTrace(args: DebugProtocol.StackTraceArguments): DebugProtocol.StackTraceResponse['body'] {
    if (this.at === null) return { stackFrames: [], totalFrames: 0 };
    const { event, step } = this.at;
    const number = args.threadId - THREAD;
    const { hosts } = this.recorded();
    if (number !== this.hostNumber() && hosts[number] !== undefined) {
      return this.frames.idleTrace(hosts[number]);
    }
    const title = eventTitle(this.program, this.timeline, event);
    return this.frames.stackTrace(this.recorded(), step, title, this.isChanged(event), args);
  }

  /** The step at which a shown frame began: its function's first decision, or the packet's. */
  entryOf(frameId: number): number {
    return this.frames.entryOf(frameId, this.recorded());
  }

  scopes(args: DebugProtocol.ScopesArguments): DebugProtocol.ScopesResponse['body'] {
    const idle = this.frames.idleHost(args.frameId);
    const shown = idle === null ? this.scopesHere(args.frameId) : tablesOf(idle);
    const scopes = shown.map(({ node, hint }) => ({
      name: node.name,
      variablesReference: this.nodes.add(node),
      expensive: hint === null,
      ...(hint === null ? {} : { presentationHint: hint }),
      ...(node.paged ? { indexedVariables: node.count } : {}),
    }));
    return { scopes };
  }

  private scopesHere(frameId: number): Scope[] {
    const frame = this.frames.get(frameId);
    const at = this.standing();
    return scopesAt(this.recorded(), at, frame, this.timeline.hostAt(at), this);
  }

  variables(args: DebugProtocol.VariablesArguments): DebugProtocol.VariablesResponse['body'] {
    const node = this.nodes.get(args.variablesReference);
    if (node === undefined) throw new RequestError('These variables are no longer there: the session moved.');
    if (args.filter === (node.paged ? 'named' : 'indexed')) return { variables: [] };
    const count = node.count ?? 0;
    const from = args.start ?? 0;
    const to = args.count ? Math.min(count, from + args.count) : count;
    const hex = args.format?.hex === true;
    return { variables: (node.children?.(from, to) ?? []).map(child => this.variable(child, hex)) };
  }

  private variable(node: Node, hex: boolean): DebugProtocol.Variable {
    const readOnly = node.settable !== true;
    const place = this.placeOf(node);
    return {
      name: node.name,
      value: hex ? inHex(node.value) : node.value,
      variablesReference: node.children === undefined ? 0 : this.nodes.add(node),
      ...(node.type === undefined ? {} : { type: node.type }),
      ...(node.expression === undefined ? {} : { evaluateName: node.expression }),
      ...(node.count === undefined
        ? {}
        : node.paged
          ? { indexedVariables: node.count }
          : { namedVariables: node.count }),
      ...(node.memory === undefined ? {} : { memoryReference: node.memory }),
      ...(place === null ? {} : { valueLocationReference: this.places.add(place) }),
      ...(readOnly ? { presentationHint: { attributes: ['readOnly'] } } : {}),
    };
  }

  /** The expression of a variable that was shown. Throws RequestError when it cannot be set. */
  expressionOf(args: DebugProtocol.SetVariableArguments): string {
    const node = this.childNamed(args.variablesReference, args.name);
    if (node?.expression === undefined || node.settable !== true) {
      throw new RequestError(
        `${args.name} cannot be set; fields of the packet, settings, MTUs and entries of tables can.`,
      );
    }
    return node.expression;
  }

  private childNamed(reference: number, name: string): Node | undefined {
    const parent = this.nodes.get(reference);
    return parent?.children?.(0, parent.count ?? 0).find(child => child.name === name);
  }

  /** Where a value comes from: its line of the `.stack` file, or of the source that takes the decision. */
  location(args: DebugProtocol.LocationsArguments): DebugProtocol.LocationsResponse['body'] {
    const place = this.places.get(args.locationReference);
    if (place === undefined) throw new RequestError('That value has no place.');
    return place;
  }

  private placeOf({ origin, place }: Node): Place | null {
    if (place !== undefined) return { source: place.source, line: this.sources.line(place.line) };
    const source = this.sources.stack();
    if (!origin || source === undefined) return null;
    return { source, line: this.sources.line(origin.line), column: this.sources.column(origin.from) };
  }

  evaluate(args: DebugProtocol.EvaluateArguments): DebugProtocol.EvaluateResponse['body'] {
    const { text, type, at } = this.evaluator.evaluate(args.expression, this.standing());
    return {
      result: args.format?.hex === true ? inHex(text) : text,
      type,
      variablesReference: 0,
      ...(at === null ? {} : { memoryReference: this.packetMemory() }),
    };
  }

  completions(args: DebugProtocol.CompletionsArguments): DebugProtocol.CompletionsResponse['body'] {
    const column = Math.max(0, Math.min(args.column - this.client().column(0), args.text.length));
    const recorded = this.at === null ? null : this.recorded();
    return { targets: completionsAt(args.text, column, this.timeline.replay.host, recorded) };
  }

  dataBreakpointInfo(
    args: DebugProtocol.DataBreakpointInfoArguments,
  ): DebugProtocol.DataBreakpointInfoResponse['body'] {
    if (args.asAddress === true) return this.addressBreakpoint(args);
    const node =
      args.variablesReference === undefined ? undefined : this.childNamed(args.variablesReference, args.name);
    const expression = args.variablesReference === undefined ? args.name : node?.expression;
    if (expression === undefined) {
      return { dataId: null, description: `${args.name} is no value that can be watched.` };
    }
    try {
      this.evaluator.check(expression);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      return { dataId: null, description: error.message };
    }
    return {
      dataId: expression,
      description: `changes ${expression}`,
      accessTypes: ['write'],
      canPersist: true,
    };
  }

  /** A range of the packet's bytes, by address: an offset into it. VS Code gives the length negative. */
  private addressBreakpoint(
    args: DebugProtocol.DataBreakpointInfoArguments,
  ): DebugProtocol.DataBreakpointInfoResponse['body'] {
    const offset = Number(args.name);
    const length = Math.abs(args.bytes ?? 1);
    if (!Number.isInteger(offset) || offset < 0 || length < 1) {
      return { dataId: null, description: `${args.name} is no offset into the packet.` };
    }
    const dataId = `frame[${offset}:${length}]`;
    return { dataId, description: `changes ${dataId}`, accessTypes: ['write'], canPersist: true };
  }

  /** Why the session stopped on a drop. */
  exceptionInfo(): DebugProtocol.ExceptionInfoResponse['body'] {
    const recorded = this.recorded();
    const id = recorded.settled?.point?.id ?? 'packet';
    const description = this.told ?? this.verdict();
    return {
      exceptionId: id,
      description,
      breakMode: 'always',
      details: {
        message: description,
        typeName: recorded.verdict,
        fullTypeName: id,
        // Clients show this at once, so it is short; the chain that led there follows one by one.
        stackTrace: decidingText(recorded, this.sources),
        innerException: this.chain(recorded),
      },
    };
  }

  /** The decisions before the one that settled the packet, the last first. */
  private chain(recorded: Recorded): DebugProtocol.ExceptionDetails[] {
    const { settled, steps } = recorded;
    const end = settled === null ? steps.length : steps.indexOf(settled);
    return this.decisionLines(recorded.event)
      .filter(({ step }) => step < end)
      .map(({ step, text }) => ({ message: text, typeName: steps[step].point?.id }))
      .reverse();
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

/** Whole decimal numbers as hexadecimal; anything else as it is. */
function inHex(text: string): string {
  return /^\d+$/.test(text) ? `0x${BigInt(text).toString(16)}` : text;
}
