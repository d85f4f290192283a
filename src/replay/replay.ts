/**
 * Captures driven through a host: what became of every frame, and the way back to any moment.
 *
 * Running keeps four bytes a frame, the number of the path it took. Everything else about an event (its
 * steps, the bytes it changed, what it sent) is had by `record`, which runs that one event again in the
 * recording build from the nearest checkpoint.
 */
import * as recording from '#stack/recording';
import * as running from '#stack/running';
import type { MachineCommand } from '../config/nodes';
import type { Host } from '../stack/host';
import type { LineUse } from '../stack/lineUse';
import type { BpfRecord } from '../stack/net/bpf';
import type { Recorder, StepHook } from '../stack/recorder';
import { type Armed, Arming, armedPaths } from './arming';
import { Checkpoints } from './checkpoints';
import { Extras } from './extras';
import type { Arrival } from './links';
import { COMMAND, END, type EventKind, Machine, PASSED } from './machine';
import type { Output } from './output';
import { PathTable } from './paths';
import { type EventName, kindName, type Recorded, recordedEvent, recordNext } from './recorded';
import { Rerun } from './rerun';
import { hostOfPlace, placeOfFrame, type Script } from './script';
import { Skim } from './skim';

/** Why `run` came back. */
export type Stop = 'end' | 'breakpoint' | 'limit' | 'panic';

/** One event that has run. */
export interface PastEvent {
  /** Its number, from 0. */
  readonly event: number;
  readonly kind: EventName;
  /**
   * Position of the frame that arrived, or that a timer was about or a packet on a link stems from; -1 for
   * none.
   */
  readonly position: number;
  /** Number of the host that it was an event of. */
  readonly number: number;
  /** The packet as it came in by a link; null for other events. */
  readonly came: Arrival | null;
  /** The host's time at which it ran. */
  readonly now: number;
  /** Number of its path. */
  readonly path: number;
  /** What was sent, only while collecting. */
  readonly outputs: readonly Output[];
  /** What the captures under way were shown, only while collecting. */
  readonly captured: readonly BpfRecord[];
  /** The command that ran, and why the machine refused it. */
  readonly command: MachineCommand | null;
  readonly refusal: string | null;
  /** All that was noted, only in a replay that records every event. */
  readonly recorded: Recorded | null;
}

export interface ReplayOptions {
  /** Told of every line for the host's console, once. */
  readonly console?: (text: string) => void;
  /**
   * True to run everything in the recording build and give it to `onEvent`, without what each step changed:
   * some ten times slower.
   */
  readonly recordAll?: boolean;
  /** Events between two checkpoints at first. */
  readonly checkpointEvery?: number;
}

/** Bytes that a machine reads at once which runs single events here and there. */
const ONE_FRAME = 2048;

/** One run of a script and all that is remembered of it. */
export class Replay {
  readonly paths = new PathTable();
  readonly checkpoints: Checkpoints;
  /** Path number of the frame at each position, 0 where it was not injected or has not arrived yet. */
  readonly pathOf: Uint32Array;
  /** Told of every event the first time it runs. */
  onEvent: ((event: PastEvent) => void) | null = null;
  private readonly machine: Machine;
  /** The events that are no frames and have run at least once. */
  readonly extras = new Extras();
  /** The panic that ends the run, wherever the cursor stands now; null while none was met. */
  panic: string | null = null;
  /** Events that have run at least once. */
  private known = 0;
  /** Frames that have arrived at least once: their positions are below. */
  private reached = 0;
  /** Where nothing is armed it is asked too, so that a run with breakpoints takes the same code. */
  private readonly unarmed = new Arming(armedPaths(() => false));
  private arming = this.unarmed;
  private readonly recordAll: boolean;
  private again: Rerun | null = null;
  /** Records single events; made when the first is asked for. */
  private recording: Machine | null = null;
  private skimming: Skim | null = null;

  /** @param initial the hosts past their commands of time zero; they are copied */
  constructor(
    readonly script: Script,
    private readonly initial: readonly Host[],
    options: ReplayOptions = {},
  ) {
    this.pathOf = new Uint32Array(script.order.length);
    this.recordAll = options.recordAll ?? false;
    this.checkpoints = new Checkpoints(options.checkpointEvery);
    this.machine = new Machine(script, this.recordAll ? recording : running, initial, text => {
      if (this.machine.event > this.known) options.console?.(text);
    });
    this.checkpoints.add(this.machine.checkpoint());
  }

  /** The host of the event before the cursor as it is now: to be read, not run. */
  get host(): Host {
    return this.machine.host;
  }

