/**
 * Whether the list leaves out the packet in which a session stands: asked whenever the session has moved or
 * the list shows other rows.
 */
import { captureRequests, type SessionState } from '../../protocol/messages';
import type { Store } from '../store';

/** Keeps the store's `hiddenStop` right. */
export class StopWatch {
  private asked = '';

  constructor(private readonly store: Store) {
    store.onChange(() => void this.look());
  }

  private async look(): Promise<void> {
    const { session, state } = this.store;
    const { frame, event } = session;
    const stands = session.kind === 'stopped' && (frame > 0 || event !== undefined);
    // What is not worked out yet, or not found yet, is not left out.
    const found = event === undefined ? frame <= (state?.frames ?? 0) : state?.replay.kind === 'done';
    const settled = state !== null && state.filtering === null && found;
    const place = event === undefined ? frame : `e${event.number}`;
    const key = !stands || !settled ? '' : `${place} of ${state.rows} rows, ${state.revision}`;
    if (key === this.asked) return;
    this.asked = key;
    const hidden = key !== '' && (await this.isHidden(session));
    if (key === this.asked) this.tell(hidden ? (event === undefined ? frame : 'event') : 0);
  }

  private async isHidden({ frame, event }: SessionState): Promise<boolean> {
    const { channel } = this.store;
    try {
      if (event === undefined)
        return (await channel.ask(captureRequests.rowOfFrame, { frame, itself: true })) === null;
      const { known, row } = await channel.ask(captureRequests.rowOfEvent, event);
      return known && row === null;
    } catch {
      return false;
    }
  }

  private tell(hiddenStop: Store['hiddenStop']): void {
    if (hiddenStop !== this.store.hiddenStop) this.store.set({ hiddenStop });
  }
}
