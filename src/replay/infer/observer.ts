/** One pass over the frames of a capture, in pieces, that notes who speaks how with whom. */
import { type Capture, FrameCursor } from '../../capture';
import { IPPROTO_TCP } from '../../wire/ipv6';
import { type Face, FaceFinder } from '../faces';
import { RECEIVED, SENT } from '../frame';
import { noteArp } from './arp';
import { noteDhcp } from './dhcp';
import { noteIcmp6 } from './discovery';
import { noted } from './evidence';
import { FrameView } from './frameView';
import { noteIcmp } from './icmp';
import { isBeginning, isLoopback, isUnspecified } from './kinds';
import { broadcastLength, sharedBits } from './networks';
import { Passages } from './passages';
import { Prefixes } from './prefixes';
import { LINKS_MAX, Link, mapped, type Station, Stations } from './stations';

/** The longest IPv4 prefix with a broadcast address, mapped (RFC 3021). */
const LONGEST = 126;

export class Observer {
  readonly stations = new Stations();
  readonly prefixes = new Prefixes();
  /** The links of which frames were seen, in the order in which they came. */
  readonly links: Link[] = [];
  /** The interfaces of the capture. */
  readonly faces: readonly Face[];
  /** One for each of `faces`, undefined while no frame of it was seen; null where there are too many. */
  private readonly linkOf: (Link | null | undefined)[] = [];
  private readonly finder: FaceFinder;
  private readonly cursor: FrameCursor;
  private readonly view = new FrameView();
  private readonly passages = new Passages();
  /** Links of which frames were seen beyond those told apart. */
  linksLeft = 0;

  /** @param capture indexed whole */
  constructor(readonly capture: Capture) {
    this.finder = new FaceFinder(
      capture.interfaces.map(({ name, linkType }): Face => ({ name, linkType, used: false })),
    );
    this.faces = this.finder.all;
    this.cursor = new FrameCursor(capture);
  }

  /** From 0 to 1. */
  get progress(): number {
    return this.capture.frames === 0 ? 1 : (this.cursor.i + 1) / this.capture.frames;
  }

  /**
   * Looks at `frames` more frames; true when all have been looked at. Throws CaptureError when the capture
   * cannot be read.
   */
  step(frames: number): boolean {
    const { cursor } = this;
    for (let left = frames; left > 0; left--) {
      if (!cursor.next()) return true;
      this.look();
    }
    return cursor.i + 1 >= this.capture.frames;
  }

  private look(): void {
    const { cursor, view } = this;
    const face = this.finder.find(cursor.interfaceId, cursor.data, cursor.off, cursor.len);
    if (face < 0) return;
    this.faces[face].used = true;
    const link = this.linkOf[face] === undefined ? this.addLink(face) : this.linkOf[face];
    if (link === null) return;
    link.frames++;
    const frame = cursor.i + 1;
    view.read(link.linkType, cursor.data, cursor.off, cursor.len, cursor.direction);
    if (view.carries === 'tagged') {
      link.tagged = noted(link.tagged, frame);
      return;
    }
    const sender = this.sender(link, frame);
    const receiver = this.receiver(link);
    if (sender !== null) sender.sent++;
    if (receiver !== null) {
      receiver.received++;
      if (receiver.firstReceived === 0) receiver.firstReceived = frame;
    }
    if (view.carries === 'arp') {
      link.packets.inet++;
      if (sender !== null) noteArp(view, frame, sender, receiver, this.stations);
    } else if (view.carries !== 'other') this.lookAtPacket(link, frame, sender, receiver);
  }

  /** Interfaces of one name are one link: a capture may describe them anew in every section. */
  private addLink(face: number): Link | null {
    const { name, linkType } = this.faces[face];
    let link = this.links.find(one => one.name === name && one.linkType === linkType) ?? null;
    if (link === null && this.links.length < LINKS_MAX) {
      link = new Link(this.links.length, name, linkType);
      this.links.push(link);
    }
    if (link === null) this.linksLeft++;
    this.linkOf[face] = link;
    return link;
  }

