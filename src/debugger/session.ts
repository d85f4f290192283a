/**
 * A debug session: requests of the Debug Adapter Protocol in, answers and events out. Transport is somebody
 * else's; so are files and time (Environment). Every request is answered, an unknown one with an error.
 */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Replay } from '../replay/replay';
import { Answering, type Handler, type SessionEvent, type SessionResponse } from './answering';
import { Breakpoints } from './breakpoints/breakpoints';
import { capabilities } from './capabilities';
import { Client } from './client';
import { consoleCommand } from './consoleCommands';
import { ConsoleLines } from './consoleLines';
import { Conversation, type Position } from './conversation';
import { Differences } from './differences';
import type { Environment } from './environment';
import { Findings } from './findings';
import { type LaunchArguments, load } from './launch';
import { Movement, type MovementParts } from './movement';
import { Reading } from './reading';
import { RequestError } from './requestError';
import { Runner } from './runner';
import { Sources } from './sources';
import { decisionCounts, lineCounts } from './statistics';
import { Timeline } from './timeline';
import { UserChanges } from './userChanges';

/** A frame to go to, and a step of it, both from 1. */
interface FrameArguments {
  readonly frame: number;
  readonly step?: number;
  /** A number by which the client knows who asked; the position that comes of it bears it. */
  readonly by?: number;
  /** A capture by its name as given, where the frame is counted in it and not over all captures. */
  readonly capture?: string;
}

/** All that exists once a launch has succeeded. */
interface Launched {
  readonly timeline: Timeline;
  readonly movement: Movement;
  readonly changes: UserChanges;
  readonly reading: Reading;
  readonly findings: Findings;
  readonly stopOnEntry: boolean;
  readonly stopAt: number | null;
  readonly launch: LaunchArguments;
  /** Text of the `.stack` file. */
  readonly text: string;
}

export class Session {
  private client = new Client();
  private readonly sources: Sources;
  private readonly breakpoints: Breakpoints;
  private launched: Launched | null = null;
  /** True from a launch on, until it fails. */
  private launching = false;
  /** True once the client has said that its breakpoints are set. */
  private begun = false;
  private readonly conversation: Conversation;
  private readonly answering: Answering;

  /** @param send takes answers and events, in the order to send them */
  constructor(
    private readonly environment: Environment,
    send: (message: SessionEvent | SessionResponse) => void,
  ) {
    this.sources = new Sources(environment, () => this.client);
    this.breakpoints = new Breakpoints(this.sources);
    this.answering = new Answering(this.handlerTable(), send);
    this.conversation = new Conversation(
      (event, body) => this.answering.emit({ type: 'event', event, ...(body === undefined ? {} : { body }) }),
      () => this.client,
      () => this.answering.stopWaits,
    );
  }

  /** Serves a request. Its answer is sent, whatever happens, and before the events that it causes. */
  handle(request: DebugProtocol.Request): void {
    this.answering.handle(request);
  }

  /**
   * Gives up what is named: clients also cancel requests that the session has answered, or answers anyway,
   * while it runs.
   */
  private cancel({ requestId, progressId }: DebugProtocol.CancelArguments): void {
    const movement = this.launched?.movement;
    if (requestId !== undefined && requestId !== movement?.searchesFor) return;
    if (progressId !== undefined && progressId !== this.conversation.progressShown) return;
    movement?.cancel();
  }

