/**
 * Numbers that the protocol gives to things of a stop (scopes, frames): valid until the session moves. None
 * is given twice, so that a client that asks late is refused and not answered about something else.
 */
export class Handles<T> {
  private readonly things: T[] = [];
  private first: number;

  /** @param base the first number handed out; at least 1, for 0 means "nothing" in the protocol */
  constructor(private readonly base = 1) {
    this.first = base;
  }

  add(thing: T): number {
    this.things.push(thing);
    return this.first + this.things.length - 1;
  }

  get(handle: number): T | undefined {
    return this.things[handle - this.first];
  }

  clear(): void {
    this.first += this.things.length;
    // The protocol's numbers end at 2^31.
    if (this.first > 2 ** 30) this.first = this.base;
    this.things.length = 0;
  }
}
