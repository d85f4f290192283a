/**
 * What the model sent set against what the capture shows that the real machine sent.
 *
 * Packets are the same when they left by the same interface within `WINDOW` of each other and are equal in
 * every byte from the network header on; in ICMPv6 errors and redirects all but the flow label, which their
 * sender is free to choose (RFC 6437), and the hop limit of the quoted packet, which some kernels quote
 * before and some after taking one from it, with the checksum over it. What counts of IPv4 stands in
 * compare4.ts. Two that are left over differ when they have addresses, protocol and message in common.
 * Neighbour discovery, ARP and listener reports depend on what both machines had learned before and on their
 * clocks: they are listed, but decide nothing.
 */
import { get16, put16, toHex } from '../wire/bytes';
import {
  ICMP6_CKSUM,
  ICMP6_DST_UNREACH,
  ICMP6_HDRLEN,
  ICMP6_PARAM_PROB,
  MLD_LISTENER_DONE,
  MLD_LISTENER_QUERY,
  MLDV2_LISTENER_REPORT,
  ND_NEIGHBOR_ADVERT,
  ND_NEIGHBOR_SOLICIT,
  ND_OPT_REDIRECTED_HEADER,
  ND_REDIRECT,
  ND_REDIRECT_HDRLEN,
  ND_ROUTER_SOLICIT,
} from '../wire/icmp6';
import { IP6_HDRLEN, IP6_HLIM, IP6_PLEN, IP6_SRC, IPPROTO_ICMPV6 } from '../wire/ipv6';
import { essence4, likeness4, withoutPadding4 } from './compare4';
import { icmp6Type, isIpv6, upperLayer } from './message';
import { isArp } from './message4';
import { Queue } from './queue';
import type { Script } from './script';

/** Nanoseconds that a packet of the model and one of the capture may be apart. */
export const WINDOW = 2e9;

export type Agreement = 'agree' | 'differ' | 'only-model' | 'only-capture';

/** One packet that left, or should have. */
interface Sent {
  readonly interface: string;
  /** Position of the captured frame, or of the frame that made the model send; -1 for none. */
  readonly position: number;
  readonly time: number;
  readonly bytes: Uint8Array;
  /** The event in which it was sent or passed by, -1 when not told. */
  readonly event: number;
  /** It has found its partner, or has none. */
  settled: boolean;
}

/** What was found about one packet. */
export interface Compared {
  readonly compare: Agreement;
  /** Position of the captured frame; for `only-model` of the frame that made the model send, -1 for none. */
  readonly position: number;
  readonly interface: string;
  /** False for the upkeep of the link, which decides nothing. */
  readonly counts: boolean;
  readonly model: Uint8Array | null;
  readonly captured: Uint8Array | null;
  /**
   * The event in which the model sent its packet, else that in which the captured one passed by; -1 when not
   * told.
   */
  readonly event: number;
}

/** Packets of one side that have found no partner yet, in the order of their times. */
class Waiting {
  private readonly all = new Queue<Sent>();
  private readonly equal = new Map<string, Queue<Sent>>();
  private readonly alike = new Map<string, Queue<Sent>>();

  add(packet: Sent): void {
    this.all.add(packet);
    enqueue(this.equal, identity(packet), packet);
    enqueue(this.alike, likeness(packet), packet);
  }

  remove(packet: Sent): void {
    packet.settled = true;
    forget(this.equal, identity(packet));
    forget(this.alike, likeness(packet));
  }

  /** The earliest packet that is the same. */
  same(packet: Sent): Sent | undefined {
    return this.equal.get(identity(packet))?.first();
  }

  /** The earliest packet that was meant to be the same. */
  similar(packet: Sent): Sent | undefined {
    return this.alike.get(likeness(packet))?.first();
  }

  /** The earliest packet of all. */
  first(): Sent | undefined {
    return this.all.first();
  }
}

function enqueue(queues: Map<string, Queue<Sent>>, key: string, packet: Sent): void {
  let queue = queues.get(key);
  if (queue === undefined) {
    queue = new Queue<Sent>();
    queues.set(key, queue);
  }
  queue.add(packet);
}

function forget(queues: Map<string, Queue<Sent>>, key: string): void {
  if (queues.get(key)?.first() === undefined) queues.delete(key);
}

/**
 * Nanoseconds by which a frame comes late at most: behind frames of later times, as where a capture of two
 * interfaces has the frames of one before those of the other.
 */
export function disorder({ order, captures }: Pick<Script, 'order' | 'captures'>): number {
  let latest = Number.NEGATIVE_INFINITY;
  let most = 0;
  for (let position = 0; position < order.length; position++) {
    const capture = captures[order.capture(position)];
    const frame = order.frame(position);
    if (!capture.hasTime(frame)) continue;
    const time = capture.seconds(frame) * 1e9 + capture.nanoseconds(frame);
    latest = Math.max(latest, time);
    most = Math.max(most, latest - time);
  }
  return most;
}

/**
 * Compares as the replay goes on; `found` is told of each packet once, in the order of their being settled.
 */
export class Comparison {
  private readonly model = new Waiting();
  private readonly captured = new Waiting();

  /**
   * @param interfaces those that a capture shows; what the model sends elsewhere cannot be compared
   * @param slack nanoseconds by which captured frames come late: see `disorder`
   */
  constructor(
    private readonly interfaces: ReadonlySet<string>,
    private readonly found: (compared: Compared) => void,
    private readonly slack = 0,
  ) {}

