/** One row in detail: its trace, and its packet in every version. */
import type { Recorded } from '../../replay/recorded';
import { packetReport } from '../../replay/report';
import type { ByteSpan, BytesStep, PacketBytes, PacketTrace, Version } from '../protocol/packet';
import { arrivedFrame, arrivedOnLink } from './arrivedPacket';
import type { Opened } from './indexedCapture';
import { LinkPackets } from './linkPackets';
import type { MachineRun } from './machineRun';
import { packetBytes, type RowPacket } from './packetBytes';
import { eventEntry, type RowOrder } from './rowOrder';
import { stepOfBytes } from './stepOfBytes';
import { tracedEvent, versionsOf } from './traceView';
import { absences, refusals, titles } from './words';

/** What rows are looked up in, as it is now. */
interface Rooms {
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
    const known = versionsOf(tookPlace(packet.recorded), packet.arrived !== null);
    if (!known.some(one => one.id === version)) throw new Error(refusals.noVersion);
    return packetBytes(packet, version, step);
  }

  /**
   * The step that has to do with bytes of a version; null for none. Throws Error with a sentence when there
   * is no such row.
   */
  stepOfBytes(row: number, version: Version['id'], step: number, span: ByteSpan): BytesStep | null {
    const { arrived, recorded } = this.packet(row);
    const took = tookPlace(recorded);
    if (took === null || version.startsWith('out:')) return null;
    return stepOfBytes(took, version, step, span, arrived?.network ?? 0);
  }

  /** Throws Error with a sentence when there is no such row. */
  trace(row: number): PacketTrace {
    const { arrived, run, recorded } = this.packet(row);
    const { failed, stack } = this.rooms;
    const took = tookPlace(recorded);
    const frame = this.entry(row);
    return {
      revision: this.rooms.revision,
      row,
      title: frame >= 0 ? titles.packet(frame + 1) : this.eventTitle(row),
      frame: Math.max(frame + 1, 0),
      event: frame < 0 ? eventEntry(frame) + 1 : 0,
      ...(run === null || took === null ? noTrace : tracedEvent(run, took, arrived?.network ?? 0)),
      versions: versionsOf(took, arrived !== null),
      absent: took !== null ? '' : this.absence(recorded !== null),
      waiting: stack !== null && !failed && recorded === null && run?.done !== true,
    };
  }

  /**
   * The row's packet as Markdown. Throws Error with a sentence when there is no such row, or no machine that
   * it came to.
   */
  report(row: number): string {
    const { arrived, run, recorded } = this.packet(row);
    const frame = this.entry(row);
    if (arrived === null || run === null || frame >= run.positions.frames) throw new Error(refusals.noReport);
    const position = frame < 0 ? (recorded?.position ?? -1) : run.positions.of(frame);
    const { replay, names, document } = run.program;
    const lines = document.source.text.split(/\r?\n/);
    return packetReport({
      replay,
      names,
      position,
      recorded: tookPlace(recorded),
      stackLine: (file, line) => (file === document.source.file ? (lines[line - 1] ?? null) : null),
    });
  }

  private packet(row: number): RowPacket {
    const { opened, run } = this.rooms;
    const entry = this.entry(row);
    const event = run?.eventOfEntry(entry) ?? -1;
    const recorded = run === null || event < 0 ? null : run.timeline.recorded(event);
    if (entry >= 0) return { arrived: arrivedFrame(opened, entry), run, recorded };
    const came = recorded?.came ?? null;
    if (run === null || came === null) return { arrived: null, run, recorded };
    const packets = new LinkPackets(run, opened.times);
    return { arrived: arrivedOnLink(packets, eventEntry(entry), came), run, recorded };
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

/**
 * The event of a frame that the machine received, of a timer or of a command; null for a frame that only
 * passed by.
 */
function tookPlace(recorded: Recorded | null): Recorded | null {
  return recorded?.kind === 'passed' ? null : recorded;
}
