/**
 * The rules of the Debug Adapter Protocol that every conversation with a session must keep, whatever is
 * asked.
 */
import { strict as assert } from 'node:assert';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { SessionEvent, SessionResponse } from '../../src/debugger/answering';

/** Requests that end in a stop when they are answered with success. */
const movements = new Set([
  'configurationDone',
  'continue',
  'next',
  'stepIn',
  'stepOut',
  'stepBack',
  'reverseContinue',
  'restart',
  'restartFrame',
  'goto',
  'pause',
  'packetDebugger/stepBackIn',
  'packetDebugger/stepBackOut',
  'packetDebugger/nextPacket',
  'packetDebugger/previousPacket',
  'packetDebugger/nextWithSameReason',
  'packetDebugger/previousWithSameReason',
  'packetDebugger/goToFrame',
  'packetDebugger/goTo',
]);

/** Events that answer no request, and so may come at any time once the session is there. */
const known = new Set([
  'initialized',
  'continued',
  'stopped',
  'terminated',
  'output',
  'breakpoint',
  'invalidated',
  'memory',
  'progressStart',
  'progressUpdate',
  'progressEnd',
  'packetDebugger/position',
]);

export class Rules {
  private readonly waiting = new Map<number, DebugProtocol.Request>();
  private initialized = false;
  private terminated = false;
  /** Hosts that the `.stack` file describes; each is a thread, numbered from 1. */
  threads = 1;
  /** The thread of the last stop. */
  thread = 1;
  /** A stop is owed: the session moves. */
  moving = false;
  /**
   * That movement is none that the protocol knows, so that the client must be told that the session went on.
   */
  private leaping = false;
  private continued = false;
  /** True once any stop has come. */
  private stood = false;
  private readonly progress = new Set<string>();
  /** References handed out since the last stop. */
  private frames = new Set<number>();
  private variables = new Set<number>();
  /** References that the session has withdrawn by moving. */
  private readonly voidFrames = new Set<number>();
  private readonly voidVariables = new Set<number>();

  asked(request: DebugProtocol.Request): void {
    this.waiting.set(request.seq, request);
  }

  answered(response: SessionResponse): void {
    const request = this.waiting.get(response.request_seq);
    assert.ok(request, `${response.command} is answered twice, or was never asked`);
    this.waiting.delete(response.request_seq);
    assert.equal(response.command, request.command);
    if (!response.success) {
      this.refused(response);
      return;
    }
    this.checkReferences(request);
    if (movements.has(request.command) || isGoto(request)) this.moves(request.command);
    if (request.command === 'stackTrace' || request.command === 'scopes' || request.command === 'variables') {
      this.handedOut(response.body);
    }
    if (request.command === 'setVariable' || request.command === 'setExpression') this.withdrawVariables();
  }

  private refused({ command, message, body }: SessionResponse): void {
    assert.ok(message, `the refusal of ${command} says why`);
    assert.match(message, /\S/);
    assert.doesNotMatch(
      message,
      /\n\s+at |Cannot read|is not a function|not iterable|Maximum call/,
      `${command}: ${message}`,
    );
    assert.ok(
      typeof body === 'object' && body !== null && 'error' in body,
      `${command} refuses with an error`,
    );
  }

  private moves(command: string): void {
    if (command !== 'pause')
      assert.ok(!this.moving, `${command} is accepted while another movement is under way`);
    this.moving = true;
    this.leaping = command.startsWith('packetDebugger/') || command === 'evaluate';
    this.continued = false;
  }

  said({ event, body }: SessionEvent): void {
    assert.ok(known.has(event), `${event} is an event of the protocol that is served`);
    assert.ok(!this.terminated, `${event} after terminated`);
    if (event === 'initialized') {
      assert.ok(!this.initialized, 'initialized comes once');
      this.initialized = true;
      return;
    }
    if (event === 'terminated') {
      this.terminated = true;
      this.moving = false;
      return;
    }
    assert.ok(this.initialized, `${event} before initialized`);
    if (event === 'continued') {
      assert.ok(this.leaping, 'continued is said only where no request of the protocol implies it');
      this.continued = true;
    } else if (event === 'stopped') this.stopped(body as DebugProtocol.StoppedEvent['body']);
    else if (event.startsWith('progress'))
      this.progressed(event, body as DebugProtocol.ProgressStartEvent['body']);
  }

