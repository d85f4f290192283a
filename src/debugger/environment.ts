/**
 * What a debug session needs of the world: files and time. The adapter and the extension's worker each bring
 * their own.
 */
import type { Capture } from '../capture/capture';
import type { NamedCapture } from '../capture/namedCapture';

export interface Environment {
  /** The text of a `.stack` file. Throws an Error with a sentence. */
  readText(file: string): Promise<string>;
  /** A capture, indexed whole. Throws an Error with a sentence. */
  openCapture(capture: NamedCapture): Promise<Capture>;
  /**
   * A file for the packets sent, `captures` being those that are replayed. Throws an Error with a sentence
   * when it may not be written.
   */
  openOutput(file: string, captures: readonly NamedCapture[]): (bytes: Uint8Array) => void;
  /**
   * A file that a `capture` line of the `.stack` file `beside` names, likewise: it lies in that file's folder
   * or below.
   */
  openCaptureOutput(
    file: string,
    beside: string,
    captures: readonly NamedCapture[],
  ): (bytes: Uint8Array) => void;
  /** The text of a kernel source file in the folder that the user named, null when it is not there. */
  readKernel(folder: string, file: string): Promise<string | null>;
  /** Where a client finds a file of the engine, as `stack/inet6/ip6Forward.ts`: a real path or a URI. */
  enginePath(file: string): string;
  /** The file of the engine that a client's path or URI means, null for a file that is not ours. */
  engineFile(path: string): string | null;
  /** Lets waiting requests in; resolves soon. */
  breathe(): Promise<void>;
}
