/** Numbers that the protocol gives to things of a stop (scopes, frames): valid until the session moves. */
export class Handles<T> {
  private readonly things: T[] = [];

  /** @param base the first number handed out; at least 1, for 0 means "nothing" in the protocol */
  constructor(private readonly base = 1) {}

  add(thing: T): number {
    this.things.push(thing);
    return this.base + this.things.length - 1;
  }

  get(handle: number): T | undefined {
    return this.things[handle - this.base];
  }

  clear(): void {
    this.things.length = 0;
  }
}
