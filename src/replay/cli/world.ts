/** What the commands that replay need of the world. */
import type { Capture } from '../../capture/capture';
import type { Style } from './table';

/** What a replay needs of the world. */
export interface World {
  /** A line for the person or program that asked. */
  print(line: string): void;
  /** A sentence about what went wrong. */
  complain(sentence: string): void;
  /** The text of a `.stack` file. Throws an Error with a sentence. */
  readText(file: string): string;
  /**
   * A capture, indexed whole. `beside` is the `.stack` file that names it, null for the command line. Throws
   * an Error with a sentence.
   */
  openCapture(file: string, beside: string | null): Promise<Capture>;
  /** True when there is a file of this name. */
  exists(file: string): boolean;
  /** Opens `file` for what the host sends. Throws an Error with a sentence when it may not be written. */
  openOutput(file: string): (bytes: Uint8Array) => void;
  /**
   * Opens a file that a `capture` line of the `.stack` file `beside` names. Throws an Error with a sentence
   * when it may not be written.
   */
  openCaptureOutput(file: string, beside: string): (bytes: Uint8Array) => void;
  /** Width of the terminal in characters. */
  readonly columns: number;
  readonly style: Style;
}
