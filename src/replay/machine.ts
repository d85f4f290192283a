/**
 * Hosts driven by their events in virtual time: frames that arrive, timers, commands of the `.stack` file,
 * and packets on the links between the hosts. It knows the present only; what has been is kept by Replay.
 */
import { FrameCursor } from '../capture/cursor';
import type { MachineCommand } from '../config/nodes';
import type { Host, HostIo } from '../stack/host';
import type { LineUse } from '../stack/lineUse';
import type { BpfRecord } from '../stack/net/bpf';
import type { Ifnet } from '../stack/net/if';
import type { Mbuf } from '../stack/net/mbuf';
import { ReplayError } from './error';
import { FILL_MAX, SENT, senderOf } from './frame';
import { type Arrival, type Flight, Links } from './links';
import type { Output } from './output';
import { DecodedFields } from './packetFields';
import { hostOfPlace, type Script, type StackApi } from './script';

/** What an event was. */
export const END = 0;
export const FRAME = 1;
/** A frame that the machine itself sent, or that belongs to no interface: it moves the clock only. */
export const PASSED = 2;
export const TIMER = 3;
export const COMMAND = 4;
/** A packet arrives that another host, or the same, sent on a link. */
export const LINK = 5;
export type EventKind = 0 | 1 | 2 | 3 | 4 | 5;

/** Timers between two frames at most: more means a chain that would never end. */
const TIMERS_MAX = 1_000_000;
/** Packets that arrive by links between two frames at most: more means one that goes round for ever. */
const LINKED_MAX = 200_000;

/** A point from which the machine can run on: plain data, the host in it never runs. */
export interface Checkpoint {
  /** Number of the event that comes next. */
  readonly event: number;
  readonly position: number;
  readonly nextCommand: number;
  readonly hosts: readonly Host[];
  /** Packets on their way between hosts. */
  readonly flights: readonly Flight[];
}

/** The present of one run. */
export class Machine {
  hosts: Host[] = [];
  /** Number of the host of the event under way, or of the last one. */
  current = 0;
  /** That host. */
  host: Host;
  /** The packet of the last event that came in by a link; null when none did. */
  came: Arrival | null = null;
  /** Number of the event that comes next. */
  event = 0;
  /** Position (see FrameOrder) of the frame that comes next. */
  position = 0;
  /**
   * Frame number (position + 1) that the last event belongs to: its own, or what its timer was about; 0 for
   * none.
   */
  about = 0;
  /** The panic that ended the run, as a word of the stack; null while it goes on. */
  panic: string | null = null;
  /** True to keep the outputs of the last event in `outputs`. */
  collecting = false;
  /** Called for every packet that leaves; its bytes are valid during the call only. */
  onOutput: ((ifp: Ifnet, m: Mbuf) => void) | null = null;
  readonly outputs: Output[] = [];
  /** What the captures under way were shown in the last event, while collecting. */
  readonly captured: BpfRecord[] = [];
  /** Which lines of the `.stack` file its events used. */
  readonly lines: LineUse;
  /** The command that ran last; null when the last event was none. */
  command: MachineCommand | null = null;
  /** Why the last command was refused, null when it was not. */
  refusal: string | null = null;
  /** What the event under way is. */
  private running: EventKind = END;
  private nextCommand = 0;
  /** Infinity when no command is left. */
  private nextCommandTime = Number.POSITIVE_INFINITY;
  private timersRun = 0;
  private readonly cursors: FrameCursor[];
  /** The cursor that stands on the frame that comes next, `which` its capture; null while not looked for. */
  private head: FrameCursor | null = null;
  private which = 0;
  /** When the next frame arrives, or the replay ends. No small integer, not even at first: see `copyHost`. */
  private arrival = Number.NaN;
  /** For each capture the link type of each of its faces. */
  private readonly linkTypes: readonly (readonly number[])[];
  private readonly nextTimer: StackApi['nextTimer'];
  private readonly linkInput: StackApi['link_input'];
  /** For each capture the number of the host of each of its faces, -1 for none. */
  private readonly arrivalHosts: readonly (readonly number[])[];
  /** For each capture the interface of each of its faces, as the host has them now. */
  private arrivals: (Ifnet | null)[][] = [];
  private filled = new Uint8Array(0);
  /** What travels between the hosts; null in a file that describes one machine. */
  private readonly links: Links | null;
  /** Packets that have arrived by links since the last frame. */
  private linked = 0;
  private readonly ios: readonly HostIo[];