  /** All hosts as they are now, likewise. */
  get hosts(): readonly Host[] {
    return this.machine.hosts;
  }

  /** Number of the event that comes next. */
  get cursor(): number {
    return this.machine.event;
  }

  /** Events that have run at least once. */
  get events(): number {
    return this.known;
  }

  /** True to have the outputs in the events given to `onEvent`. */
  set collecting(on: boolean) {
    this.machine.collecting = on;
  }

  /** Frames that have arrived at least once: their positions are below. */
  get arrived(): number {
    return this.reached;
  }

  /** Which lines of the `.stack` file the events that have run used, and how many events used each. */
  get lines(): LineUse {
    return this.machine.lines;
  }

  /**
   * Stops `run` after events that what is armed means; null stops at none. A function alone tests paths, and
   * is asked once for each.
   */
  arm(armed: Armed | Armed['path'] | null): void {
    const all = typeof armed === 'function' ? armedPaths(armed) : armed;
    this.arming = all === null ? this.unarmed : new Arming(all);
  }

  /**
   * The events of [`from`, `to`), which have run, that what is armed means. They run again where their paths
   * do not tell.
   */
  armedIn(from: number, to: number): number[] {
    const { arming } = this;
    const found: number[] = [];
    if (arming === this.unarmed) return found;
    const machine = arming.byPathAlone ? null : this.rerun.before(from);
    if (machine !== null) arming.begin(machine.hosts, machine.lines);
    for (let event = from; event < to; event++) {
      const { path, kind, position } = this.past(event);
      machine?.step();
      const holds =
        machine === null ? arming.holdsPath(path) : arming.holds(path, machine.host, machine.lines);
      const frame = kind === 'frame' || kind === 'passed' ? position + 1 : 0;
      if (holds || arming.holdsNumber(event, frame)) found.push(event);
    }
    return found;
  }

  private get rerun(): Rerun {
    this.again ??= new Rerun(this.script, this.initial, this.checkpoints);
    return this.again;
  }

  /** Runs on: to the end, to an armed decision, or for `limit` events. */
  run(limit: number = Number.POSITIVE_INFINITY): Stop {
    this.arming.begin(this.machine.hosts, this.lines);
    return this.advance(limit, this.arming);
  }

  /** Runs from checkpoint to checkpoint. */
  private advance(limit: number, arming: Arming): Stop {
    const { machine, checkpoints } = this;
    const last = machine.event + limit;
    for (;;) {
      if (machine.event >= checkpoints.nextAt && machine.panic === null)
        checkpoints.add(machine.checkpoint());
      const until = machine.panic === null ? Math.min(checkpoints.nextAt, last) : last;
      const stop = this.runEvents(until - machine.event, arming);
      if (stop !== 'limit' || machine.event >= last) return stop;
    }
  }

  /** Runs `limit` events, fewer where something stops them. */
  private runEvents(limit: number, arming: Arming): Stop {
    const { machine, lines, paths, extras, pathOf } = this;
    for (let left = limit; left > 0; left--) {
      const recorder = this.recordAll ? recording.startRecording(machine.toNext(), undefined, 'none') : null;
      lines.counting = machine.event >= this.known;
      const kind = machine.step();
      recorder?.finish(machine.host);
      if (kind === END) return machine.panic === null ? 'end' : 'panic';
      const path = kind === PASSED ? 0 : paths.intern(machine.host.trace);
      const { event } = machine;
      if (kind <= PASSED) pathOf[machine.position - 1] = path;
      else if (event > this.known) {
        extras.add(machine.position, path, kind, machine.about, machine.host.now, machine.current);
      }
      if (event > this.known) {
        this.known = event;
        this.panic = machine.panic;
        this.reached = machine.position;
        if (this.onEvent !== null) this.onEvent(this.pastEvent(kind, path, recorder));
      }
      if (arming.holds(path, machine.host, lines)) return 'breakpoint';
      if (arming.holdsNumber(event - 1, kind <= PASSED ? machine.position : 0)) return 'breakpoint';
    }
    return 'limit';
  }

  /** Moves the cursor to before `event`, which may lie ahead; what lies between runs. */
  goTo(event: number): void {
    this.restoreBefore(this.machine, event);
    this.advance(event - this.machine.event, this.unarmed);
  }

  /** Runs `limit` events on from where all that has run ends, whatever is armed. */
  runOn(limit: number): Stop {
    this.goTo(this.known);
    return this.advance(limit, this.unarmed);
  }

