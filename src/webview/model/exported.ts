/**
 * What the user takes along of the list: packets with their verdicts as comments, what the machine sent, or
 * rows as JSON.
 */
import {
  FrameOutcomes,
  joined,
  type Piece,
  packetsFile,
  rowsFile,
  sentFile,
  type Wants,
} from '../../replay/export';
import type { ExportWish } from '../protocol/messages';
import { textColumns } from '../protocol/rows';
import type { Opened } from './indexedCapture';
import { isOnLink, LinkPackets } from './linkPackets';
import type { MachineRun } from './machineRun';
import { eventEntry, type RowOrder } from './rowOrder';
import type { RowReader } from './rowReader';
import { refusals } from './words';

/** What is exported from, as it is now. */
export interface Exported {
  readonly opened: Opened;
  readonly order: RowOrder;
  readonly run: MachineRun | null;
  readonly reader: RowReader;
}

/** The bytes of a pcapng file, or JSON text. Throws CaptureError, or Error with a sentence. */
export async function exported(
  from: Exported,
  wish: ExportWish,
  signal: AbortSignal,
  onProgress: (progress: number) => void,
  breathe: () => Promise<void>,
): Promise<Uint8Array | string> {
  const entries = wantedEntries(from.order, wish.rows);
  const parts: Uint8Array[] = [];
  for (const { bytes, progress } of pieces(from, wish, entries)) {
    if (bytes.length > 0) parts.push(bytes);
    onProgress(progress);
    await breathe();
    if (signal.aborted) break;
  }
  const whole = joined(parts);
  return wish.what === 'rows' ? new TextDecoder().decode(whole) : whole;
}

function pieces(from: Exported, { what, rows }: ExportWish, entries: Int32Array): Generator<Piece> {
  const { run } = from;
  if (what === 'rows') return rowPieces(from, entries);
  if (what === 'packets') return packetPieces(from, entries);
  if (run === null) throw new Error(refusals.nothingSent);
  const { replay, captures: names } = run.program;
  const everything = rows === null && from.order.frames === from.opened.capture.frames;
  return sentFile({ replay, names, wants: everything ? null : wantedOf(run, entries) });
}

function packetPieces({ run, opened }: Exported, entries: Int32Array): Generator<Piece> {
  const outcomes = outcomesOf(run);
  const links = run === null ? null : new LinkPackets(run, opened.times);
  return packetsFile({
    capture: opened.capture,
    frames: entries.filter(entry => entry >= 0 || (run !== null && isOnLink(run, eventEntry(entry)))),
    outcomes,
    positionOf: frame => positionOf(run, frame),
    onLink(entry) {
      const k = eventEntry(entry);
      const recorded = outcomes?.replay.record(run?.eventOfExtra(k) ?? -1);
      if (links === null || outcomes === null || !recorded?.came) throw new Error(refusals.noRow);
      return { ...recorded.came, ...links.moment(k), note: outcomes.sentenceOf(recorded) };
    },
  });
}

function rowPieces({ run, reader, opened }: Exported, entries: Int32Array): Generator<Piece> {
  return rowsFile({
    count: entries.length,
    outcomes: outcomesOf(run),
    row(k) {
      const entry = entries[k];
      const texts = reader.texts(entry, run);
      const columns = Object.fromEntries(textColumns.map(column => [column, texts[column]]));
      if (entry < 0) {
        const length = reader.length(entry, run);
        const all = length === null ? columns : { ...columns, length };
        return { frame: null, position: -1, event: run?.eventOfExtra(eventEntry(entry)) ?? -1, columns: all };
      }
      const position = positionOf(run, entry);
      const capture = position < 0 ? '' : (run?.program.names.at(position)?.capture ?? '');
      const length = opened.capture.originalLength(entry);
      return { frame: { capture, frame: entry + 1 }, position, event: -1, columns: { ...columns, length } };
    },
  });
}

/** Frames and events of the rows that are wanted, in the order of the list. */
function wantedEntries(order: RowOrder, rows: readonly number[] | null): Int32Array {
  if (rows === null) return Int32Array.from({ length: order.count }, (_, row) => order.at(row));
  const known = [...new Set(rows)].filter(row => Number.isInteger(row) && row >= 0 && row < order.count);
  return Int32Array.from(
    known.sort((a, b) => a - b),
    row => order.at(row),
  );
}

function outcomesOf(run: MachineRun | null): FrameOutcomes | null {
  return run === null ? null : new FrameOutcomes(run.replay, run.program.names);
}

/** Position of a frame in the replay; -1 for none. */
function positionOf(run: MachineRun | null, frame: number): number {
  return run !== null && frame < run.positions.frames ? run.positions.of(frame) : -1;
}

/** What stems from the frames among the entries, and what the events among them sent. */
function wantedOf(run: MachineRun, entries: Int32Array): Wants {
  const wanted = new Uint8Array(run.replay.script.order.length);
  const events = new Set<number>();
  for (const entry of entries) {
    if (entry < 0) events.add(run.eventOfExtra(eventEntry(entry)));
    else if (positionOf(run, entry) >= 0) wanted[positionOf(run, entry)] = 1;
  }
  return (position, event) => wanted[position] === 1 || events.has(event);
}