  /**
   * @param hosts that nobody else runs, past their commands of time zero
   * @param chunkBytes how much of a capture is read at once
   */
  constructor(
    private readonly script: Script,
    private readonly stack: StackApi,
    hosts: readonly Host[],
    console?: (text: string) => void,
    chunkBytes?: number,
  ) {
    const fields = new DecodedFields();
    this.ios = hosts.map((_, number) => ({
      fields,
      output: (ifp, m, nexthop) => this.output(number, ifp, m, nexthop),
      captured: record => {
        if (!this.collecting) return;
        this.captured.push({ ...record, interface: this.placeName(number, record.interface) });
      },
      console,
    }));
    this.links = script.hosts === null ? null : new Links(script.links, hosts.length);
    this.lines = new stack.LineUse(script.lines);
    this.take(hosts);
    this.host = this.hosts[0];
    this.nextTimer = stack.nextTimer;
    this.linkInput = stack.link_input;
    this.cursors = script.captures.map(capture => new FrameCursor(capture, 0, chunkBytes));
    this.linkTypes = script.faces.map(faces => faces.all.map(face => face.linkType));
    this.arrivalHosts = script.places.map(places => places.map(name => hostOfPlace(script.hosts, name)));
    this.toCommand(0);
    this.findArrivals();
  }

  /** A point to come back to: the state before the next event. */
  checkpoint(): Checkpoint {
    return {
      event: this.event,
      position: this.position,
      nextCommand: this.nextCommand,
      hosts: this.hosts.map(host => this.stack.copyHost(host, silent)),
      flights: this.links === null ? NO_FLIGHTS : this.links.copy(),
    };
  }

  /** Goes back, or forth, to a checkpoint of the same script. */
  restore(checkpoint: Checkpoint): void {
    this.take(checkpoint.hosts);
    this.links?.restore(checkpoint.flights);
    this.toHost(0);
    this.event = checkpoint.event;
    this.position = checkpoint.position;
    this.toCommand(checkpoint.nextCommand);
    this.head = null;
    this.timersRun = 0;
    this.linked = 0;
    this.about = 0;
    this.panic = null;
    this.outputs.length = 0;
    this.captured.length = 0;
    for (const [k, cursor] of this.cursors.entries()) {
      cursor.moveBefore(this.script.order.framesBefore(k, this.position));
    }
    this.findArrivals();
  }

  /**
   * Runs the next event. The trace of the host then holds its path. A panic is caught: `panic` names it and
   * the next event is END. Throws ReplayError when timers never end, CaptureError when a capture cannot be
   * read.
   */
  step(): EventKind {
    if (this.panic !== null) return END;
    if (this.head === null) this.findHead();
    if (this.links !== null) this.toNext();
    const { host, arrival } = this;
    this.event++;
    if (this.collecting) {
      this.outputs.length = 0;
      this.captured.length = 0;
    }
    host.trace.reset();
    try {
      if (this.links !== null) {
        this.came = null;
        if (this.links.nextTime <= host.now) return this.arriveByLink(this.links.take());
      }
      if (this.head !== null && arrival < this.nextTimer(host) && arrival < this.nextCommandTime) {
        return this.arrive(this.head);
      }
      return this.elapse();
    } catch (error) {
      return this.stopped(error);
    }
  }

