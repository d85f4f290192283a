/** The files of `capture` lines: what was shown to each, as pcapng. */
import { DLT_EN10MB, DLT_LOOP, DLT_NULL, DLT_PKTAP, DLT_RAW } from '#stack/running';
import { APPLICATION, PcapngWriter } from '../../capture';
import { machineDocuments } from '../../config';
import type { CaptureCommand, StackDocument } from '../../config/nodes';
import type { BpfRecord } from '../../stack/net/bpf';
import {
  LINKTYPE_ETHERNET,
  LINKTYPE_LOOP,
  LINKTYPE_NULL,
  LINKTYPE_PKTAP,
  LINKTYPE_RAW,
} from '../../wire/linktype';
import { RECEIVED, SENT } from '../frame';
import { PIECE_BYTES } from './piece';

/** Kinds of capture: their names on the line, in the kernel and in a file. */
const kinds = [
  { type: 'raw', dlt: DLT_RAW, linkType: LINKTYPE_RAW },
  { type: 'pktap', dlt: DLT_PKTAP, linkType: LINKTYPE_PKTAP },
  { type: 'en10mb', dlt: DLT_EN10MB, linkType: LINKTYPE_ETHERNET },
  { type: 'null', dlt: DLT_NULL, linkType: LINKTYPE_NULL },
  { type: 'loop', dlt: DLT_LOOP, linkType: LINKTYPE_LOOP },
] as const;

/** A `capture` line that names a file, and the interface it is about, by the name that a replay gives it. */
export interface CaptureLine {
  readonly command: Extract<CaptureCommand, { action: 'start' }>;
  readonly place: string;
}

/** The lines of a document that begin a capture, at whatever time. */
export function captureLines(document: StackDocument): CaptureLine[] {
  return machineDocuments(document).flatMap(({ commands }, number) => {
    const host = document.hosts[number]?.name.value;
    return commands
      .map(command => (command.kind === 'at' ? command.command : command))
      .filter(command => command.kind === 'capture')
      .filter(command => command.action === 'start')
      .map(command => {
        const { value } = command.interface;
        return { command, place: host === undefined ? value : `${host}.${value}` };
      });
  });
}

/** One file, of one line or of several that name it. */
class CaptureFile {
  private readonly writer = new PcapngWriter({ application: APPLICATION });
  private readonly interfaces = new Map<string, number>();

  constructor(private readonly write: (bytes: Uint8Array) => void) {}

  /** The number of the file's interface for what is captured on `name` as DLT_* `dlt`. */
  interface(name: string, dlt: number): number {
    const key = `${name} ${dlt}`;
    let id = this.interfaces.get(key);
    if (id === undefined) {
      const linkType = kinds.find(kind => kind.dlt === dlt)?.linkType ?? LINKTYPE_RAW;
      id = this.writer.addInterface({ name, linkType });
      this.interfaces.set(key, id);
    }
    return id;
  }

  add(record: BpfRecord, seconds: number, nanoseconds: number): void {
    this.writer.packet({
      interface: this.interface(record.interface, record.dlt),
      seconds,
      nanoseconds,
      bytes: record.bytes,
      direction: record.outgoing ? SENT : RECEIVED,
    });
    if (this.writer.pending >= PIECE_BYTES) this.flush();
  }

  flush(): void {
    this.write(this.writer.take());
  }
}

/** All files of a replay. */
export class CaptureFiles {
  private readonly files = new Map<string, CaptureFile>();

  /**
   * @param open opens the file of a line and gives what its bytes go to, once for every name; it throws an
   * Error with a sentence when the file may not be written
   */
  constructor(lines: readonly CaptureLine[], open: (line: CaptureLine) => (bytes: Uint8Array) => void) {
    for (const line of lines) {
      const { command, place } = line;
      const name = command.file.value;
      const file = this.files.get(name) ?? new CaptureFile(open(line));
      this.files.set(name, file);
      const kind = kinds.find(one => one.type === command.type.value);
      if (kind !== undefined) file.interface(place, kind.dlt);
    }
  }

  /** Adds what an event showed; `epoch` is that of the replay's script, `now` the host's time. */
  event(
    epoch: number,
    { now, captured }: { readonly now: number; readonly captured: readonly BpfRecord[] },
  ): void {
    for (const record of captured) {
      this.files.get(record.file)?.add(record, epoch + Math.floor(now / 1e9), Math.round(now % 1e9));
    }
  }

  /** Hands over what has not been written yet. */
  flush(): void {
    for (const file of this.files.values()) file.flush();
  }
}
