/** What a session shows where it stands: frames, scopes, variables, memory, and the reasons. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import * as running from '#stack/running';
import { completeFilter } from '../decode/filter';
import { packetAt, packetLine, zoneNames } from '../replay/describe';
import type { Recorded } from '../replay/replay';
import type { ZoneName } from '../replay/words';
import type { Origin } from '../stack/trace';
import type { Client } from './client';
import { THREAD } from './conversation';
import { Evaluator } from './evaluator';
import { Handles } from './handles';
import type { Program } from './launch';
import { type EngineFrame, framesAt, type Moment } from './moment';
import { placeOfStep } from './places';
import { RequestError } from './requestError';
import type { Sources } from './sources';
import type { Timeline } from './timeline';
import { changeNodes } from './variables/changes';
import { decisionNodes } from './variables/decision';
import { group, type Node } from './variables/node';
import { packetNodes } from './variables/packet';
import {
  countersNode,
  filtersNode,
  interfacesNode,
  neighborsNode,
  policiesNode,
  routesNode,
  settingsNode,
} from './variables/tables';
import { traceText, verdictOf, whyText } from './why';

/** A frame shown: a kernel function, or the packet's arrival. */
type ShownFrame = EngineFrame | 'arrival';

/** Longest packet that memory shows at once. */
const MEMORY_MAX = 1 << 20;

export class Reading {
  /** Where the session stands; null at the end of the capture. */
  at: Moment | null = null;
  /** Why the session stopped here, when it is more than the packet's verdict. */
  told: string | null = null;
  readonly evaluator: Evaluator;
  private readonly frames = new Handles<ShownFrame>(1000);
  private readonly nodes = new Handles<Node>();
  private readonly origins = new Handles<Origin>();

  constructor(
    private readonly program: Program,
    private readonly timeline: Timeline,
    private readonly sources: Sources,
    private readonly client: () => Client,
  ) {
    this.evaluator = new Evaluator(timeline);
  }

  /** The session stands elsewhere: what was handed out before is void. */
  move(moment: Moment | null): void {
    this.at = moment;
    this.told = null;
    this.frames.clear();
    this.nodes.clear();
    this.origins.clear();
  }

  threads(): DebugProtocol.Thread[] {
    return [{ id: THREAD, name: this.timeline.replay.host.name }];
  }

  /** One line about the packet of an event. */
  packetTitle(event: number): string {
    const { kind, position } = this.timeline.replay.past(event);
    if (kind !== 'frame') return kind === 'timer' ? 'Timer' : 'Command';
    const { replay, names } = this.program;
    const on = names.interfaceAt(position);
    return `Frame ${position + 1}${on === null ? '' : ` on ${on}`}: ${packetLine(packetAt(replay, position))}`;
  }

  /** One line about where the session stands. */
  title(): string {
    if (this.at === null) return 'End of capture';
    const recorded = this.recorded();
    const { step } = this.at;
    if (step < recorded.steps.length) return recorded.steps[step].point?.id ?? recorded.steps[step].function;
    return this.verdict() || 'End of the event';
  }

  /** The verdict of the packet the session stands in, as a sentence. */
  verdict(): string {
    return this.at === null ? '' : verdictOf(this.program.replay, this.program.names, this.recorded());
  }

  /** The sentence and the chain of decisions. Throws RequestError at the end of the capture. */
  why(): string {
    if (this.at === null) throw new RequestError('The session is at the end of the capture, at no packet.');
    return whyText(this.program.replay, this.program.names, this.recorded());
  }