  /**
   * Makes the host of the event that comes next the one at hand, as `step` does itself, and has all clocks at
   * its time.
   */
  toNext(): Host {
    const { links, hosts } = this;
    if (links === null || this.panic !== null) return this.host;
    if (this.head === null) this.findHead();
    let timer = Number.POSITIVE_INFINITY;
    let timed = 0;
    for (let number = 0; number < hosts.length; number++) {
      const time = this.nextTimer(hosts[number]);
      if (time >= timer) continue;
      timer = time;
      timed = number;
    }
    const command = this.nextCommandTime;
    const travelled = links.nextTime;
    const earliest = Math.min(travelled, command, timer, this.arrival);
    // The order of what is at the same time is that of `step`.
    if (travelled === earliest) this.toHost(links.next.to.host);
    else if (command === earliest) this.toHost(this.script.commands[this.nextCommand].host);
    else if (timer === earliest) this.toHost(timed);
    else if (this.head !== null) this.toHost(Math.max(0, this.arrivalHost()));
    for (const host of hosts) if (host.now < earliest) host.now = earliest;
    return this.host;
  }

  private toHost(number: number): void {
    this.current = number;
    this.host = this.hosts[number];
  }

  /** Takes copies of hosts for its own. */
  private take(hosts: readonly Host[]): void {
    this.hosts = hosts.map((host, number) => {
      const copy = this.stack.copyHost(host, this.ios[number], this.stack.kernel);
      copy.trace.lines = this.lines;
      return copy;
    });
  }

  /**
   * Moves to the frame that comes next and notes when it arrives: never before now. After the last: the end.
   */
  private findHead(): void {
    const { script, host } = this;
    const { position } = this;
    if (position >= script.order.length) {
      this.arrival = Math.max(host.now, script.until);
      // What is on its way still arrives.
      if (
        this.links !== null &&
        this.links.nextTime > this.arrival &&
        this.links.nextTime < Number.POSITIVE_INFINITY
      )
        this.arrival = this.links.nextTime;
      return;
    }
    const which = script.order.capture(position);
    const cursor = this.cursors[which];
    cursor.next();
    const time = (cursor.seconds - script.epoch) * 1e9 + cursor.nanoseconds;
    this.arrival = cursor.timed && time > host.now ? time : host.now;
    this.which = which;
    this.head = cursor;
  }

  /** Runs what comes before the next frame, or the end. */
  private elapse(): EventKind {
    this.about = 0;
    this.command = null;
    this.refusal = null;
    const { arrival } = this;
    const timer = this.nextTimer(this.host);
    const command = this.nextCommandTime;
    if (command <= timer && command <= arrival) return this.runCommand(command);
    if (timer <= arrival) return this.runTimer();
    this.event--;
    this.host.now = arrival;
    return END;
  }

  /** The kernel stopped: the event counts, and is the last. */
  private stopped(error: unknown): EventKind {
    if (!(error instanceof this.stack.Panic)) throw error;
    const { trace } = this.host;
    this.panic = error.reason;
    // A packet may have been settled before, as one delivered to the code that then stops.
    if (trace.verdict !== this.stack.PANIC && trace.length > 0)
      trace.settledBy = trace.path[trace.length - 1];
    trace.verdict = this.stack.PANIC;
    return this.running;
  }

  /** Number of the host on which the next frame arrives, -1 for none. */
  private arrivalHost(): number {
    const face = this.faceOf(this.head!);
    return face < 0 ? -1 : (this.arrivalHosts[this.which][face] ?? -1);
  }

  /** The interface of its capture that a frame is of, -1 for none. */
  private faceOf(frame: FrameCursor): number {
    const { of } = this.script.faces[this.which];
    return of === null ? frame.interfaceId : of[frame.i];
  }

  private arriveByLink({ to, linkType, bytes, frame }: Flight): EventKind {
    const { host } = this;
    this.running = LINK;
    if (++this.linked > LINKED_MAX) {
      throw new ReplayError(
        `More than ${LINKED_MAX} packets came by links before the next frame, so the replay stopped after event ${this.event}; look for a loop among the links.`,
      );
    }
    this.about = frame;
    this.command = null;
    this.refusal = null;
    this.came = { interface: this.placeName(this.current, to.name), linkType, bytes };
    const ifp = host.interfaces.find(one => one.name === to.name);
    // One that has been destroyed since receives no more.
    if (ifp !== undefined) this.linkInput(host, ifp, linkType, bytes.slice(), 0, bytes.length, frame);
    return LINK;
  }

