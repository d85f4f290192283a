/** How often model and capture agree: counts, since there may be millions of packets. */
import type { Agreement, Compared } from '../compare';

export class Agreements {
  /** Packets compared. */
  total = 0;
  /** Packets in which they do not agree, but for the upkeep of the link. */
  wrong = 0;
  private readonly counts: Record<Agreement, number> = {
    agree: 0,
    differ: 0,
    'only-model': 0,
    'only-capture': 0,
  };

  /** Counts one packet. */
  note({ compare, counts }: Compared): void {
    this.total++;
    this.counts[compare]++;
    if (counts && compare !== 'agree') this.wrong++;
  }

  /** `12 agree, 1 differ, 0 only-model, 0 only-capture`. */
  get text(): string {
    return Object.entries(this.counts)
      .map(([kind, count]) => `${count} ${kind}`)
      .join(', ');
  }
}
