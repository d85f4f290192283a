/** Debug sessions that stand at the end or the beginning of a capture, for measuring the way from there. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Capture } from '../../src/capture';
import { FileSource } from '../../src/capture/files/fileSource';
import type { SessionEvent } from '../../src/debugger/answering';
import { Session } from '../../src/debugger/session';
import { router } from './router';

const STACK = 'router.stack';

/** A session that stands somewhere. */
export interface StandingSession {
  /** Sends one request of movement, and comes back when the session has stopped again. */
  move(command: string): Promise<void>;
  /** Number of the frame that the session stands in; 0 at the end of the capture. */
  frame(): number;
}

/**
 * A session over the whole capture, which has run to its end; it stops where one of the lines `expected` is
 * not met, but not on its way there.
 */
export async function sessionAtEnd(file: string, expected: string): Promise<StandingSession> {
  const session = await open(file, `${router()}${expected}\n`, false);
  await session.ask('setExceptionBreakpoints', { filters: ['expectation'] });
  return session;
}

/** A session before the first frame, with one breakpoint by name. */
export async function sessionAtEntry(
  file: string,
  breakpoint: DebugProtocol.FunctionBreakpoint,
): Promise<StandingSession> {
  const session = await open(file, router(), true);
  const { breakpoints } = (await session.ask('setFunctionBreakpoints', {
    breakpoints: [breakpoint],
  })) as DebugProtocol.SetFunctionBreakpointsResponse['body'];
  if (!breakpoints[0].verified) throw new Error(breakpoints[0].message);
  return session;
}

/** Launches a session and lets it come to its first stop. */
async function open(
  file: string,
  text: string,
  stopOnEntry: boolean,
): Promise<StandingSession & { ask(command: string, args?: unknown): Promise<unknown> }> {
  let heard: (event: SessionEvent) => void = () => {};
  let title = '';
  const answers = new Map<number, (body: unknown) => void>();
  const session = new Session(
    {
      readText: async () => text,
      openCapture: async () => Capture.openWhole(new FileSource(file)),
      openOutput: () => () => {},
      openCaptureOutput: () => () => {},
      readKernel: async () => null,
      enginePath: path => path,
      engineFile: () => null,
      breathe: () => new Promise(done => setImmediate(done)),
    },
    message => {
      if (message.type === 'event') heard(message);
      else answers.get(message.request_seq)?.(message.body);
    },
  );
  let seq = 0;
  const ask = (command: string, args: unknown = {}) =>
    new Promise<unknown>(answered => {
      const request: DebugProtocol.Request = { seq: ++seq, type: 'request', command, arguments: args };
      answers.set(seq, answered);
      session.handle(request);
    });
  const stop = () =>
    new Promise<void>(stopped => {
      heard = ({ event }) => {
        if (event === 'stopped' || event === 'terminated') stopped();
      };
    });
  const move = async (command: string) => {
    const stopped = stop();
    await ask(command, { threadId: 1 });
    await stopped;
  };
  await ask('initialize', { adapterID: 'packet' });
  await ask('launch', { stack: STACK, capture: file, interface: 'em0', stopOnEntry });
  await move('configurationDone');
  return {
    ask,
    async move(command) {
      await move(command);
      const { stackFrames } = (await ask('stackTrace', {
        threadId: 1,
      })) as DebugProtocol.StackTraceResponse['body'];
      title = stackFrames.at(-1)?.name ?? '';
    },
    frame: () => Number(/^Frame (\d+)/.exec(title)?.[1] ?? 0),
  };
}
