#!/usr/bin/env node
/**
 * The debug adapter as a program of its own: a session over standard input and output, for any debug client.
 */
import { readFile } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { DebugSession, Event, Response } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { capturePath, openCaptureFile, realPaths } from './capture/files/captureFile';
import { openOutputBelow, openOutputBeside } from './capture/files/outputFile';
import { readTextFile } from './capture/files/textFile';
import type { Environment } from './debugger/environment';
import type { LaunchArguments } from './debugger/launch';
import { Session } from './debugger/session';

/** The engine's source as it was shipped, beside this program. */
const engine = join(__dirname, 'engine');

const environment: Environment = {
  readText: async file => readTextFile(file),
  openCapture: capture => openCaptureFile(capturePath(capture)),
  openOutput: openOutputBeside,
  openCaptureOutput: (file, beside, captures) => openOutputBelow(file, beside, realPaths(captures)),
  readKernel: (folder, file) => readFile(join(folder, file), 'utf8').catch(() => null),
  enginePath: file => join(engine, file),
  engineFile(path) {
    const inside = relative(engine, resolve(path));
    return inside.startsWith('..') || isAbsolute(inside) ? null : inside.split(sep).join('/');
  },
  breathe: () => new Promise(done => setImmediate(done)),
};

/** A launch with whole paths: clients open the file that a stop names, and name it so in breakpoints. */
function withWholePaths(args: LaunchArguments): LaunchArguments {
  const given = { ...args };
  for (const name of ['stack', 'kernelSources'] as const) {
    const file: unknown = given[name];
    if (typeof file === 'string' && file !== '') given[name] = resolve(file);
  }
  return given;
}

/** Transport and dispatch of the protocol's own implementation; everything else is the session's. */
class Adapter extends DebugSession {
  private readonly session = new Session(environment, message => {
    if (message.type === 'event') {
      this.sendEvent(new Event(message.event, message.body));
      return;
    }
    const { request_seq, command } = message;
    const response = new Response({ seq: request_seq, type: 'request', command } as DebugProtocol.Request);
    this.sendResponse(Object.assign(response, message));
    if (command === 'disconnect') this.shutdown();
  });

  protected override dispatchRequest(request: DebugProtocol.Request): void {
    const { command, arguments: args } = request;
    if (command === 'launch') this.session.handle({ ...request, arguments: withWholePaths(args) });
    else if (command === 'restart' && args?.arguments) {
      this.session.handle({ ...request, arguments: { ...args, arguments: withWholePaths(args.arguments) } });
    } else this.session.handle(request);
  }
}

DebugSession.run(Adapter);