  /** The steps of a frame as the lines of a document: line n is step n. Throws RequestError when it has not arrived. */
  trace(frame: number): { text: string } {
    const { replay } = this.timeline;
    const event = replay.eventOf(frame - 1);
    if (event >= replay.events || replay.past(event).kind !== 'frame') {
      throw new RequestError(`Frame ${frame} has not arrived.`);
    }
    return { text: traceText(this.timeline.recorded(event)) };
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

  /** Where a console line leads: the packet's steps as a document. */
  traceSource({ event, step }: Moment): Partial<DebugProtocol.OutputEvent['body']> {
    const { position, kind } = this.timeline.replay.past(event);
    if (kind !== 'frame') return {};
    return {
      source: { name: `Frame ${position + 1}`, path: `packet-trace:/${position + 1}` },
      line: this.sources.line(step + 1),
    };
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
    const recorded = this.recorded();
    const shown: ShownFrame[] = [...framesAt(recorded.steps, this.at.step), 'arrival'];
    const from = args.startFrame ?? 0;
    const to = args.levels ? from + args.levels : shown.length;
    const stackFrames = shown.slice(from, to).map(frame => this.stackFrame(recorded, frame));
    return { stackFrames, totalFrames: shown.length };
  }

  private stackFrame(recorded: Recorded, frame: ShownFrame): DebugProtocol.StackFrame {
    const id = this.frames.add(frame);
    const changed = this.timeline.changesOf(recorded.event).length > 0 ? ' (changed by you)' : '';
    if (frame === 'arrival') {
      const name = `${this.packetTitle(recorded.event)}${changed}`;
      const origin = this.arrivalOrigin(recorded);
      return {
        id,
        name,
        line: origin === null ? 0 : this.sources.line(origin.line),
        column: origin === null ? 0 : this.sources.column(origin.from),
        ...(origin === null ? {} : { source: this.sources.stack() }),
        canRestart: true,
        presentationHint: 'label',
      };
    }
    const place = placeOfStep(recorded.steps[frame.step]);
    return {
      id,
      name: `${frame.function}${changed}`,
      line: place === null ? 0 : this.sources.line(place.line),
      column: place === null ? 0 : this.sources.column(0),
      ...(place === null ? {} : { source: this.sources.engine(place.file) }),
      canRestart: true,
    };
  }

  /** The `.stack` line that a packet came by: its `replay` line, else its interface's first. */
  private arrivalOrigin(recorded: Recorded): Origin | null {
    const { document, names } = this.program;
    const replayLine = document.commands.find(command => command.kind === 'replay');
    if (replayLine !== undefined) return replayLine.origin;
    const on = recorded.position < 0 ? null : names.interfaceAt(recorded.position);
    return recorded.host.interfaces.find(ifp => ifp.name === on)?.origin ?? null;
  }

  /** The step at which a shown frame began: its function's first decision, or the packet's. */
  entryOf(frameId: number): number {
    const frame = this.frames.get(frameId);
    const { steps } = this.recorded();
    if (frame === undefined) throw new RequestError('That frame is no longer there.');
    let entry = 0;
    if (frame !== 'arrival') {
      const { depth } = steps[frame.step];
      entry = frame.step;
      while (entry > 0 && steps[entry - 1].depth >= depth) {
        if (steps[entry].kind === 'enter' && steps[entry].depth === depth) break;
        entry--;
      }
    }
    const first = steps.findIndex((step, i) => i >= entry && step.kind === 'decision');
    return first < 0 ? steps.length : first;
  }

  scopes(args: DebugProtocol.ScopesArguments): DebugProtocol.ScopesResponse['body'] {
    const frame = this.frames.get(args.frameId);
    if (frame === undefined || this.at === null) throw new RequestError('That frame is no longer there.');
    const recorded = this.recorded();
    const { step } = this.at;
    const zoneName = zoneNames(recorded.host);
    const shown = frame === 'arrival' ? null : recorded.steps[frame.step];
    const scopes: DebugProtocol.Scope[] = [];
    const add = (node: Node, hint?: string) => {
      scopes.push({
        name: node.name,
        variablesReference: this.nodes.add(node),
        expensive: hint === undefined,
        ...(hint === undefined ? {} : { presentationHint: hint }),
        ...(node.paged ? { indexedVariables: node.count } : {}),
      });
    };
    if (shown?.point) add(group('Decision', '', decisionNodes(shown, zoneName)), 'locals');
    const changes = changeNodes(recorded, step);
    if (changes.length > 0) add(group('Changed by this packet', '', changes), 'locals');
    add(
      group('Packet', '', packetNodes(this.evaluator.dissectionAt(recorded, step), this.packetMemory())),
      'arguments',
    );
    const host = this.timeline.hostAt(this.at);
    add(interfacesNode(host, zoneName));
    add(routesNode(host, zoneName));
    add(neighborsNode(host, zoneName));
    add(policiesNode(host));
    add(filtersNode(host));
    add(countersNode(host));
    add(settingsNode(host));
    return { scopes };
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
      ...(node.origin ? { valueLocationReference: this.origins.add(node.origin) } : {}),
      ...(readOnly ? { presentationHint: { attributes: ['readOnly'] } } : {}),
    };
  }