  /** Runs until the frame at a position has arrived, or to the end. */
  runPast(position: number): void {
    if (position < this.reached) return;
    this.goTo(this.known);
    while (this.reached <= position && this.advance(1, this.unarmed) === 'limit');
  }

  /** True when `event` has run, once it was run to if it had not; false past the end. The cursor may move. */
  haveRun(event: number): boolean {
    if (event < this.known) return true;
    this.goTo(event + 1);
    return event < this.known;
  }

  /** Frames that took each path, by path number. */
  pathCounts(): Uint32Array {
    const counts = new Uint32Array(this.paths.size);
    for (const path of this.pathOf) counts[path]++;
    return counts;
  }

  /**
   * Paths of what came to host `number` and stems from the frame at `position`, the frame itself among them,
   * in the order of time.
   */
  pathsOf(position: number, number: number): number[] {
    const { extras } = this;
    const paths: number[] = [];
    const own = this.pathOf[position];
    if (own !== 0 && this.hostOfFrame(position) === number) paths.push(own);
    const came = [...extras.stemming(position)].filter(k => extras.numbers[k] === number).reverse();
    return [...paths, ...came.map(k => extras.paths[k])];
  }

  /** Number of the host that the frame at a position is of; the first where it is of none. */
  private hostOfFrame(position: number): number {
    const { script } = this;
    return script.hosts === null ? 0 : Math.max(0, hostOfPlace(script.hosts, placeOfFrame(script, position)));
  }

  /** Puts the cursor on a checkpoint; running on from there gives what was had before. */
  restore(index: number): void {
    this.machine.restore(this.checkpoints.all[index]);
  }

  /** Number of the event at which the frame at `position` arrives; it has arrived once. */
  eventOf(position: number): number {
    return position + this.extras.upTo(position);
  }

  /** What is known of an event that has run once. */
  past(event: number): Pick<PastEvent, 'kind' | 'position' | 'path' | 'number'> {
    const k = this.extras.before(event);
    const { kinds, abouts, paths, numbers } = this.extras;
    if (this.extras.is(k, event)) {
      return {
        kind: kindName(kinds[k] as EventKind),
        position: abouts[k] - 1,
        path: paths[k],
        number: numbers[k],
      };
    }
    const position = event - k;
    const path = this.pathOf[position];
    return { kind: path === 0 ? 'passed' : 'frame', position, path, number: this.hostOfFrame(position) };
  }

  /** The packet of an event that has run once, as it came in by a link; null for every other event. */
  arrivalOf(event: number): Arrival | null {
    if (this.past(event).kind !== 'link') return null;
    const machine = this.rerun.before(event);
    machine.step();
    return machine.came;
  }

  /**
   * Runs `event` again in the recording build, from the nearest checkpoint. The cursor stays where it is.
   * `onStep` is told of every step, and may change what it is given or throw to leave the event.
   */
  record(event: number, onStep?: StepHook): Recorded {
    const before = this.rerun.before(event).checkpoint();
    this.recording ??= new Machine(this.script, recording, before.hosts, undefined, ONE_FRAME);
    return recordNext(this.recording, before, onStep);
  }

  /**
   * As `record`, without counters and candidates: many times quicker for events that follow each other. Its
   * steps are the same only of frames that arrived. `packets` has 1 for the outcomes at whose steps the
   * packet's bytes are wanted, null for all steps; `look` sees the host before the event and at each step.
   * The answer's host is valid until the next call; null when only `record` tells all that is wanted.
   */
  skim(event: number, packets: Uint8Array | null, look?: (host: Host) => void): Recorded | null {
    this.skimming ??= new Skim(this.script, this.rerun);
    return this.skimming.event(event, packets, look);
  }

  private restoreBefore(machine: Machine, event: number): void {
    const checkpoint = this.checkpoints.before(event);
    // Running on from where the machine stands is shorter when no checkpoint lies between.
    if (machine.event <= event && machine.event >= checkpoint.event && machine.panic === null) return;
    machine.restore(checkpoint);
  }

  private pastEvent(kind: EventKind, path: number, recorder: Recorder | null): PastEvent {
    const { machine } = this;
    return {
      event: machine.event - 1,
      kind: kindName(kind),
      position: machine.about - 1,
      number: machine.current,
      came: machine.came,
      now: machine.host.now,
      path,
      outputs: machine.collecting ? machine.outputs.slice() : [],
      captured: machine.collecting ? machine.captured.slice() : [],
      command: kind === COMMAND ? machine.command : null,
      refusal: kind === COMMAND ? machine.refusal : null,
      recorded: recorder === null ? null : recordedEvent(machine, kind, recorder),
    };
  }
}
