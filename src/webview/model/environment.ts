/** What the model needs of the world: the worker, a page in a browser and a test each bring their own. */
import type { NamedCapture } from '../../capture/namedCapture';
import type { CaptureStore } from './captureStore';

export interface ModelEnvironment {
  /** Path of the capture that is shown, as `resolve` gives paths. */
  readonly path: string;
  /** The captures that are open, this one among them. */
  readonly captures: CaptureStore;
  /** The text of a `.stack` file. Throws an Error with a sentence. */
  readText(file: string): Promise<string>;
  /** The path by which `captures` knows a capture; one file has one path. */
  resolve(file: NamedCapture): string;
  /** Lets waiting requests in; resolves soon. */
  breathe(): Promise<void>;
}
