/**
 * The objects that `replay --json` prints, one for each event: a contract that other programs are written
 * against.
 */
import * as running from '#stack/running';
import type { Capture } from '../capture/capture';
import { toHex } from '../wire/bytes';
import type { Output } from './output';
import type { PastEvent, Replay } from './replay';
import { placeOfFrame } from './script';
import { formatHostTime, formatTime } from './time';

/** A frame by its capture's name as given and its number there, from 1. */
export interface FrameName {
  readonly capture: string;
  readonly frame: number;
}

interface OutputRow {
  readonly interface: string;
  readonly kind: string;
  /** Lower-case hexadecimal, from the network header on. */
  readonly bytes: string;
}

export interface FrameRow extends FrameName {
  readonly time: string;
  readonly interface: string | null;
  readonly verdict: string;
  /** The decision that chose the verdict, null when none did. */
  readonly decision: string | null;
  /** `id=outcome` in the order taken. */
  readonly path: readonly string[];
  readonly outputs: readonly OutputRow[];
}

export interface EventRow {
  readonly event: 'neighbor' | 'timer' | 'command' | 'link';
  readonly time: string;
  /** The host that it is an event of, where the file describes several. */
  readonly host?: string;
  /** Of a packet that came by a link: the interface it came in on, and what became of it there. */
  readonly interface?: string | null;
  readonly verdict?: string;
  readonly decision?: string | null;
  readonly path?: readonly string[];
  /** The frame that it is about or stems from, null when it is about none. */
  readonly for: FrameName | null;
  readonly outputs: readonly OutputRow[];
}

export interface SummaryRow {
  readonly summary: Readonly<Record<string, number>>;
  readonly counters: Readonly<Record<string, number>>;
  /** Only where the kernel stopped. */
  readonly panic?: PanicRow;
}

/** Why and where the kernel stopped, which ended the replay. */
export interface PanicRow {
  /** As `divide-by-zero`. */
  readonly reason: string;
  readonly decision: string | null;
  readonly time: string;
  /** The frame that it stopped in or on account of, null for none. */
  readonly for: FrameName | null;
  /** What happened, in sentences. */
  readonly explanation: string;
}

/** Names of captures and frames for rows. */
export class FrameNames {
  /** @param names of the captures as given, in the order of the script */
  constructor(
    private readonly replay: Replay,
    private readonly names: readonly string[],
  ) {}

  /** The frame at a position; null for none. */
  at(position: number): FrameName | null {
    if (position < 0) return null;
    const { order } = this.replay.script;
    return { capture: this.names[order.capture(position)], frame: order.frame(position) + 1 };
  }

  /** The host's interface that the frame at a position belongs to, null for none. */
  interfaceAt(position: number): string | null {
    return placeOfFrame(this.replay.script, position);
  }

  /** Time of the frame at a position as its file has it. */
  timeAt(position: number): string {
    const { order, captures } = this.replay.script;
    const capture = captures[order.capture(position)];
    const frame = order.frame(position);
    return formatTime(capture.seconds(frame), capture.nanoseconds(frame), timeDigits(capture, frame));
  }
}

/**
 * Digits behind the point that the clock of a frame's interface has: 6 for microseconds; 9 for clocks that
 * count no tenths.
 */
export function timeDigits(capture: Capture, frame: number): number {
  const face = capture.interfaceOf(frame);
  const ticks = face < 0 ? '' : String(capture.interfaces[face].ticksPerSecond);
  return /^10{0,9}$/.test(ticks) ? ticks.length - 1 : 9;
}

/** Verdict number of a frame's path. A packet that no decision settled was taken in and went no further. */
export function frameVerdict(replay: Replay, path: number): number {
  return replay.paths.verdict(path) || running.CONSUMED;
}

/** The decision that settled a path, null when none did. */
export function decisionOf(replay: Replay, path: number): string | null {
  const settledBy = replay.paths.settledBy(path);
  return settledBy < 0 ? null : running.decisionOfOutcome[settledBy].id;
}

/** `id=outcome` of each decision of a path. */
export function pathTexts(replay: Replay, path: number): string[] {
  return Array.from(replay.paths.outcomesOf(path), outcome => {
    return `${running.decisionOfOutcome[outcome].id}=${running.outcomeName(outcome)}`;
  });
}

