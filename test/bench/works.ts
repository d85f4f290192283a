/** The pieces of work that the benchmark measures. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import * as running from '#stack/running';
import { FileSource } from '../../src/capture/files/fileSource';
import { Capture } from '../../src/capture/index';
import { parseStack } from '../../src/config';
import { FrameColumns } from '../../src/decode/columns';
import { compileFilter, type Filter } from '../../src/decode/filter';
import { selectFrames } from '../../src/decode/selectFrames';
import { Replay } from '../../src/replay/replay';
import { prepare } from '../../src/replay/setup';
import { AES_KEY, cbcSha1Alone, GCM_KEY, gcmAlone, SHA1_KEY } from './library';
import { etherTunnel, gateway, router, router4, rules, tunnelBetweenHosts } from './router';
import { sessionAtEnd, sessionAtEntry } from './session';

/** What a piece of work came to. */
export interface Result {
  readonly frames: number;
  /** Bytes held a frame at the end, beyond what an idle process holds. */
  readonly bytes?: number;
  /** Frames that came to what they should or were selected: the work was done. */
  readonly hits?: number;
}

/** Work to be measured; neither what comes before it is counted, nor finding its result. */
export interface Work {
  run(): void | Promise<void>;
  result(): Result;
}

/** Decisions armed in the row with breakpoints. */
const ARMED = 20;
/** Frames replayed to learn which decisions are met. */
const REHEARSAL = 20_000;

/** Frames between the end of the capture and the stop that a session goes back to. */
const BACK = 100_000;

export const works: Readonly<Record<string, (file: string) => Work | Promise<Work>>> = {
  index: file => opening(() => Capture.openWhole(new FileSource(file))),

  columns: file => opening(() => open(file).capture),

  replay: file => replaying(replayOf(file, router())),

  rehearsed(file) {
    outcomesNeverMet(file);
    return replaying(replayOf(file, router()));
  },

  armed(file) {
    const outcomes = new Set(outcomesNeverMet(file));
    const replay = replayOf(file, router());
    replay.arm(path => replay.paths.outcomesOf(path).some(outcome => outcomes.has(outcome)));
    return replaying(replay);
  },

  replayTenPolicies: file => replaying(replayOf(file, router({ policies: 10 }))),

  replayManyRoutes: file => replaying(replayOf(file, router({ routes: 10_000 }))),

  replayManyPolicies: file => replaying(replayOf(file, router({ routes: 10_000, policies: 1_000 }))),

  replayTenNeighbors: file => replaying(replayOf(file, router({ routes: 257, neighbors: 10 }))),

  replayManyNeighbors: file => replaying(replayOf(file, router({ routes: 257, neighbors: 1_000 }))),

  gcm: file => replaying(replayOf(file, gateway(`-E aes-gcm-16 0x${GCM_KEY}`)), running.ENCAPSULATED),

  gcmAlone: file => alone(gcmAlone(file)),

  cbcSha1: file =>
    replaying(
      replayOf(file, gateway(`-E aes-cbc 0x${AES_KEY} -A hmac-sha1 0x${SHA1_KEY}`)),
      running.ENCAPSULATED,
    ),

  cbcSha1Alone: file => alone(cbcSha1Alone(file)),

  tenRules: file => replaying(replayOf(file, router4(...rules(10)))),

  hundredRules: file => replaying(replayOf(file, router4(...rules(100)))),

  thousandRules: file => replaying(replayOf(file, router4(...rules(1_000)))),

  divert: file => {
    const program = ['ipfw add 100 divert 8668 ip from any to any in', 'divert 8668 pass'];
    return replaying(replayOf(file, router4(...program)), running.DIVERTED);
  },

  etherTunnel: file => replaying(replayOf(file, router4(...etherTunnel)), running.ENCAPSULATED),

  betweenHosts(file) {
    const replay = replayOf(file, tunnelBetweenHosts, 'A.em0');
    return { ...replaying(replay), result: () => ({ frames: replay.pathOf.length, hits: takenOut(replay) }) };
  },

  stepBack: file => goingBack(file, 'stepBack', 0),

  reverseContinue: file => goingBack(file, 'reverseContinue', BACK),

  condition: file => runningThrough(file, { name: 'ip6_forward.hop-limit', condition: 'ipv6.hlim == 2' }),

  change: file => runningThrough(file, { name: 'changes ipv6.flow' }),

  filterColumns: file => selecting(file, 'ipv6.hlim == 64'),

  filterAny: file => selecting(file, 'tcp.window_size_value > 1000 or icmpv6.type == 128'),

  memory(file) {
    const before = held();
    const { capture, columns } = open(file);
    const replay = new Replay(...prepared(capture, router()));
    return {
      run: () => {
        replay.run();
      },
      result: () => ({
        frames: capture.frames,
        bytes: held() - before,
        hits: columns.addresses.count + replay.paths.size,
      }),
    };
  },
};

