/** One row in detail: its trace, and its packet in every version. */
import type { Recorded } from '../../replay/recorded';
import { packetReport } from '../../replay/report';
import type { ByteSpan, BytesStep, PacketBytes, PacketTrace, Version } from '../protocol/packet';
import type { Opened } from './indexedCapture';
import type { MachineRun } from './machineRun';
import { packetBytes, type RowPacket } from './packetBytes';
import { networkAt } from './packetVersions';
import { eventEntry, type RowOrder } from './rowOrder';
import { stepOfBytes } from './stepOfBytes';
import { tracedEvent, versionsOf } from './traceView';
import { absences, refusals, titles } from './words';

/** What rows are looked up in, as it is now. */
export interface Rooms {
  readonly opened: Opened;
  readonly order: RowOrder;
  readonly run: MachineRun | null;
  /** The `.stack` file that was chosen, null without one. */
  readonly stack: string | null;
  /** True when its machine could not be started or run on. */
  readonly failed: boolean;
  readonly revision: number;
}

const noTrace = { steps: [], verdict: 0, sentence: '', settled: -1 } as const;

export class RowDetail {
  constructor(private readonly rooms: Rooms) {}

  /** A version of the row's packet. Throws Error with a sentence when there is no such row or version. */
  bytes(row: number, version: Version['id'], step: number): PacketBytes {
    const packet = this.packet(row);
    const known = versionsOf(tookPlace(packet.recorded), packet.frame >= 0);
    if (!known.some(one => one.id === version)) throw new Error(refusals.noVersion);
    return packetBytes(packet, version, step);
  }

  /** The step that has to do with bytes of a version; null for none. Throws Error with a sentence when there is no such row. */
  stepOfBytes(row: number, version: Version['id'], step: number, span: ByteSpan): BytesStep | null {
    const { opened, frame, recorded } = this.packet(row);
    const took = tookPlace(recorded);
    if (took === null || version.startsWith('out:')) return null;
    const link = frame < 0 ? 0 : networkAt(opened, frame, opened.capture.read(frame));
    return stepOfBytes(took, version, step, span, link);
  }

  /** Throws Error with a sentence when there is no such row. */
  trace(row: number): PacketTrace {
    const { opened, frame, run, recorded } = this.packet(row);
    const { failed, stack } = this.rooms;
    const took = tookPlace(recorded);
    const isFrame = frame >= 0;
    const network = isFrame ? networkAt(opened, frame, opened.capture.read(frame)) : 0;
    return {
      revision: this.rooms.revision,
      row,
      title: isFrame ? titles.packet(frame + 1) : this.eventTitle(row),
      frame: frame + 1,
      ...(run === null || took === null ? noTrace : tracedEvent(run, took, network)),
      versions: versionsOf(took, isFrame),
      absent: took !== null ? '' : this.absence(recorded !== null),
      waiting: stack !== null && !failed && recorded === null && run?.done !== true,
    };
  }

  /** The row's packet as Markdown. Throws Error with a sentence when there is no such row, or no machine that it came to. */
  report(row: number): string {
    const { frame, run, recorded } = this.packet(row);
    if (frame < 0 || run === null || frame >= run.positions.frames) throw new Error(refusals.noReport);
    const { replay, names, document } = run.program;
    const lines = document.source.text.split(/\r?\n/);
    return packetReport({
      replay,
      names,
      position: run.positions.of(frame),
      recorded: tookPlace(recorded),
      stackLine: (file, line) => (file === document.source.file ? (lines[line - 1] ?? null) : null),
    });
  }

  private packet(row: number): RowPacket {
    const { opened, order, run } = this.rooms;
    const entry = this.entry(row);
    const frame = Math.max(entry, -1);
    if (run === null) return { opened, frame, run, recorded: null };
    const event = entry >= 0 ? run.eventOf(entry) : run.eventOfExtra(eventEntry(order.at(row)));
    return { opened, frame, run, recorded: event < 0 ? null : run.timeline.recorded(event) };
  }

  private entry(row: number): number {
    const { order } = this.rooms;
    if (!Number.isInteger(row) || row < 0 || row >= order.count) throw new Error(refusals.noRow);
    return order.at(row);
  }

  private eventTitle(row: number): string {
    return this.rooms.run?.titleOfExtra(eventEntry(this.entry(row))) ?? '';
  }

  private absence(passed: boolean): string {
    const { failed, stack, run } = this.rooms;
    if (passed) return absences.passed;
    if (failed) return absences.replayFailed;
    if (stack === null) return absences.noMachine;
    return run?.done === true ? absences.ended : absences.notArrived;
  }
}

/** The event of a frame that the machine received, of a timer or of a command; null for a frame that only passed by. */
function tookPlace(recorded: Recorded | null): Recorded | null {
  return recorded?.kind === 'passed' ? null : recorded;
}