function outputRow(output: Output): OutputRow {
  return { interface: output.interface, kind: output.kind, bytes: toHex(output.bytes) };
}

/**
 * Outputs of one event by the frame that they are or answer: `own` of the event's frame, and those of others.
 */
export function sortOutputs(event: Pick<PastEvent, 'position' | 'outputs'>): {
  own: Output[];
  others: { position: number; outputs: Output[] }[];
} {
  const own: Output[] = [];
  const others: { position: number; outputs: Output[] }[] = [];
  for (const output of event.outputs) {
    if (output.frame === 0 || output.frame - 1 === event.position) {
      own.push(output);
      continue;
    }
    const position = output.frame - 1;
    const known = others.find(other => other.position === position);
    if (known === undefined) others.push({ position, outputs: [output] });
    else known.outputs.push(output);
  }
  return { own, others };
}

/** The host of an event, where the file describes several. */
export function hostOfEvent(replay: Replay, { number }: Pick<PastEvent, 'number'>): { host?: string } {
  const { hosts } = replay.script;
  return hosts === null ? {} : { host: hosts[number] };
}

/** Where an event that is no frame happened, and what became of a packet that came by a link. */
export function placeOfEvent(
  replay: Replay,
  event: Pick<PastEvent, 'number' | 'path' | 'came'>,
): Pick<EventRow, 'host' | 'interface' | 'verdict' | 'decision' | 'path'> {
  const host = hostOfEvent(replay, event);
  if (event.came === null) return host;
  return {
    ...host,
    interface: event.came.interface,
    verdict: running.verdicts[frameVerdict(replay, event.path)],
    decision: decisionOf(replay, event.path),
    path: pathTexts(replay, event.path),
  };
}

/** The rows of one event, in the order to print them. A frame that was not injected has none. */
export function eventRows(replay: Replay, names: FrameNames, event: PastEvent): (FrameRow | EventRow)[] {
  if (event.kind === 'passed') return [];
  const { own, others } = sortOutputs(event);
  const time = formatHostTime(replay.script.epoch, event.now);
  const rows: (FrameRow | EventRow)[] = [];
  const name = names.at(event.position);
  if (event.kind === 'frame' && name !== null) {
    rows.push({
      ...name,
      time: names.timeAt(event.position),
      interface: names.interfaceAt(event.position),
      verdict: running.verdicts[frameVerdict(replay, event.path)],
      decision: decisionOf(replay, event.path),
      path: pathTexts(replay, event.path),
      outputs: own.map(outputRow),
    });
  } else if (event.kind !== 'frame') {
    rows.push({
      event: event.kind,
      time,
      ...placeOfEvent(replay, event),
      for: name,
      outputs: own.map(outputRow),
    });
  }
  for (const { position, outputs } of others) {
    rows.push({
      event: event.kind === 'frame' ? 'neighbor' : event.kind,
      time,
      ...hostOfEvent(replay, event),
      for: names.at(position),
      outputs: outputs.map(outputRow),
    });
  }
  return rows;
}

/** Number of injected frames for each verdict number. */
function verdictCounts(replay: Replay): number[] {
  const { pathOf } = replay;
  const byPath = new Uint32Array(replay.paths.size);
  for (let position = 0; position < pathOf.length; position++) byPath[pathOf[position]]++;
  const counts = new Array<number>(running.verdicts.length).fill(0);
  for (let path = 1; path < byPath.length; path++) counts[frameVerdict(replay, path)] += byPath[path];
  return counts;
}

/** The last row: frames by verdict, and the counters that are not zero. */
export function summaryRow(replay: Replay): SummaryRow {
  const counts = verdictCounts(replay);
  const summary = Object.fromEntries(running.verdicts.map((name, i) => [name, counts[i]] as const).slice(1));
  return { summary, counters: allCounters(replay) };
}

/**
 * The counters of all hosts that are not zero; where the file describes several, each bears its host's name
 * in front.
 */
function allCounters({ hosts, script }: Replay): Record<string, number> {
  if (script.hosts === null) return running.counters(hosts[0]);
  const all: Record<string, number> = {};
  for (const [number, host] of hosts.entries()) {
    for (const [name, count] of Object.entries(running.counters(host)))
      all[`${script.hosts[number]}.${name}`] = count;
  }
  return all;
}
