/** Points to come back to: a bounded number, spread over all that has run. */
import type { Host } from '../stack/host';
import type { Checkpoint } from './machine';

/** Checkpoints kept at most. */
const COUNT_MAX = 64;
/** Bytes, by estimate, that all of them together may take. */
const BYTES_MAX = 24 << 20;
/** Events between two checkpoints at first. */
const INTERVAL = 16_384;
/**
 * Bytes of a checkpoint, by estimate, for which an event more is waited: taking it must cost little beside
 * them.
 */
const BYTES_PER_EVENT = 16;

/** Checkpoints in the order of their events; the first one is never given up. */
export class Checkpoints {
  private readonly kept: Checkpoint[] = [];
  private sizes: number[] = [];

  private interval: number;
  private readonly bytesPerEvent: number;

  /** @param interval events between two checkpoints at first; without it more for large hosts */
  constructor(interval?: number) {
    this.interval = interval ?? INTERVAL;
    this.bytesPerEvent = interval === undefined ? BYTES_PER_EVENT : Number.POSITIVE_INFINITY;
  }

  /** The event before which the next checkpoint should be taken. */
  get nextAt(): number {
    const last = this.kept[this.kept.length - 1];
    if (last === undefined) return 0;
    const size = this.sizes[this.sizes.length - 1];
    return last.event + Math.max(this.interval, Math.min(size / this.bytesPerEvent, 16 * this.interval));
  }

  /** All of them, for tests and views. */
  get all(): readonly Checkpoint[] {
    return this.kept;
  }

  /** Keeps a checkpoint later than all others; makes room by giving up every second one. */
  add(checkpoint: Checkpoint): void {
    this.kept.push(checkpoint);
    this.sizes.push(sum(checkpoint.hosts.map(estimateBytes)) + flightBytes(checkpoint));
    while (this.kept.length > COUNT_MAX || (this.kept.length > 2 && sum(this.sizes) > BYTES_MAX)) this.thin();
  }

  /** The latest one that is not after `event`. */
  before(event: number): Checkpoint {
    let low = 0;
    let high = this.kept.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.kept[middle].event <= event) low = middle;
      else high = middle - 1;
    }
    return this.kept[low];
  }

  private thin(): void {
    const survivors = this.kept.filter((_, i) => i % 2 === 0);
    this.kept.length = 0;
    this.kept.push(...survivors);
    this.sizes = this.sizes.filter((_, i) => i % 2 === 0);
    this.interval *= 2;
  }
}

/** About how many bytes a copy of the host takes: what can be many is counted, the rest is a flat amount. */
function estimateBytes(host: Host): number {
  const entries =
    host.neighbors.length +
    host.arp.size +
    host.spd.length +
    host.sad.length +
    host.ipfw.length +
    host.timers.length +
    host.rt6.entries.length +
    host.rt4.entries.length +
    groupsOf(host);
  return (
    65_536 +
    4096 * host.interfaces.length +
    512 * entries +
    host.rt6.nodes.byteLength +
    host.rt4.nodes.byteLength
  );
}

/** Groups of all interfaces, also those that wait for an address. */
function groupsOf({ interfaces, in6_mk }: Host): number {
  const listened = interfaces.flatMap(ifp => ifp.addresses.map(ia => ia.ia6_multiaddrs.length));
  return sum([...listened, ...in6_mk.map(mk => mk.mk_head.length)]);
}

/** Those of the packets on their way. */
function flightBytes({ flights }: Checkpoint): number {
  return flights.reduce((total, { bytes }) => total + bytes.length + 128, 0);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
