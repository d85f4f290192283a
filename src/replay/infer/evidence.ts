/** What a conclusion rests on: how often something was seen, and the first frames that show it. */

/** Frames remembered of each; more would make the lines of the `.stack` file unreadable. */
const FRAMES_KEPT = 3;

export class Evidence {
  /** Frames; together with others some may be counted twice. */
  count = 0;
  /** Numbers from 1, in file order, at most three. */
  readonly frames: number[] = [];
  private last = 0;

  /** Adds a frame, once where one message shows something twice. */
  note(frame: number): void {
    if (frame === this.last) return;
    this.last = frame;
    this.count++;
    if (this.frames.length < FRAMES_KEPT) this.frames.push(frame);
  }

  /** The first frame, 0 for none. */
  get first(): number {
    return this.frames[0] ?? 0;
  }
}

/** Adds a frame to what may have been seen for the first time. */
export function noted(seen: Evidence | null, frame: number): Evidence {
  const evidence = seen ?? new Evidence();
  evidence.note(frame);
  return evidence;
}

/** Everything that several pieces of evidence show, as one. */
export function together(...parts: readonly (Evidence | null)[]): Evidence {
  const all = new Evidence();
  const frames = parts.flatMap(part => part?.frames ?? []).sort((a, b) => a - b);
  for (const frame of frames) all.note(frame);
  // What no part kept is counted; what two kept is one frame.
  for (const part of parts) if (part !== null) all.count += part.count - part.frames.length;
  return all;
}
