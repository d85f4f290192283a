/**
 * Fills rows of the list, for what is on the screen only: numbers from the index, texts from one frame at a
 * time.
 */
import { type ColumnText, ColumnTexts, FrameDecoder } from '../../decode';
import type { Arrival } from '../../replay/links';
import { COMMAND as COMMAND_EVENT } from '../../replay/machine';
import { COMMAND, FRAME, LINK, type Rows, RowsWriter, type TextColumn, TIMER } from '../protocol/rows';
import { eventWords } from '../protocol/words';
import type { Opened } from './indexedCapture';
import { LinkPackets } from './linkPackets';
import type { MachineRun } from './machineRun';
import { decisionOfPath, verdictOfPath } from './pathTally';
import { eventEntry, type RowOrder } from './rowOrder';

/** Frames whose texts are kept. */
const KEPT = 2048;
/** Rows answered at once at most. */
const ROWS_MAX = 4096;

export class RowReader {
  private readonly kept = new Map<number, ColumnText>();
  /** Texts of events that are no frames, in `eventRun`. */
  private readonly events = new Map<number, EventTexts>();
  private eventRun: MachineRun | null = null;

  private readonly worded = new ColumnTexts();
  private readonly decoder: FrameDecoder;

  constructor(private readonly opened: Opened) {
    this.decoder = new FrameDecoder(opened.capture, this.worded.fields);
  }

  /** Rows `from` … `to - 1`, as far as there are. Throws CaptureError. */
  rows(order: RowOrder, run: MachineRun | null, revision: number, from: number, to: number): Rows {
    const first = Math.max(0, Math.min(Math.floor(from) || 0, order.count));
    const end = Math.max(first, Math.min(Math.floor(to) || 0, order.count, first + ROWS_MAX));
    const writer = new RowsWriter(revision, first, end - first);
    let before = first > 0 ? this.timeOf(order.at(first - 1), run) : Number.NaN;
    for (let row = first; row < end; row++) {
      const entry = order.at(row);
      const i = row - first;
      const time = this.timeOf(entry, run);
      writer.numbers.relative[i] = time;
      writer.numbers.delta[i] = Number.isNaN(before) ? 0 : time - before;
      before = time;
      this.setTime(writer.numbers, i, time);
      if (entry >= 0) this.frame(writer, i, entry, run);
      else this.event(writer, i, eventEntry(entry), run);
    }
    return writer.done();
  }

  /** The texts of a row. Throws CaptureError. */
  texts(entry: number, run: MachineRun | null): Record<TextColumn, string> {
    return entry >= 0 ? this.frameTexts(entry, run) : this.eventTexts(eventEntry(entry), run).texts;
  }

  /** Bytes on the wire of the row's packet; null for a timer or a command. */
  length(entry: number, run: MachineRun | null): number | null {
    if (entry >= 0) return this.opened.capture.originalLength(entry);
    return this.eventTexts(eventEntry(entry), run).length;
  }

  /** Nanoseconds from the first frame to what a row shows. */
  private timeOf(entry: number, run: MachineRun | null): number {
    const { times } = this.opened;
    if (entry >= 0) return times.relative(entry);
    return run === null ? 0 : run.timeOfExtra(eventEntry(entry), times);
  }

  private setTime(numbers: RowsWriter['numbers'], i: number, time: number): void {
    const { seconds, nanos } = this.opened.times;
    const whole = Math.floor((nanos + time) / 1e9);
    numbers.seconds[i] = seconds + whole;
    numbers.nanos[i] = Math.round(nanos + time - whole * 1e9);
  }

  private frame(writer: RowsWriter, i: number, frame: number, run: MachineRun | null): void {
    const { capture } = this.opened;
    const { numbers } = writer;
    numbers.kind[i] = FRAME;
    numbers.frame[i] = frame + 1;
    // Doubles do not hold nanoseconds since the epoch: what the index has is exact.
    numbers.seconds[i] = capture.seconds(frame);
    numbers.nanos[i] = capture.nanoseconds(frame);
    numbers.length[i] = capture.originalLength(frame);
    numbers.verdict[i] = run === null ? 0 : verdictOfPath(run.replay.paths, run.pathOf(frame));
    writer.text(this.frameTexts(frame, run));
  }

  private event(writer: RowsWriter, i: number, k: number, run: MachineRun | null): void {
    const { numbers } = writer;
    const { texts, length } = this.eventTexts(k, run);
    numbers.kind[i] =
      length !== null ? LINK : run?.replay.extras.kinds[k] === COMMAND_EVENT ? COMMAND : TIMER;
    numbers.event[i] = k + 1;
    numbers.length[i] = length ?? 0;
    if (run !== null) numbers.verdict[i] = verdictOfPath(run.replay.paths, run.pathOfEntry(eventEntry(k)));
    writer.text(texts);
  }

  private frameTexts(frame: number, run: MachineRun | null): Record<TextColumn, string> {
    const decision = run === null ? '' : decisionOfPath(run.replay.paths, run.pathOf(frame));
    return { interface: this.interfaceOf(frame, run), decision, ...this.columnsOf(frame) };
  }

  /** The machine's interface that the frame belongs to; without a machine the capture's. */
  private interfaceOf(frame: number, run: MachineRun | null): string {
    const { capture } = this.opened;
    if (run !== null && frame < run.positions.frames) {
      const name = run.program.names.interfaceAt(run.positions.of(frame));
      if (name !== null) return name;
    }
    const id = capture.interfaceOf(frame);
    return id < 0 ? '' : capture.interfaces[id].name;
  }

  private columnsOf(frame: number): ColumnText {
    const known = this.kept.get(frame);
    if (known !== undefined) return known;
    const texts = this.worded.of(this.decoder.decode(frame));
    keep(this.kept, frame, texts);
    return texts;
  }

  private eventTexts(k: number, run: MachineRun | null): EventTexts {
    if (run === null) return noEvent;
    if (this.eventRun !== run) this.events.clear();
    this.eventRun = run;
    const known = this.events.get(k);
    if (known !== undefined) return known;
    const { extras, paths } = run.replay;
    const decision = decisionOfPath(paths, extras.paths[k]);
    const packets = new LinkPackets(run, this.opened.times, this.worded.fields);
    const came = packets.arrival(k);
    const made = came === null ? machineEvent(k, run, decision) : this.linkEvent(k, packets, came, decision);
    keep(this.events, k, made);
    return made;
  }

  private linkEvent(k: number, packets: LinkPackets, came: Arrival, decision: string): EventTexts {
    const columns = this.worded.of(packets.decode(k, came));
    return { texts: { interface: came.interface, decision, ...columns }, length: came.bytes.length };
  }
}

/**
 * An event that is no frame: what its row says, and the length of its packet, null for a timer or a command.
 */
interface EventTexts {
  readonly texts: Record<TextColumn, string>;
  readonly length: number | null;
}

function machineEvent(k: number, run: MachineRun, decision: string): EventTexts {
  const protocol = run.replay.extras.kinds[k] === COMMAND_EVENT ? eventWords.command : eventWords.timer;
  return { texts: { ...noTexts, protocol, info: run.titleOfExtra(k), decision }, length: null };
}

const noTexts: Record<TextColumn, string> = {
  interface: '',
  source: '',
  destination: '',
  protocol: '',
  info: '',
  decision: '',
};
const noEvent: EventTexts = { texts: noTexts, length: null };

/** Keeps a value, and gives up the oldest beyond what is kept. */
function keep<T>(kept: Map<number, T>, key: number, value: T): void {
  if (kept.size >= KEPT) kept.delete(kept.keys().next().value as number);
  kept.set(key, value);
}