  private stopped(body: DebugProtocol.StoppedEvent['body']): void {
    assert.ok(this.moving, `stopped (${body.reason}) though nothing moves`);
    assert.equal(this.continued, this.leaping, 'a stop elsewhere is preceded by continued');
    assert.ok(body.threadId !== undefined && body.threadId >= 1 && body.threadId <= this.threads);
    assert.equal(body.allThreadsStopped, true);
    assert.ok(body.description, 'a stop is described');
    this.thread = body.threadId;
    this.moving = false;
    this.leaping = false;
    this.continued = false;
    this.stood = true;
    this.withdraw();
  }

  private progressed(event: string, { progressId }: { progressId: string }): void {
    if (event === 'progressStart') {
      assert.ok(!this.progress.has(progressId), `${progressId} begins once`);
      this.progress.add(progressId);
      return;
    }
    assert.ok(this.progress.has(progressId), `${event} of ${progressId}, which goes on`);
    if (event === 'progressEnd') this.progress.delete(progressId);
  }

  private withdraw(): void {
    for (const id of this.frames) this.voidFrames.add(id);
    this.frames = new Set();
    this.withdrawVariables();
  }

  private withdrawVariables(): void {
    for (const id of this.variables) this.voidVariables.add(id);
    this.variables = new Set();
  }

  /** A reference of before the last stop is refused, never taken for another thing. */
  private checkReferences({ command, arguments: args }: DebugProtocol.Request): void {
    if (command === 'variables' || command === 'setVariable') {
      const { variablesReference } = args as DebugProtocol.VariablesArguments;
      assert.ok(
        !this.voidVariables.has(variablesReference),
        `variables ${variablesReference} are still served`,
      );
    }
    if (command === 'scopes' || command === 'restartFrame') {
      const { frameId } = args as DebugProtocol.ScopesArguments;
      assert.ok(!this.voidFrames.has(frameId), `frame ${frameId} is still served to ${command}`);
    }
  }

  private handedOut(body: unknown): void {
    const { stackFrames, scopes, variables } = body as {
      stackFrames?: DebugProtocol.StackFrame[];
      scopes?: DebugProtocol.Scope[];
      variables?: DebugProtocol.Variable[];
    };
    // The session may stand already where its stop, which waits for other answers, says.
    if (this.moving) return;
    if (stackFrames?.length) assert.ok(this.stood, 'frames are there only once the session has stopped');
    for (const { id } of stackFrames ?? []) this.frames.add(fresh(id, this.voidFrames));
    for (const { variablesReference } of [...(scopes ?? []), ...(variables ?? [])]) {
      if (variablesReference !== 0) this.variables.add(fresh(variablesReference, this.voidVariables));
    }
  }

  /** True while an answer or a stop is owed. */
  get open(): boolean {
    return this.waiting.size > 0 || this.moving;
  }

  /** Everything asked is answered, everything begun is ended. */
  quiet(): void {
    const open = [...this.waiting.values()].map(request => request.command);
    assert.deepEqual(open, [], 'every request is answered');
    assert.ok(!this.moving, 'every movement ends in a stop');
    assert.deepEqual([...this.progress], [], 'progress that began has ended');
  }
}

function fresh(id: number, withdrawn: ReadonlySet<number>): number {
  assert.ok(Number.isInteger(id) && id > 0 && id < 2 ** 31, `${id} is a reference`);
  assert.ok(!withdrawn.has(id), `reference ${id} is handed out for another thing`);
  return id;
}

function isGoto({ command, arguments: args }: DebugProtocol.Request): boolean {
  const { context, expression } = (args ?? {}) as Partial<DebugProtocol.EvaluateArguments>;
  return command === 'evaluate' && context === 'repl' && /^\s*goto\s/.test(expression ?? '');
}