  private handlerTable(): Record<string, Handler> {
    const { breakpoints } = this;
    return {
      initialize: (args: DebugProtocol.InitializeRequestArguments) => {
        this.client = new Client(args);
        return capabilities;
      },
      launch: (args: LaunchArguments) => this.launchOnce(args),
      configurationDone: () => this.begin(),
      disconnect: () => this.end(),
      terminate: () => this.terminate(),
      cancel: (args: DebugProtocol.CancelArguments) => this.cancel(args),
      setBreakpoints: (args: DebugProtocol.SetBreakpointsArguments) => breakpoints.setLines(args),
      setFunctionBreakpoints: (args: DebugProtocol.SetFunctionBreakpointsArguments) =>
        breakpoints.setNames(args),
      setDataBreakpoints: (args: DebugProtocol.SetDataBreakpointsArguments) => breakpoints.setData(args),
      setExceptionBreakpoints: (args: DebugProtocol.SetExceptionBreakpointsArguments) =>
        breakpoints.setExceptions(args),
      breakpointLocations: (args: DebugProtocol.BreakpointLocationsArguments) => breakpoints.locations(args),
      'packetDebugger/stoppableLines': ({ file }: { file: string }) => breakpoints.stoppableLines(file),
      dataBreakpointInfo: (args: DebugProtocol.DataBreakpointInfoArguments) =>
        this.reading().shown.dataBreakpointInfo(args),
      threads: () => ({ threads: this.launched === null ? [] : this.reading().threads() }),
      stackTrace: (args: DebugProtocol.StackTraceArguments) =>
        this.ready().movement.away ? { stackFrames: [], totalFrames: 0 } : this.reading().stackTrace(args),
      scopes: (args: DebugProtocol.ScopesArguments) => this.reading().scopes(args),
      variables: (args: DebugProtocol.VariablesArguments) => this.reading().shown.variables(args),
      setVariable: (args: DebugProtocol.SetVariableArguments) => this.changes().setVariable(args),
      setExpression: (args: DebugProtocol.SetExpressionArguments) => this.changes().setExpression(args),
      evaluate: (args: DebugProtocol.EvaluateArguments) => this.evaluate(args),
      completions: (args: DebugProtocol.CompletionsArguments) => this.reading().completions(args),
      exceptionInfo: () => this.reading().exceptionInfo(),
      readMemory: (args: DebugProtocol.ReadMemoryArguments) => this.reading().readMemory(args),
      locations: (args: DebugProtocol.LocationsArguments) => this.reading().shown.location(args),
      loadedSources: () => ({ sources: this.sources.all() }),
      continue: () => this.movement().continue(),
      reverseContinue: () => this.movement().reverseContinue(),
      next: () => this.movement().forward('over'),
      stepIn: () => this.movement().forward('in'),
      stepOut: () => this.movement().forward('out'),
      stepBack: () => this.movement().back('over'),
      pause: () => this.movement().pause(),
      restart: (args: DebugProtocol.RestartArguments) => {
        this.movement().refuseWhileRunning();
        return this.restart(args);
      },
      restartFrame: (args: DebugProtocol.RestartFrameArguments) => this.movement().restartFrame(args.frameId),
      gotoTargets: (args: DebugProtocol.GotoTargetsArguments) =>
        this.movement().targets.of(this.reading().standing().event, args),
      goto: (args: DebugProtocol.GotoArguments) => this.movement().goto(args.targetId),
      'packetDebugger/stepBackOut': () => this.movement().leapBack('out'),
      'packetDebugger/stepBackIn': () => this.movement().leapBack('in'),
      'packetDebugger/nextPacket': () => this.movement().jumps.toNeighbor(1, false),
      'packetDebugger/previousPacket': () => this.movement().jumps.toNeighbor(-1, false),
      'packetDebugger/nextWithSameReason': () => this.movement().jumps.toNeighbor(1, true),
      'packetDebugger/previousWithSameReason': () => this.movement().jumps.toNeighbor(-1, true),
      'packetDebugger/trace': ({ of }: { of: string }) => this.reading().traces.document(String(of)),
      'packetDebugger/lineCounts': () => this.counted(lineCounts),
      'packetDebugger/kernelLine': (args: { frameId: number }) => this.reading().kernelLine(args.frameId),
      'packetDebugger/decisionCounts': () => this.counted(decisionCounts),
      'packetDebugger/goToFrame': ({ frame, step, by, capture }: FrameArguments) =>
        this.movement().jumps.toFrame(this.reading().frameNumber(frame, capture), step, by),
      'packetDebugger/goTo': ({ moment, by }: { moment: string; by?: number }) =>
        this.movement().jumps.toWritten(String(moment), by),
      'packetDebugger/position': () => this.follow(),
    };
  }

  /**
   * Where the session stands, null while it stands nowhere; from now on its client is told by events of this
   * name.
   */
  private follow(): Position | null {
    this.client.follows = true;
    const stands = this.launched !== null && this.begun && !this.launched.movement.away;
    return stands ? this.reading().position() : null;
  }

  private movement(): Movement {
    const { movement } = this.ready();
    if (!this.begun) throw new RequestError('The replay has not begun: send configurationDone first.');
    return movement;
  }

