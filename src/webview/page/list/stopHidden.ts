/** Whether the list leaves out the frame in which a session stands: asked whenever the session has moved or the list shows other rows. */
import { captureRequests } from '../../protocol/messages';
import type { Store } from '../store';

/** Keeps the store's `hiddenStop` right. */
export class StopWatch {
  private asked = '';

  constructor(private readonly store: Store) {
    store.onChange(() => void this.look());
  }

  private async look(): Promise<void> {
    const { session, state } = this.store;
    const frame = session.kind === 'stopped' ? session.frame : 0;
    // What is not worked out yet, or not found yet, is not left out.
    const settled = state !== null && state.filtering === null && frame <= state.frames;
    const key = frame === 0 || !settled ? '' : `${frame} of ${state.rows} rows, ${state.revision}`;
    if (key === this.asked) return;
    this.asked = key;
    const hidden = key !== '' && (await this.isHidden(frame));
    if (key === this.asked) this.tell(hidden ? frame : 0);
  }

  private async isHidden(frame: number): Promise<boolean> {
    try {
      return (await this.store.channel.ask(captureRequests.rowOfFrame, { frame, itself: true })) === null;
    } catch {
      return false;
    }
  }

  private tell(hiddenStop: number): void {
    if (hiddenStop !== this.store.hiddenStop) this.store.set({ hiddenStop });
  }
}
