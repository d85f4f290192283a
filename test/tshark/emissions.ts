/**
 * Everything that the engine sends in samples, in the lab of the Linux captures, in vectors, and when
 * strangers send it what they like.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { Capture, MemorySource } from '../../src/capture';
import { FileSource } from '../../src/capture/files/fileSource';
import { parseStack } from '../../src/config';
import { labs } from '../../src/extension/samples/labs';
import { type Input, packetAt, type Replay } from '../../src/replay';
import { placementOf, replayCommands } from '../../src/replay/setup';
import { captureBytes } from '../../src/replay/vector/capture';
import type { VectorCase } from '../../src/replay/vector/case';
import { stackText } from '../../src/replay/vector/stackText';
import { fromHex, toHex } from '../../src/wire/bytes';
import { pcapFile } from '../capture/build';
import type { Given as Mld6Given } from '../conformance/mld6/case';
import { runMld6 } from '../conformance/mld6/run';
import { scenes } from '../replay/hostScenes';
import { input, labReplay, stackReplay } from '../replay/lab';
import { join as bytesOf, ip6 } from '../stack/packets';
import { casesOf } from '../stack/vectors';
import type { SentPacket } from './complaints';

export interface Emission extends SentPacket {
  /** Where it comes from, for the message of a failure. */
  readonly from: string;
}

const NOTHING = new Uint8Array(0);

/** Runs a replay to its end and keeps what the machine sends. */
function emitted(from: string, replay: Replay): Emission[] {
  const all: Emission[] = [];
  const causes = new Map<number, Uint8Array>();
  const causeAt = (position: number) => {
    const cause = causes.get(position) ?? packetAt(replay, position).slice();
    causes.set(position, cause);
    return cause;
  };
  replay.collecting = true;
  replay.onEvent = ({ outputs, position }) => {
    for (const { kind, bytes, frame } of outputs) {
      const arrived = frame > 0 ? frame - 1 : position;
      const cause = arrived < 0 ? NOTHING : causeAt(arrived);
      all.push({ from, kind, bytes: bytes.slice(), cause });
    }
  };
  replay.run();
  return all;
}

function ofSamples(): Emission[] {
  return labs.flatMap(({ folder, stack, capture }) => {
    const file = join(PROJECT_ROOT, 'samples', folder, capture);
    const text = readFileSync(join(dirname(file), stack), 'utf8');
    const [line] = replayCommands(parseStack(text, stack));
    const from: Input = {
      name: capture,
      capture: Capture.openWhole(new FileSource(file)),
      placement: placementOf(line),
    };
    return emitted(`sample ${folder}`, stackReplay(text, [from], { until: '10s' }));
  });
}

function ofScenes(): Emission[] {
  return scenes.flatMap(({ name, stack, capture, on, more = [] }) => {
    const text = readFileSync(join(PROJECT_ROOT, 'test/replay', stack), 'utf8');
    const from = input(capture, on, [['lan', 'em0']]);
    return emitted(name, stackReplay([text, ...more].join('\n'), [from], { until: '10s' }));
  });
}

/** A capture in memory that arrives where its interfaces are named, or on `on`. */
function made(bytes: Uint8Array, on: string | null): Input {
  return {
    name: 'made',
    capture: Capture.openWhole(new MemorySource(bytes)),
    placement: { on, map: new Map(), where: 'made' },
  };
}

/** One in so many vectors of ip6_forward is replayed; the others send the same kinds of packets. */
const EVERY = 4;

function ofForwardVectors(): Emission[] {
  const some = casesOf('ip6_forward').filter((_, i) => i % EVERY === 0);
  return some.flatMap(one => {
    const vector = one as unknown as VectorCase;
    const from = made(captureBytes(vector), null);
    return emitted(
      `ip6_forward ${vector.id}`,
      stackReplay(stackText(vector, 'made'), [from], { until: '10s' }),
    );
  });
}

/** Hop-by-hop header that carries a router alert for Multicast Listener Discovery (RFC 2711 2.1). */
const ROUTER_ALERT = fromHex('3a00050200000100');

/** The vectors of mld6 tell the message and its addresses, not the headers before it. */
function ofMldVectors(): Emission[] {
  type Sent = { readonly src: string; readonly dst: string; readonly mld: string };
  return casesOf('mld6').flatMap(one => {
    const { ops } = runMld6(one.given as unknown as Mld6Given, new Set()) as unknown as {
      ops: readonly { readonly sent?: readonly Sent[] }[];
    };
    return ops
      .flatMap(op => op.sent ?? [])
      .map(({ src, dst, mld }) => ({
        from: `mld6 ${one.id}`,
        kind: 'mld',
        cause: NOTHING,
        bytes: ip6({ src, dst, hlim: 1, nxt: 0, payload: bytesOf(ROUTER_ALERT, fromHex(mld)) }),
      }));
  });
}

/** Frames of the lab with some bytes changed, cut or lengthened, the same in every run. */
function damagedFrames(): Uint8Array[] {
  const frames = [...new Set(scenes.map(one => one.capture))].flatMap(file => {
    const { capture } = input(file, 'em0');
    return Array.from({ length: capture.frames }, (_, i) => capture.read(i).slice());
  });
  const damaged = fc
    .record({
      frame: fc.nat(frames.length - 1),
      changes: fc.array(fc.tuple(fc.integer({ min: 14, max: 120 }), fc.nat(255)), { maxLength: 3 }),
      cut: fc.option(fc.nat(160), { nil: null }),
    })
    .map(({ frame, changes, cut }) => {
      const bytes = frames[frame].slice(0, cut ?? undefined);
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
      return bytes;
    });
  return fc.sample(damaged, { numRuns: 1000, seed: 5 });
}

/** What r1 and h1 send of their own when damaged frames arrive; what they forward is as broken as it came. */
function ofDamagedFrames(): Emission[] {
  const frames = damagedFrames().map((bytes, i) => ({ seconds: 1 + i, ticks: 0, bytes }));
  const from = made(pcapFile({ network: 1 }, frames), 'em0');
  const h1 = readFileSync(join(PROJECT_ROOT, 'test/replay/hosts/h1.stack'), 'utf8');
  return [labReplay([from]), stackReplay(h1, [from])]
    .flatMap(replay => emitted('damaged frames', replay))
    .filter(one => one.kind !== 'forwarded');
}

/** All of it, each packet once. */
export function emissions(): Emission[] {
  const once = new Map<string, Emission>();
  for (const one of [ofSamples(), ofScenes(), ofForwardVectors(), ofMldVectors(), ofDamagedFrames()].flat()) {
    const key = toHex(one.bytes);
    if (!once.has(key)) once.set(key, one);
  }
  return [...once.values()];
}
