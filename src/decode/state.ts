/** What a protocol remembers from frame to frame, kept apart for every decoder. */
import type { Dissection } from './dissection';

/** A protocol's memory: made when a decoder first asks for it, gone with the decoder. */
export class StateSlot<T> {
  private readonly states = new WeakMap<Dissection, T>();

  constructor(private readonly create: () => T) {}

  of(d: Dissection): T {
    let state = this.states.get(d);
    if (state === undefined) {
      state = this.create();
      this.states.set(d, state);
    }
    return state;
  }
}
