/**
 * `node --expose-gc editor.js FILE`: what a person waits for in the capture editor, with a capture of ten
 * million frames, and what the editor's model holds then. FILE is written if it is not there. Prints JSON;
 * times are wall clock milliseconds.
 */
import { closeSync, existsSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { FileSource } from '../../src/capture/files/fileSource';
import { everything } from '../../src/webview/protocol/capture';
import { captureRequests } from '../../src/webview/protocol/messages';
import { Desk } from '../webview/model/desk';
import { ManyFrames } from '../webview/model/manyFrames';
import { Random } from './random';
import { router } from './router';

const FRAMES = 10_000_000;
const JUMPS = 100;
/** Rows on a screen. */
const SCREEN = 40;
const NAME = 'ten-million.pcap';
const CHUNK = 8 << 20;

const [path] = process.argv.slice(2);

function write(): void {
  const source = new ManyFrames(FRAMES);
  if (existsSync(path) && statSync(path).size === source.size) return;
  const file = openSync(`${path}.part`, 'w');
  const chunk = new Uint8Array(CHUNK);
  for (let at = 0; at < source.size; at += CHUNK) writeSync(file, chunk, 0, source.read(at, chunk, 0, CHUNK));
  closeSync(file);
  renameSync(`${path}.part`, path);
}

/** Bytes of memory in use after collecting garbage. */
function held(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function filtered(desk: Desk, filter: string): Promise<{ first: number; end: number }> {
  let first = 0;
  const end = await timed(async () => {
    const began = performance.now();
    const shown = desk.page.ask(captureRequests.show, { ...everything, filter });
    await desk.until(state => state.rows > 0 && state.rows < FRAMES);
    await desk.rows(0, 1);
    first = performance.now() - began;
    await shown;
  });
  return { first, end };
}

async function measure(): Promise<void> {
  write();
  const before = held();
  const stack = `${router()}replay "${NAME}" on em0\n`;
  const files = { captures: { [NAME]: new FileSource(path) }, texts: { 'router.stack': stack } };
  const began = performance.now();
  const desk = new Desk(NAME, files);
  const firstRows = await timed(async () => {
    await desk.until(state => state.rows >= SCREEN);
    await desk.rows(0, SCREEN);
  });
  await desk.indexed();
  const index = performance.now() - began;
  const random = new Random(1);
  const jumps: number[] = [];
  for (let i = 0; i < JUMPS; i++) {
    const from = random.below(FRAMES - SCREEN);
    jumps.push(await timed(() => desk.rows(from, from + SCREEN)));
  }
  const byColumn = await filtered(desk, 'ipv6.hlim == 1');
  const byField = await filtered(desk, 'ipv6.flow == 99999');
  await desk.show({});
  const replay = await timed(() => desk.replayed('router.stack'));
  const { replay: state } = await desk.state();
  if (state.kind !== 'done') throw new Error(`the replay is ${JSON.stringify(state)}`);
  const bytes = held() - before;
  jumps.sort((a, b) => a - b);
  const [middle, worst] = [jumps[JUMPS / 2], jumps[JUMPS - 1]];
  const total = jumps.reduce((sum, one) => sum + one, 0);
  console.log(
    JSON.stringify({
      frames: FRAMES,
      firstRows,
      index,
      total,
      middle,
      worst,
      byColumn,
      byField,
      replay,
      bytes,
    }),
  );
  desk.model.dispose();
}

void measure();