function opening(open: () => Capture): Work {
  let capture: Capture | null = null;
  return {
    run() {
      capture = open();
    },
    result: () => ({ frames: capture?.frames ?? 0 }),
  };
}

function open(file: string): { capture: Capture; columns: FrameColumns } {
  const columns = new FrameColumns();
  return { capture: Capture.openWhole(new FileSource(file), { visitor: columns }), columns };
}

function prepared(capture: Capture, machine: string, on = 'em0'): ConstructorParameters<typeof Replay> {
  const document = parseStack(machine, 'router.stack');
  const placement = { on, map: new Map<string, string>(), where: 'the benchmark' };
  const { script, hosts } = prepare(document, [{ name: 'capture', capture, placement }]);
  return [script, hosts];
}

function replayOf(file: string, machine: string, on?: string): Replay {
  return new Replay(...prepared(Capture.openWhole(new FileSource(file)), machine, on));
}

/** @param verdict what the frames are to come to */
function replaying(replay: Replay, verdict: number = running.FORWARDED): Work {
  return {
    run() {
      replay.run();
    },
    result: () => ({ frames: replay.pathOf.length, hits: count(replay, verdict) }),
  };
}

/** From the end of a capture back by one step, or to a frame `back` frames earlier. */
async function goingBack(file: string, command: string, back: number): Promise<Work> {
  const { frames } = Capture.openWhole(new FileSource(file));
  const session = await sessionAtEnd(file, `expect frame ${frames - back} dropped`);
  return {
    run: () => session.move(command),
    result() {
      if (session.frame() !== frames - back) throw new Error(`stopped in frame ${session.frame()}`);
      return { frames: Math.max(1, back) };
    },
  };
}

/** From the first frame to the end past a breakpoint that is asked in every frame and stops in none. */
async function runningThrough(file: string, breakpoint: DebugProtocol.FunctionBreakpoint): Promise<Work> {
  const { frames } = Capture.openWhole(new FileSource(file));
  const session = await sessionAtEntry(file, breakpoint);
  return {
    run: () => session.move('continue'),
    result() {
      if (session.frame() !== 0) throw new Error(`stopped in frame ${session.frame()}`);
      return { frames };
    },
  };
}

function count(replay: Replay, verdict: number): number {
  let count = 0;
  for (const path of replay.pathOf) if (replay.paths.verdict(path) === verdict) count++;
  return count;
}

/** Packets that came by a link and were taken out of a tunnel. */
function takenOut({ extras, paths }: Replay): number {
  let count = 0;
  for (let k = 0; k < extras.count; k++) if (paths.verdict(extras.paths[k]) === running.DECAPSULATED) count++;
  return count;
}

/** Work of the library: its frames are those it was given. */
function alone(work: () => number): Work {
  let frames = 0;
  return {
    run() {
      frames = work();
    },
    result: () => ({ frames, hits: frames }),
  };
}

/** Outcomes of decisions of forwarding that no frame meets. */
function outcomesNeverMet(file: string): number[] {
  const rehearsal = replayOf(file, router());
  rehearsal.run(REHEARSAL);
  const met = new Set<number>();
  for (let path = 1; path < rehearsal.paths.size; path++) {
    for (const outcome of rehearsal.paths.outcomesOf(path)) met.add(outcome);
  }
  const never = running.catalogue
    .filter(point => point.id.startsWith('ip6_'))
    .flatMap(point => point.outcomes.map((_, i) => point.first + i))
    .filter(outcome => !met.has(outcome));
  return never.slice(0, ARMED);
}

function selecting(file: string, text: string): Work {
  const { capture, columns } = open(file);
  const filter = filterOf(text);
  let hits = 0;
  return {
    run() {
      for (const _ of selectFrames(capture, columns, filter)) hits++;
    },
    result: () => ({ frames: capture.frames, hits }),
  };
}

function filterOf(text: string): Filter {
  const compiled = compileFilter(text);
  if (!compiled.ok) throw new Error(`${text}: ${compiled.error.message}`);
  return compiled.filter;
}

/** Bytes of memory in use after collecting garbage. */
function held(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
