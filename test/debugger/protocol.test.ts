/** Whatever is asked, in whatever order: the rules of the protocol hold. */
import { strict as assert } from 'node:assert';
import type { DebugProtocol } from '@vscode/debugprotocol';
import fc from 'fast-check';
import { Client } from './client';
import { lineOf, sourceOf } from './enginePlaces';
import { able, lab } from './sessions';

/** A request, and whether its answer is awaited before the next is sent. */
interface Ask {
  readonly command: string;
  readonly args: object | undefined;
  readonly awaited: boolean;
}

/** References that the session gave or may have given: real ones, old ones, none at all. */
const reference = fc.oneof(
  fc.integer({ min: 0, max: 60 }),
  fc.integer({ min: 995, max: 1200 }),
  fc.integer(),
);
const frame = fc.oneof(fc.integer({ min: -1, max: 54 }), fc.double(), fc.constant(undefined));
const moment = fc.constantFrom('19', '19.3', '2', 'e1', 'e2.1', 'e99', 'x', undefined);
const expression = fc.oneof(
  fc.constantFrom(
    'ipv6.hlim',
    'frame[0:4]',
    'verdict',
    'ip6stat.ip6s_total',
    'udp',
    'why',
    'goto 19',
    'goto 3.7',
  ),
  fc.constantFrom(
    'route[default]',
    'policy[1]',
    'net.inet6.ip6.forwarding',
    'if.em0.mtu',
    '',
    '==',
    '\u0000',
  ),
  fc.string({ maxLength: 12 }),
);
const name = fc.oneof(
  fc.constantFrom(
    'ip6_forward',
    '*',
    'icmp6_error.*',
    'changes ipv6.hlim',
    'ip6_forward.hop-limit=exceeded',
    'changes',
  ),
  fc.constantFrom('ip6_input log {ipv6.src}', 'ip6_output log', 'changes policy[1]', '='),
  fc.string({ maxLength: 12 }),
);
const source = fc.constantFrom(
  { path: lab },
  sourceOf('ip6_forward.hop-limit'),
  { path: 'elsewhere.c' },
  { path: 'ip6_forward.c' },
  {},
);
const line = fc.oneof(fc.integer({ min: -1, max: 60 }), fc.constant(lineOf('ip6_forward.hop-limit')));
const condition = fc.option(fc.constantFrom('ipv6.hlim < 10', 'udp', 'verdict == "dropped"', '(('), {
  nil: undefined,
});
const hitCondition = fc.option(fc.constantFrom('3', '% 2', '>= 4', 'x'), { nil: undefined });
const logMessage = fc.option(fc.constantFrom('at {ipv6.dst}', '{', '{{}}'), { nil: undefined });
const qualifiers = { condition, hitCondition, logMessage };

const withThread = fc.constant({ threadId: 1 });
const nothing = fc.constantFrom(undefined, {});