  private sender(link: Link, frame: number): Station | null {
    const { view, stations } = this;
    const sent = view.direction === SENT;
    if (view.addressed) {
      const station =
        view.sender < 0 ? stations.end(link, 'ends') : stations.byMac(link, view.data, view.sender);
      if (sent && station !== null) station.marked = noted(station.marked, frame);
      return station;
    }
    if (sent) {
      const self = stations.end(link, 'self');
      if (self === null) return null;
      self.marked = noted(self.marked, frame);
      if (self.mac.length === 0 && view.sender >= 0) self.mac = view.data.slice(view.sender, view.sender + 6);
      return self;
    }
    if (view.sender >= 0) return stations.byMac(link, view.data, view.sender);
    return stations.end(link, view.direction === RECEIVED ? 'peer' : 'ends');
  }

  private receiver(link: Link): Station | null {
    const { view, stations } = this;
    if (view.addressed) {
      if (view.receiver >= 0) return stations.byMac(link, view.data, view.receiver);
      return view.sender < 0 ? stations.end(link, 'ends') : null;
    }
    if (view.direction === SENT) return view.sender >= 0 ? null : stations.end(link, 'peer');
    if (view.direction === RECEIVED) return view.forUs || view.sender < 0 ? stations.end(link, 'self') : null;
    return stations.end(link, 'ends');
  }

  private lookAtPacket(link: Link, frame: number, sender: Station | null, receiver: Station | null): void {
    const { view, stations } = this;
    const { data, addressWidth: width } = view;
    const { family } = view;
    const grouped = this.forAGroup();
    link.packets[family]++;
    if (isLoopback(data, view.source, width)) link.looped = noted(link.looped, frame);
    if (sender !== null) {
      this.measure(sender, frame);
      if (!isUnspecified(data, view.source, width)) {
        const from = stations.talk(sender, data, view.source, width);
        if (from !== null) {
          from.from = noted(from.from, frame);
          // Senders choose the TTL of what is for a group as they like, and routers pass little of it on.
          const begins = isBeginning(view.hopLimit) || (family === 'inet' && grouped);
          if (begins) from.begins = noted(from.begins, frame);
        }
      }
      if (view.icmp >= 0) {
        if (family === 'inet6') noteIcmp6(view, frame, sender, receiver, stations, this.prefixes);
        else noteIcmp(view, frame, sender, stations);
      }
    }
    if (view.udp >= 0) noteDhcp(view, frame, link, this.prefixes);
    if (grouped) {
      this.noteBroadcast(link, frame);
      return;
    }
    const arrival = stations.talk(receiver, data, view.destination, width);
    if (arrival !== null) arrival.to = noted(arrival.to, frame);
    const leaving = stations.talk(sender, data, view.destination, width);
    if (leaving !== null) {
      leaving.towards = noted(leaving.towards, frame);
      if (receiver !== null) leaving.nexthop = receiver;
    }
    this.passages.note(view, frame, sender, receiver, arrival);
  }

  /** True for packets to a group, and IPv4's to everybody. */
  private forAGroup(): boolean {
    const first = this.view.data[this.view.destination];
    return this.view.addressWidth === 16 ? first === 0xff : first >= 224 || this.view.broadcast;
  }

  /** The broadcast address of a prefix tells how long it is, if its sender is in it (RFC 919). */
  private noteBroadcast(link: Link, frame: number): void {
    const { view } = this;
    if (view.family !== 'inet' || view.data[view.destination] >= 224) return;
    const address = mapped(view.data, view.destination);
    const length = broadcastLength(address);
    if (length > LONGEST || sharedBits(address, mapped(view.data, view.source)) < length) return;
    this.prefixes.note(link, 'broadcast', address, length, frame);
  }

  private measure(sender: Station, frame: number): void {
    const { view } = this;
    if (view.packetLength <= sender.largest) return;
    sender.largest = view.packetLength;
    sender.largestFamily = view.family;
    sender.largestFrame = frame;
    const next = view.data[view.packet + (view.carries === 'ipv6' ? 6 : 9)];
    sender.largestIsTcp = next === IPPROTO_TCP;
  }
}