  /**
   * The model sent a packet on account of the frame at `position` (-1: of none), in the event of that number.
   */
  sent(face: string, position: number, time: number, bytes: Uint8Array, event = -1): void {
    if (this.interfaces.has(face))
      this.meet({ interface: face, position, time, bytes, event, settled: false }, true);
  }

  /** The capture shows at `position` that the machine sent a packet. */
  seen(face: string, position: number, time: number, bytes: Uint8Array, event = -1): void {
    this.meet(
      { interface: face, position, time, bytes: withoutPadding(bytes), event, settled: false },
      false,
    );
  }

  /** Settles what can find no partner any more at `now`; `Infinity` at the end. */
  expire(now: number): void {
    const limit = now - WINDOW - this.slack;
    for (let old = this.captured.first(); old && old.time < limit; old = this.captured.first()) {
      this.leftOver(old, false);
    }
    for (let old = this.model.first(); old && old.time < limit; old = this.model.first()) {
      this.leftOver(old, true);
    }
  }

  private meet(packet: Sent, isModel: boolean): void {
    this.expire(packet.time);
    const others = isModel ? this.captured : this.model;
    const other = others.same(packet);
    if (other === undefined) {
      (isModel ? this.model : this.captured).add(packet);
      return;
    }
    others.remove(other);
    this.report('agree', isModel ? packet : other, isModel ? other : packet);
  }

  private leftOver(packet: Sent, isModel: boolean): void {
    const others = isModel ? this.captured : this.model;
    (isModel ? this.model : this.captured).remove(packet);
    const other = others.similar(packet);
    if (other === undefined) {
      if (isModel) this.report('only-model', packet, null);
      else this.report('only-capture', null, packet);
      return;
    }
    others.remove(other);
    this.report('differ', isModel ? packet : other, isModel ? other : packet);
  }

  private report(compare: Agreement, model: Sent | null, captured: Sent | null): void {
    const packet = captured ?? model;
    if (packet === null) return;
    this.found({
      compare,
      position: packet.position,
      interface: packet.interface,
      counts: packet.bytes.length > 0 && !isUpkeep(packet.bytes),
      model: model?.bytes ?? null,
      captured: captured?.bytes ?? null,
      event: (model ?? packet).event,
    });
  }
}

/** The bytes by which packets are compared. */
function essence(bytes: Uint8Array): Uint8Array {
  if (!isIpv6(bytes)) return essence4(bytes);
  const type = icmp6Type(bytes);
  const isError = type >= ICMP6_DST_UNREACH && type <= ICMP6_PARAM_PROB;
  if (!isError && type !== ND_REDIRECT) return bytes;
  const { offset } = upperLayer(bytes);
  const copy = bytes.slice();
  copy[1] &= 0xf0;
  copy[2] = 0;
  copy[3] = 0;
  put16(copy, offset + ICMP6_CKSUM, 0);
  const quoted = isError ? offset + ICMP6_HDRLEN : quotedByRedirect(bytes, offset);
  if (quoted >= 0 && quoted + IP6_HDRLEN <= copy.length) copy[quoted + IP6_HLIM] = 0;
  return copy;
}

/**
 * Offset of the packet in the redirected header option (RFC 4861 4.6.3) of a redirect at `offset`, -1 without
 * one.
 */
function quotedByRedirect(bytes: Uint8Array, offset: number): number {
  for (
    let at = offset + ND_REDIRECT_HDRLEN;
    at + 8 <= bytes.length && bytes[at + 1] > 0;
    at += 8 * bytes[at + 1]
  ) {
    if (bytes[at] === ND_OPT_REDIRECTED_HEADER) return at + 8;
  }
  return -1;
}

/** Equal for packets that are the same and left by the same interface. */
function identity(packet: Sent): string {
  return packet.bytes.length === 0
    ? `${packet.interface} ${packet.position}`
    : `${packet.interface} ${toHex(essence(packet.bytes))}`;
}

/** The IP packet without the bytes that a link adds to short frames. */
function withoutPadding(bytes: Uint8Array): Uint8Array {
  if (isIpv6(bytes)) {
    const payload = get16(bytes, IP6_PLEN);
    const length = IP6_HDRLEN + payload;
    return payload > 0 && length < bytes.length ? bytes.subarray(0, length) : bytes;
  }
  return withoutPadding4(bytes);
}

/**
 * What two packets have in common that were meant to be the same: interface, addresses, protocol, message.
 */
function likeness(packet: Sent): string {
  const { bytes } = packet;
  if (bytes.length === 0) return `${packet.interface} position ${packet.position}`;
  if (!isIpv6(bytes)) return `${packet.interface} ${likeness4(bytes)}`;
  const { protocol } = upperLayer(bytes);
  const type = protocol === IPPROTO_ICMPV6 ? icmp6Type(bytes) : -1;
  if (type === ND_NEIGHBOR_SOLICIT || type === ND_NEIGHBOR_ADVERT) {
    const target = upperLayer(bytes).offset + 8;
    return `${packet.interface} ${type} ${toHex(bytes, target, Math.min(target + 16, bytes.length))}`;
  }
  return `${packet.interface} ${toHex(bytes, IP6_SRC, IP6_HDRLEN)} ${protocol} ${type}`;
}

function isUpkeep(bytes: Uint8Array): boolean {
  const type = icmp6Type(bytes);
  return (
    isArp(bytes) ||
    (type >= ND_ROUTER_SOLICIT && type <= ND_NEIGHBOR_ADVERT) ||
    (type >= MLD_LISTENER_QUERY && type <= MLD_LISTENER_DONE) ||
    type === MLDV2_LISTENER_REPORT
  );
}