  /** The name that an interface goes by outside its host. */
  private placeName(number: number, name: string): string {
    const { hosts } = this.script;
    return hosts === null ? name : `${hosts[number]}.${name}`;
  }

  private arrive(frame: FrameCursor): EventKind {
    const { host } = this;
    this.head = null;
    this.running = FRAME;
    this.about = ++this.position;
    this.timersRun = 0;
    this.linked = 0;
    host.now = this.arrival;
    const face = this.faceOf(frame);
    const ifp = face < 0 ? null : (this.arrivals[this.which][face] ?? null);
    if (ifp === null || this.script.arrives?.[this.position - 1] === 0) return PASSED;
    const linkType = this.linkTypes[this.which][face];
    const { data, off, len } = frame;
    const direction = frame.direction || senderOf(linkType, data, off, len, ifp.lladdr);
    if (direction === SENT) return PASSED;
    this.stack.used(host, this.script.origins[this.which]);
    const whole = frame.original;
    if (whole > len && whole <= FILL_MAX) {
      this.linkInput(host, ifp, linkType, this.fill(data, off, len, whole), 0, whole, this.position);
    } else this.linkInput(host, ifp, linkType, data, off, len, this.position);
    return FRAME;
  }

  /**
   * A frame cut off when it was captured was whole when the machine received it: what is missing is taken as
   * zeros.
   */
  private fill(data: Uint8Array, off: number, len: number, whole: number): Uint8Array {
    if (this.filled.length < whole) this.filled = new Uint8Array(Math.max(whole, 2048));
    this.filled.set(data.subarray(off, off + len));
    this.filled.fill(0, len, whole);
    return this.filled;
  }

  private runTimer(): EventKind {
    this.running = TIMER;
    if (++this.timersRun > TIMERS_MAX) {
      throw new ReplayError(
        `More than ${TIMERS_MAX} timers ran before the next frame, so the replay stopped after event ${this.event}; give a shorter --until, or a capture without so long a pause.`,
      );
    }
    this.about = this.stack.runTimer(this.host).frame;
    return TIMER;
  }

  private runCommand(time: number): EventKind {
    const { host, script } = this;
    const { command } = script.commands[this.nextCommand];
    this.running = COMMAND;
    this.toCommand(this.nextCommand + 1);
    if (host.now < time) host.now = time;
    this.command = command;
    this.stack.used(host, command.origin);
    this.refusal = script.applyCommand(this.stack, host, command);
    this.stack.swi_net(host);
    this.findArrivals();
    return COMMAND;
  }

  private toCommand(next: number): void {
    const { commands } = this.script;
    this.nextCommand = next;
    this.nextCommandTime = next < commands.length ? commands[next].time : Number.POSITIVE_INFINITY;
  }

  private output(number: number, ifp: Ifnet, m: Mbuf, nexthop: Uint8Array | null): void {
    this.onOutput?.(ifp, m);
    this.links?.send(this.stack, number, this.hosts[number], ifp, m, nexthop);
    if (!this.collecting) return;
    this.outputs.push({
      interface: this.placeName(number, ifp.name),
      kind: m.kind,
      bytes: m.data.slice(m.off, m.off + m.len),
      link: this.stack.m_linkHeader(m).slice(),
      nexthop: nexthop === null ? null : nexthop.slice(),
      frame: m.frame,
    });
  }

  /** Interfaces come and go by commands, and each copy of a host has its own. */
  private findArrivals(): void {
    const named = new Map<string, Ifnet>();
    for (const [number, { interfaces }] of this.hosts.entries()) {
      for (const ifp of interfaces) {
        named.set(this.placeName(number, ifp.name), ifp);
        // On a link every interface has neighbours, and takes only what is for it.
        if (this.links?.joins(number, ifp.name)) ifp.lladdrGiven = true;
      }
    }
    this.arrivals = this.script.places.map(places =>
      places.map(name => (name === null ? null : (named.get(name) ?? null))),
    );
  }
}

const silent: HostIo = { output: () => {} };
const NO_FLIGHTS: readonly Flight[] = [];
