/**
 * A debug client in memory: asks a session, keeps its answers and events, and lets nothing pass that no test
 * asked for.
 */
import { strict as assert } from 'node:assert';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { SessionEvent, SessionResponse } from '../../src/debugger/answering';
import { Session } from '../../src/debugger/session';
import type { Answers } from './answers';
import { Rules } from './rules';
import type { Transcript } from './transcript';
import { World } from './world';

/** Milliseconds after which an answer or event is missed. */
const PATIENCE = 20_000;

type Message = SessionEvent | SessionResponse;
type Body<C extends string> = C extends keyof Answers ? Answers[C] : unknown;

export class Client {
  readonly rules = new Rules();
  private seq = 0;
  /** Events not awaited yet. */
  readonly events: SessionEvent[] = [];
  /** True after a stop at the end of the capture. */
  standsAtEnd = false;
  /** Numbers of the requests sent last, by command. */
  private readonly numbers = new Map<string, number>();
  private readonly answers = new Map<number, SessionResponse>();
  private readonly session: Session;
  private arrived: () => void = () => {};
  /** The first rule that was broken. */
  private broken: unknown;

  constructor(
    readonly world = new World(),
    private readonly transcript: Transcript | null = null,
  ) {
    this.session = new Session(world, message => this.receive(message));
  }

  private receive(message: Message): void {
    this.transcript?.received(message);
    try {
      if (message.type === 'event') this.rules.said(message);
      else this.rules.answered(message);
    } catch (error) {
      // The session must not see it: it would answer it.
      this.broken ??= error;
    }
    if (message.type === 'event') this.events.push(message);
    else this.answers.set(message.request_seq, message);
    this.arrived();
  }

  /** Sends a request; its number. */
  send(command: string, args?: object): number {
    const request: DebugProtocol.Request = {
      seq: ++this.seq,
      type: 'request',
      command,
      ...(args === undefined ? {} : { arguments: args }),
    };
    this.transcript?.asked(request);
    this.rules.asked(request);
    this.numbers.set(command, request.seq);
    this.session.handle(request);
    return request.seq;
  }

  /** Number of the request sent last. */
  get last(): number {
    return this.seq;
  }

  /** The number of the next request of that name, once it is sent. */
  async sent(command: string): Promise<number> {
    return this.until(`a request ${command}`, () => this.numbers.get(command));
  }

  /** Does something when the session breathes for the n-th time from now. */
  atBreath(n: number, act: () => void): void {
    let left = n;
    this.world.onBreath = () => {
      left--;
      if (left === 0) act();
    };
  }

  /** The client is gone: a movement under way ends in no stop. */
  leave(): void {
    this.rules.moving = false;
  }

  /** The next event, whatever it is. */
  any(): Promise<SessionEvent> {
    return this.until('an event', () => this.events.shift());
  }

  /** The answer to a request sent. */
  async answer(seq: number): Promise<SessionResponse> {
    return this.until(`the answer to request ${seq}`, () => {
      const answer = this.answers.get(seq);
      this.answers.delete(seq);
      return answer;
    });
  }

  /** Asks, and is answered with success. */
  async ask<C extends string>(command: C, args?: object): Promise<Body<C>> {
    const { success, message, body } = await this.answer(this.send(command, args));
    assert.ok(success, `${command} is served, not refused with: ${message}`);
    return body as Body<C>;
  }

  /** Asks, and is refused; why. */
  async refused(command: string, args?: object): Promise<string> {
    const { success, message } = await this.answer(this.send(command, args));
    assert.ok(!success, `${command} ${JSON.stringify(args)} is refused`);
    return message ?? '';
  }

  /** The next event, which must be of that name. */
  async event(name: string): Promise<SessionEvent['body']> {
    const next = await this.until(`an event ${name}`, () => this.events.shift());
    assert.equal(next.event, name, JSON.stringify(next.body));
    return next.body;
  }

  /** The next event that is no line of the console, which must be of that name. */
  async after(name: string): Promise<SessionEvent['body']> {
    for (;;) {
      const next = await this.until(`an event ${name}`, () => this.events.shift());
      // Where continued belongs is for the rules to judge.
      if (next.event === 'output' || (next.event === 'continued' && name === 'stopped')) continue;
      assert.equal(next.event, name, JSON.stringify(next.body));
      return next.body;
    }
  }

  /** The session comes to a stop, saying on its way any lines of the console. */
  async stop(): Promise<DebugProtocol.StoppedEvent['body']> {
    const body = (await this.after('stopped')) as DebugProtocol.StoppedEvent['body'];
    this.standsAtEnd = body.description === 'End of capture';
    return body;
  }

  /** Asks for a movement and waits for its stop. */
  async move(command: string, args: object = { threadId: 1 }): Promise<DebugProtocol.StoppedEvent['body']> {
    await this.ask(command, args);
    return this.stop();
  }

  /** Nothing is left that nobody asked for. */
  async quiet(): Promise<void> {
    for (let i = 0; i < 3; i++) await new Promise(done => setImmediate(done));
    if (this.broken !== undefined) throw this.broken;
    assert.deepEqual(this.events, [], 'every event was awaited');
    assert.equal(this.answers.size, 0, 'every answer was awaited');
    this.rules.quiet();
  }

  /** Waits until the session has answered everything and stands, judging by the rules alone. */
  async settle(): Promise<void> {
    for (let i = 0; i < 2000 && this.rules.open; i++) await new Promise(done => setImmediate(done));
    if (this.broken !== undefined) throw this.broken;
    this.rules.quiet();
  }

  private async until<T>(what: string, look: () => T | undefined): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const missed = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`${what} does not come`)), PATIENCE);
    });
    try {
      for (;;) {
        if (this.broken !== undefined) throw this.broken;
        const found = look();
        if (found !== undefined) return found;
        const next = new Promise<void>(done => {
          this.arrived = done;
        });
        await Promise.race([next, missed]);
      }
    } finally {
      clearTimeout(timer);
    }
  }
}
