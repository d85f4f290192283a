/** What a debug session needs of the world: files and time. The adapter and the extension's worker each bring their own. */
import type { Capture } from '../capture/capture';

export interface Environment {
  /** The text of a `.stack` file. Throws an Error with a sentence. */
  readText(file: string): Promise<string>;
  /** A capture, indexed whole; `beside` is the `.stack` file that names it, null for a path of the launch. Throws an Error with a sentence. */
  openCapture(file: string, beside: string | null): Promise<Capture>;
  /** The text of a kernel source file in the folder that the user named, null when it is not there. */
  readKernel(folder: string, file: string): Promise<string | null>;
  /** Where a client finds a file of the engine, as `stack/inet6/ip6Forward.ts`: a real path or a URI. */
  enginePath(file: string): string;
  /** The file of the engine that a client's path or URI means, null for a file that is not ours. */
  engineFile(path: string): string | null;
  /** Lets waiting requests in; resolves soon. */
  breathe(): Promise<void>;
}
