/** What a protocol remembers from frame to frame, kept apart for every decoder. */
import type { Dissection } from './dissection';

/** A protocol's memory: made when a decoder first asks for it, gone with the decoder or when it forgets. */
export class StateSlot<T> {
  private readonly states = new WeakMap<Dissection, { readonly age: number; readonly state: T }>();

  constructor(private readonly create: () => T) {}

  of(d: Dissection): T {
    const known = this.states.get(d);
    if (known !== undefined && known.age === d.age) return known.state;
    const state = this.create();
    this.states.set(d, { age: d.age, state });
    return state;
  }
}
