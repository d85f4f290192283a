/** What the extension asks of the capture's worker beside what it passes on from the page. */
import type { KernelLine } from '../../debugger/kernel/kernelLine';
import type { TapWish } from '../../replay/recordingTap';
import { request } from './channel';
import type { ExportWish } from './messages';

/** What the lines of a `.stack` file did in the replay. */
export interface LineResults {
  /** Events that used what each line made, by line from 1; lines that none used are left out. */
  readonly uses: Readonly<Record<number, number>>;
  /** Packets and bytes that the rules of `ipfw` counted which are still there, by line from 1. */
  readonly rules: Readonly<Record<number, { readonly packets: number; readonly bytes: number }>>;
  /** What came of the `expect` lines, by line from 1. */
  readonly expectations: Readonly<Record<number, { readonly held: boolean; readonly message: string }>>;
}

/** How often the replay took a decision, and each outcome of it. */
export interface DecisionCount {
  readonly id: string;
  readonly count: number;
  readonly outcomes: Readonly<Record<string, number>>;
}

export const workerRequests = {
  /**
   * Replays with another machine, or with none. Answers when the replay has started, or could not: the state
   * says which.
   */
  useStack: request<{ stack: string | null }, null>('useStack'),
  /** Reads the capture anew: it has grown or changed on disk. */
  reopen: request<null, null>('reopen'),
  /** The text of a `.stack` file that describes what the capture shows. */
  infer: request<null, string>('infer'),
  /** The bytes of a pcapng file, or JSON text, of what is wished. */
  export: request<ExportWish, Uint8Array | string, { progress: number }>('export'),
  /**
   * Names of the hosts that the `.stack` file describes; empty for one machine, null while none is chosen.
   */
  hosts: request<null, readonly string[] | null>('hosts'),
  /**
   * The bytes of a pcapng file of what the stack took in and sent, as a tap shows it in a replay of its own.
   */
  record: request<TapWish, Uint8Array, { progress: number }>('record'),
  /** The bytes of the file around an offset as text, and the line of it, from 0, that the offset is on. */
  fileBytes: request<{ offset: number }, { text: string; line: number }>('fileBytes'),
  /** One packet as Markdown. */
  report: request<{ row: number }, string>('report'),
  lineResults: request<null, LineResults | null>('lineResults'),
  /**
   * The line of the user's kernel tree in `folder` that mirrors a line of a kernel file, or why there is
   * none.
   */
  kernelLine: request<{ folder: string; file: string; line: number }, KernelLine>('kernelLine'),
  decisionCounts: request<null, readonly DecisionCount[]>('decisionCounts'),
} as const;