  /** The expression of a variable that was shown. Throws RequestError when it cannot be set. */
  expressionOf(args: DebugProtocol.SetVariableArguments): string {
    const node = this.childNamed(args.variablesReference, args.name);
    if (node?.expression === undefined || node.settable !== true) {
      throw new RequestError(`${args.name} cannot be set; fields of the packet, settings and MTUs can.`);
    }
    return node.expression;
  }

  private childNamed(reference: number, name: string): Node | undefined {
    const parent = this.nodes.get(reference);
    return parent?.children?.(0, parent.count ?? 0).find(child => child.name === name);
  }

  /** Where a value comes from: its line of the `.stack` file. */
  location(args: DebugProtocol.LocationsArguments): DebugProtocol.LocationsResponse['body'] {
    const origin = this.origins.get(args.locationReference);
    const source = this.sources.stack();
    if (origin === undefined || source === undefined) throw new RequestError('That value has no place.');
    return { source, line: this.sources.line(origin.line), column: this.sources.column(origin.from) };
  }

  evaluate(args: DebugProtocol.EvaluateArguments): DebugProtocol.EvaluateResponse['body'] {
    if (this.at === null)
      throw new RequestError('There is no packet here: the session is at the end of the capture.');
    const { text, type, at } = this.evaluator.evaluate(args.expression, this.at);
    return {
      result: args.format?.hex === true ? inHex(text) : text,
      type,
      variablesReference: 0,
      ...(at === null ? {} : { memoryReference: this.packetMemory() }),
    };
  }

  completions(args: DebugProtocol.CompletionsArguments): DebugProtocol.CompletionsResponse['body'] {
    const column = args.column - this.client().column(0);
    const { from, to, items } = completeFilter(args.text, column);
    return { targets: items.map(item => ({ label: item.text, start: from, length: to - from })) };
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
        stackTrace: this.why(),
      },
    };
  }

  readMemory(args: DebugProtocol.ReadMemoryArguments): DebugProtocol.ReadMemoryResponse['body'] {
    const bytes = this.memoryOf(args.memoryReference);
    const from = args.offset ?? 0;
    const wanted = Math.max(0, Math.min(args.count, MEMORY_MAX));
    const start = Math.max(0, from);
    const part = bytes.slice(start, Math.max(start, Math.min(bytes.length, from + wanted)));
    const unreadableBytes = args.count - part.length;
    return {
      address: String(start),
      ...(part.length > 0 ? { data: base64(part) } : {}),
      ...(unreadableBytes > 0 ? { unreadableBytes } : {}),
    };
  }

  private packetMemory(): string {
    return this.at === null ? '' : `${this.at.event}.packet.${this.at.step}`;
  }

  private memoryOf(reference: string): Uint8Array {
    const match = /^(\d+)\.(packet|output)\.(\d+)$/.exec(reference);
    if (match === null || Number(match[1]) >= this.timeline.replay.events) {
      throw new RequestError(`There is no memory ${reference}.`);
    }
    const recorded = this.timeline.recorded(Number(match[1]));
    const index = Number(match[3]);
    if (match[2] === 'packet') return this.evaluator.packetAt(recorded, index);
    const sent = recorded.steps.flatMap(step => step.emissions)[index];
    if (sent === undefined) throw new RequestError(`There is no memory ${reference}.`);
    return sent.bytes;
  }

  /** The event the session stands in. Throws RequestError at the end of the capture. */
  recorded(): Recorded {
    if (this.at === null) throw new RequestError('The session is at the end of the capture, at no packet.');
    return this.timeline.recorded(this.at.event);
  }

  /** Names of interfaces for zones, where the session stands. */
  zoneName(): ZoneName {
    return zoneNames(this.at === null ? this.timeline.replay.host : this.recorded().host);
  }
}

/** Whole decimal numbers as hexadecimal; anything else as it is. */
function inHex(text: string): string {
  return /^\d+$/.test(text) ? `0x${BigInt(text).toString(16)}` : text;
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
