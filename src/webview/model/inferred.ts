/** What the capture alone tells of the machine, worked out in slices once all frames are there. */
import { baseName } from '../../config/fileName';
import { type CaptureFacts, Inference } from '../../replay/infer';
import type { IndexedCapture } from './indexedCapture';
import { Patience } from './patience';
import { refusals } from './words';

/** Frames looked at between two looks at the clock. */
const FRAMES = 16;
/** Frames of a capture that is looked through before anybody asks. */
const UNASKED_MAX = 1_000_000;

export class Inferred {
  /** Once they are known. */
  facts: CaptureFacts | null = null;
  private made: Promise<Inference> | null = null;

  constructor(
    private readonly indexed: IndexedCapture,
    private readonly breathe: () => Promise<void>,
  ) {}

  /** The text of a `.stack` file that lies beside the capture. Rejects with a sentence. */
  async text(path: string): Promise<string> {
    return (await this.inference()).text(baseName(path));
  }

  /** Works the facts out, where that takes no longer than a moment. Rejects with a sentence. */
  async find(): Promise<void> {
    await this.indexed.done;
    if ((this.indexed.opened?.capture.frames ?? UNASKED_MAX) >= UNASKED_MAX) return;
    this.facts = (await this.inference()).facts();
  }

  private inference(): Promise<Inference> {
    this.made ??= this.infer();
    return this.made;
  }

  private async infer(): Promise<Inference> {
    await this.indexed.done;
    const { opened, failure } = this.indexed;
    if (opened === null) throw new Error(failure ?? refusals.notOpen);
    const inference = new Inference(opened.capture);
    const patience = new Patience(this.breathe);
    while (!inference.step(FRAMES)) if (patience.over) await patience.rest();
    return inference;
  }
}
