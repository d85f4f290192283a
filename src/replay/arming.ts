/**
 * What a run stops after: paths, lines of the `.stack` file, and values of the host. Cheap to ask after every
 * event.
 */
import type { Host } from '../stack/host';
import type { LineUse } from '../stack/lineUse';

/** A value of the host that is looked at after every event. */
export interface Probe {
  /** Notes the value of a host as it is now. */
  begin(host: Host): void;
  /** True when the value of this host is another than when last looked at. */
  changed(host: Host): boolean;
}

/** What is armed. */
export interface Armed {
  /** Whether events of a path are meant; asked once for each path. */
  readonly path: (path: number) => boolean;
  /** Lines of the `.stack` file: events that use what they made are meant. */
  readonly lines: readonly number[];
  /** Events that change one of these are meant. */
  readonly probes: readonly Probe[];
  /** Events by number, which may become more while events run; null for none. */
  readonly events: ((event: number) => boolean) | null;
  /** Arrivals of frames by position; null for none. */
  readonly frames: ((position: number) => boolean) | null;
}

/** Nothing but paths armed. */
export function armedPaths(path: Armed['path']): Armed {
  return { path, lines: [], probes: [], events: null, frames: null };
}

/** Tests events against what is armed. */
export class Arming {
  /** For each path 1 when it does not stop a run, 2 when it does, 0 while not looked at. */
  private paths = new Uint8Array(64);

  /** False: what other arming left on lines does not count. */
  private readonly byLine: boolean;

  constructor(readonly armed: Armed) {
    this.byLine = armed.lines.length > 0;
  }

  /** True when paths alone tell which events are meant. */
  get byPathAlone(): boolean {
    return !this.byLine && this.armed.probes.length === 0;
  }

  /** A run begins on these hosts. */
  begin(hosts: readonly Host[], lines: LineUse): void {
    lines.armed.fill(0);
    for (const line of this.armed.lines) lines.armed[line] = 1;
    for (const probe of this.armed.probes) for (const host of hosts) probe.begin(host);
  }

  /** True when the event that has just run on `host` is meant by what it did. */
  holds(path: number, host: Host, lines: LineUse): boolean {
    return this.probed(host) || (this.byLine && lines.hit) || this.holdsPath(path);
  }

  /**
   * True when an event is meant by its number, or by that of the frame (from 1, 0 for none) that it is about.
   */
  holdsNumber(event: number, frame: number): boolean {
    const { events, frames } = this.armed;
    return events?.(event) === true || (frame > 0 && frames?.(frame - 1) === true);
  }

  private probed(host: Host): boolean {
    // Every probe must look, for each remembers what it saw.
    let changed = false;
    for (const probe of this.armed.probes) if (probe.changed(host)) changed = true;
    return changed;
  }

  /** True when events of this path are meant, whatever else they did. */
  holdsPath(path: number): boolean {
    if (path >= this.paths.length) {
      const larger = new Uint8Array(2 * path);
      larger.set(this.paths);
      this.paths = larger;
    }
    const seen = this.paths[path];
    if (seen !== 0) return seen === 2;
    const holds = this.armed.path(path);
    this.paths[path] = holds ? 2 : 1;
    return holds;
  }
}
