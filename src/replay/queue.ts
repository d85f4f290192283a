/** Packets that wait for their partner. */

/** First in, first out; a packet that is settled is passed over. */
export class Queue<T extends { readonly settled: boolean }> {
  private packets: T[] = [];
  private head = 0;

  add(packet: T): void {
    this.packets.push(packet);
  }

  /** The earliest packet that still waits. */
  first(): T | undefined {
    while (this.packets[this.head]?.settled) this.head++;
    if (this.head > 64 && 2 * this.head > this.packets.length) {
      this.packets = this.packets.slice(this.head);
      this.head = 0;
    }
    return this.packets[this.head];
  }
}
