/**
 * Packets that a capture shows twice, the second time with a hop limit one lower: whoever received the first
 * and sent the second has forwarded it. The two may stand in either order: captures of several interfaces are
 * not always sorted.
 */
import { get16, get32 } from '../../wire/bytes';
import { noted } from './evidence';
import type { FrameView } from './frameView';
import type { Family } from './kinds';
import type { Station, Talk } from './stations';

/** Packets remembered: a power of two. Later ones take the place of earlier ones. */
const REMEMBERED = 1 << 15;
/** Bytes behind the header that tell packets apart. */
const COMPARED = 32;

export class Passages {
  private readonly hash = new PacketHash();
  private readonly firsts = new Uint32Array(REMEMBERED);
  private readonly seconds = new Uint32Array(REMEMBERED);
  private readonly hops = new Uint8Array(REMEMBERED);
  private readonly frames = new Uint32Array(REMEMBERED);
  private readonly senders: (Station | null)[] = new Array<Station | null>(REMEMBERED).fill(null);
  private readonly receivers: (Station | null)[] = new Array<Station | null>(REMEMBERED).fill(null);
  private readonly arrivals: (Talk | null)[] = new Array<Talk | null>(REMEMBERED).fill(null);

  /** Notes a unicast packet. `arrival` is that of the receiver and the packet's destination. */
  note(
    view: FrameView,
    frame: number,
    sender: Station | null,
    receiver: Station | null,
    arrival: Talk | null,
  ): void {
    const { hash } = this;
    hash.of(view);
    const at = hash.first & (REMEMBERED - 1);
    const { hopLimit } = view;
    if (this.frames[at] !== 0 && this.firsts[at] === hash.first && this.seconds[at] === hash.second) {
      const before = this.hops[at] - hopLimit;
      if (before === 1)
        passed(view.family, this.receivers[at], this.arrivals[at], this.frames[at], sender, frame);
      else if (before === -1)
        passed(view.family, receiver, arrival, frame, this.senders[at], this.frames[at]);
    }
    this.firsts[at] = hash.first;
    this.seconds[at] = hash.second;
    this.hops[at] = hopLimit;
    this.frames[at] = frame;
    this.senders[at] = sender;
    this.receivers[at] = receiver;
    this.arrivals[at] = arrival;
  }
}

function passed(
  family: Family,
  into: Station | null,
  arrival: Talk | null,
  came: number,
  out: Station | null,
  left: number,
): void {
  if (into === null || out === null) return;
  into.forwards[family] = noted(into.forwards[family], came);
  if (out !== into) out.forwards[family] = noted(out.forwards[family], left);
  if (arrival !== null) arrival.passed = noted(arrival.passed, came);
}

/**
 * Two hashes of what a router leaves as it is: addresses, lengths, the identification, the first bytes of the
 * data.
 */
class PacketHash {
  first = 0;
  second = 0;

  of(view: FrameView): void {
    const { data, packet, end } = view;
    const six = view.carries === 'ipv6';
    // Length and next header; length and identification.
    this.first = six ? get16(data, packet + 4) * 256 + data[packet + 6] : get32(data, packet + 2);
    this.second = ~this.first;
    const header = packet + (six ? 40 : 20);
    this.add(data, view.source, view.source + 2 * view.addressWidth);
    this.add(data, header, Math.min(end, header + COMPARED));
    this.first = (this.first ^ (this.first >>> 15)) >>> 0;
    this.second >>>= 0;
  }

  /** Whole words of [`from`, `to`): what is left over tells few packets apart. */
  private add(data: Uint8Array, from: number, to: number): void {
    let { first, second } = this;
    for (let at = from; at + 4 <= to; at += 4) {
      const word = (data[at] << 24) | (data[at + 1] << 16) | (data[at + 2] << 8) | data[at + 3];
      first = Math.imul(first ^ word, 0x01000193);
      first ^= first >>> 13;
      second = Math.imul(second ^ word, 0x85ebca6b);
      second ^= second >>> 16;
    }
    this.first = first;
    this.second = second;
  }
}