  private changes(): UserChanges {
    this.movement().refuseWhileRunning();
    return this.ready().changes;
  }

  /** Counts of the replay, none without one. */
  private counted(count: (replay: Replay) => Record<string, number>): Record<string, number> {
    return this.launched === null ? {} : count(this.launched.timeline.replay);
  }

  private reading(): Reading {
    return this.ready().reading;
  }

  private ready(): Launched {
    if (this.launched === null) throw new RequestError('No capture is being replayed: send launch first.');
    return this.launched;
  }

  private async launchOnce(args: LaunchArguments): Promise<void> {
    if (this.launching) throw new RequestError('The session has been launched already.');
    this.launching = true;
    try {
      await this.launch(args);
    } catch (error) {
      this.launching = false;
      throw error;
    }
  }

  private async launch(args: LaunchArguments): Promise<void> {
    const rebound = await this.open(args);
    this.conversation.initialized();
    this.tellOfOpening(rebound);
  }

  /**
   * Starts over; with another `.stack` file, launch or text than before everything is read anew. What cannot
   * be read leaves the session as it is.
   */
  private async restart(given: DebugProtocol.RestartArguments): Promise<void> {
    const { movement, launch, text } = this.ready();
    const args: LaunchArguments = given.arguments ?? launch;
    const same =
      JSON.stringify(args) === JSON.stringify(launch) &&
      (await this.environment.readText(launch.stack ?? '').catch(() => text)) === text;
    if (same) {
      movement.restart();
      return;
    }
    this.tellOfOpening(await this.open(args));
    this.run();
  }

  /**
   * What the client does not know yet of what was opened: breakpoints bound otherwise than before, and a
   * folder in which nothing was found.
   */
  private tellOfOpening(rebound: readonly DebugProtocol.Breakpoint[]): void {
    for (const changed of rebound) this.conversation.breakpointChanged(changed);
    const { nothingFound } = this.sources.kernel;
    if (nothingFound !== null) this.conversation.output({ category: 'console', output: nothingFound });
  }

  /**
   * Makes the replay that the arguments name; answers the breakpoints that are bound otherwise than before.
   */
  private async open(args: LaunchArguments): Promise<DebugProtocol.Breakpoint[]> {
    const program = await load(args, this.environment);
    const timeline = new Timeline(program.replay);
    const { sources, breakpoints, conversation, environment } = this;
    const client = () => this.client;
    await sources.use(program, args.kernelSources || null);
    const reading = new Reading(program, timeline, sources, client);
    const consoleLines = new ConsoleLines(conversation, reading, timeline);
    const findings = new Findings(program, (command, lines) => consoleLines.printed(command, lines));
    const differences = new Differences(program);
    const { evaluator } = reading;
    const launch = { program, timeline, evaluator, findings, differences };
    const rebound = await breakpoints.use(launch, args.noDebug !== true);
    const runner = new Runner(timeline, breakpoints, conversation, environment);
    const parts: MovementParts = {
      timeline,
      reading,
      runner,
      conversation,
      consoleLines,
      sources,
      findings,
      request: () => this.answering.request,
    };
    // What ran before while the files were read must not report a stop of its own any more.
    this.launched?.movement.stop();
    this.launched = {
      timeline,
      movement: new Movement(parts),
      changes: new UserChanges(parts),
      reading,
      findings,
      stopOnEntry: args.stopOnEntry === true,
      stopAt: args.stopAt ?? null,
      launch: args,
      text: program.document.source.text,
    };
    return rebound;
  }

  private begin(): void {
    this.ready();
    if (this.begun) throw new RequestError('The replay has begun already.');
    this.begun = true;
    this.run();
  }

  /** The first run of what was launched. */
  private run(): void {
    const { movement, stopOnEntry, stopAt } = this.ready();
    movement.begin(stopOnEntry, stopAt);
  }

  private evaluate(args: DebugProtocol.EvaluateArguments): unknown {
    const reading = this.reading();
    const command =
      args.context === 'repl' ? consoleCommand(args.expression, this.movement(), reading) : null;
    return command ?? reading.evaluate(args);
  }

  private terminate(): void {
    this.end();
    this.conversation.terminated();
  }

  private end(): void {
    this.launched?.movement.stop();
    this.launched?.findings.flush();
  }
}