/** Arguments by command, more or less as the protocol has them. */
const served: Readonly<Record<string, fc.Arbitrary<object | undefined>>> = {
  initialize: fc.constant({ adapterID: 'packet', ...able }),
  configurationDone: nothing,
  threads: nothing,
  stackTrace: fc.record({
    threadId: fc.constant(1),
    startFrame: fc.option(fc.integer({ max: 9 }), { nil: undefined }),
  }),
  scopes: fc.record({ frameId: reference }),
  variables: fc.record({
    variablesReference: reference,
    start: fc.option(fc.integer({ min: -3, max: 80 }), { nil: undefined }),
    count: fc.option(fc.integer({ min: -3, max: 80 }), { nil: undefined }),
  }),
  setVariable: fc.record({
    variablesReference: reference,
    name: fc.constantFrom('Hop Limit', 'mtu', 'question', 'default'),
    value: fc.constantFrom('1', 'x', ''),
  }),
  setExpression: fc.record({ expression, value: fc.constantFrom('1', '0', '2001:db8::1', 'x', '') }),
  evaluate: fc.record({ expression, context: fc.constantFrom('watch', 'hover', 'repl', undefined) }),
  completions: fc.record({ text: expression, column: fc.integer({ min: -2, max: 20 }) }),
  exceptionInfo: withThread,
  readMemory: fc.record({
    memoryReference: fc.constantFrom('0.packet.3', '18.packet.24', '18.output.0', '999.packet.0', 'x'),
    offset: fc.option(fc.integer({ min: -20, max: 2000 }), { nil: undefined }),
    count: fc.integer({ min: -1, max: 3000 }),
  }),
  locations: fc.record({ locationReference: reference }),
  loadedSources: nothing,
  setBreakpoints: fc.record({
    source,
    breakpoints: fc.array(fc.record({ line, ...qualifiers }), { maxLength: 3 }),
  }),
  setFunctionBreakpoints: fc.record({
    breakpoints: fc.array(fc.record({ name, ...qualifiers }), { maxLength: 3 }),
  }),
  setDataBreakpoints: fc.record({
    breakpoints: fc.array(fc.record({ dataId: expression, ...qualifiers }), { maxLength: 2 }),
  }),
  setExceptionBreakpoints: fc.record({
    filters: fc.subarray([
      'drop',
      'icmp6-error',
      'malformed',
      'policy',
      'expectation',
      'difference',
      'storm',
    ]),
    filterOptions: fc.array(fc.record({ filterId: fc.constantFrom('drop', 'x'), condition }), {
      maxLength: 1,
    }),
  }),
  breakpointLocations: fc.record({ source, line, endLine: fc.option(line, { nil: undefined }) }),
  dataBreakpointInfo: fc.record({
    name: expression,
    variablesReference: fc.option(reference, { nil: undefined }),
    asAddress: fc.option(fc.boolean(), { nil: undefined }),
    bytes: fc.option(fc.integer({ min: -50, max: 50 }), { nil: undefined }),
  }),
  gotoTargets: fc.record({ source, line }),
  goto: fc.record({ threadId: fc.constant(1), targetId: fc.integer({ min: 0, max: 4 }) }),
  restartFrame: fc.record({ frameId: reference }),
  cancel: fc.oneof(
    nothing,
    fc.record({ requestId: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ progressId: fc.constantFrom('run-1', 'run-2') }),
  ),
  'packetDebugger/goToFrame': fc.record({ frame, step: frame }),
  'packetDebugger/position': nothing,
  'packetDebugger/trace': fc.record({ of: moment }),
  'packetDebugger/goTo': fc.record({ moment }),
  'packetDebugger/decisionCounts': nothing,
  'packetDebugger/lineCounts': nothing,
  'packetDebugger/kernelLine': fc.record({ frameId: reference }),
  'packetDebugger/stoppableLines': fc.record({ file: fc.constantFrom('router.stack', 'x.c', '') }),
};

const movements = [
  'continue',
  'reverseContinue',
  'next',
  'stepIn',
  'stepOut',
  'stepBack',
  'pause',
  'restart',
  'packetDebugger/stepBackIn',
  'packetDebugger/stepBackOut',
  'packetDebugger/nextPacket',
  'packetDebugger/previousPacket',
  'packetDebugger/nextWithSameReason',
  'packetDebugger/previousWithSameReason',
];

const asks = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(...movements).map(command => ({ command, args: { threadId: 1 } })),
  },
  ...Object.entries(served).map(([command, args]) => ({
    weight: 1,
    arbitrary: args.map(given => ({ command, args: given })),
  })),
  {
    weight: 1,
    arbitrary: fc.record({
      command: fc.oneof(fc.constantFrom(...Object.keys(served)), fc.string({ maxLength: 8 })),
      args: fc.option(fc.object({ maxDepth: 2 }), { nil: undefined }),
    }),
  },
);

const conversations = fc.array(
  fc.tuple(asks, fc.boolean()).map(([ask, awaited]): Ask => ({ ...ask, awaited })),
  { maxLength: 40 },
);

/** Asks for references as a client does: those of the innermost frame. */
async function look(client: Client): Promise<void> {
  const stack = await client.answer(client.send('stackTrace', { threadId: 1 }));
  const { stackFrames = [] } = (stack.body ?? {}) as Partial<DebugProtocol.StackTraceResponse['body']>;
  if (stackFrames.length === 0) return;
  const given = await client.answer(client.send('scopes', { frameId: stackFrames[0].id }));
  const { scopes = [] } = (given.body ?? {}) as Partial<DebugProtocol.ScopesResponse['body']>;
  for (const { variablesReference } of scopes.slice(0, 3)) {
    await client.answer(client.send('variables', { variablesReference }));
  }
}

describe('the rules of the protocol', function () {
  this.timeout(300_000);

  it('hold for random conversations after a launch', async () => {
    await fc.assert(
      fc.asyncProperty(conversations, fc.boolean(), async (asked, stopOnEntry) => {
        const client = new Client();
        await client.ask('initialize', { adapterID: 'packet', ...able });
        await client.ask('launch', { stack: lab, stopOnEntry });
        await client.ask('configurationDone');
        for (const [i, { command, args, awaited }] of asked.entries()) {
          const seq = client.send(command, args);
          if (awaited) await client.answer(seq);
          if (i % 8 === 3) await look(client);
        }
        await client.settle();
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  it('hold for random conversations without one', async () => {
    await fc.assert(
      fc.asyncProperty(conversations, async asked => {
        const client = new Client();
        for (const { command, args } of asked) client.send(command, args);
        await client.settle();
        assert.equal(client.events.length, 0);
      }),
      { numRuns: 100, seed: 4 },
    );
  });
});
