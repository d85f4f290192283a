/** Sessions that tests begin with. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Client } from './client';

/** The sample lab. */
export const lab = 'samples/ipv6-router/router.stack';

/** What a client says that can show everything. */
export const able: Partial<DebugProtocol.InitializeRequestArguments> = {
  linesStartAt1: true,
  columnsStartAt1: true,
  supportsMemoryReferences: true,
  supportsInvalidatedEvent: true,
  supportsMemoryEvent: true,
};

/** Breakpoints and filters to begin with. */
export interface Beginning {
  readonly names?: readonly DebugProtocol.FunctionBreakpoint[];
  readonly lines?: DebugProtocol.SetBreakpointsArguments;
  readonly filters?: readonly string[];
}

/** From `initialize` to the first stop. */
export async function begin(
  client: Client,
  launch: object = {},
  { names, lines, filters }: Beginning = {},
): Promise<DebugProtocol.StoppedEvent['body']> {
  await client.ask('initialize', { adapterID: 'packet', ...able });
  await client.ask('launch', { stack: lab, ...launch });
  await client.event('initialized');
  if (lines !== undefined) await client.ask('setBreakpoints', lines);
  if (names !== undefined) await client.ask('setFunctionBreakpoints', { breakpoints: names });
  if (filters !== undefined) await client.ask('setExceptionBreakpoints', { filters });
  return client.move('configurationDone', {});
}

/** Variables of a scope of the innermost frame. */
export async function scope(client: Client, name: string): Promise<number> {
  const { stackFrames } = await client.ask('stackTrace', { threadId: 1 });
  const { scopes } = await client.ask('scopes', { frameId: stackFrames[0].id });
  const found = scopes.find(one => one.name === name);
  if (found === undefined) throw new Error(`there is no scope ${name}`);
  return found.variablesReference;
}
