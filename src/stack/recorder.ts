/** What the recording build keeps of one event: its steps, in order, with all that changed between them. */
import { type ByteChange, changesBetween, equalViews, LastView } from './byteChanges';
import { counters } from './counters';
import type { Host } from './host';
import { type Mbuf, m_bytes } from './net/mbuf';
import type { Candidate, DecisionPoint, Operands, Origin } from './trace';

/** A counter that moved, by its full name: `ip6stat.ip6s_forward`, `if.em0.ifs6_in_discard`. */
export interface Counted {
  readonly counter: string;
  readonly by: number;
}

/** A packet that left the host: bytes from the network header on. */
export interface Emission {
  readonly interface: string;
  readonly kind: string;
  readonly bytes: Uint8Array;
}

/** A line that the kernel wrote; `line` is that of the statement in the mirrored file. */
interface Logged {
  readonly line: number;
  readonly text: string;
  /** `log`: log(9), rate limited. `console`: printf. */
  readonly to: 'log' | 'console';
}

/** One step of a trace: a decision taken, or a function entered. */
export interface Step {
  readonly kind: 'decision' | 'enter';
  /** The kernel function it lies in. */
  readonly function: string;
  /** Functions entered and not yet left, this one included; 1 for the outermost. */
  readonly depth: number;
  readonly point: DecisionPoint | null;
  /** Outcome number; -1 for `enter`. */
  readonly outcome: number;
  readonly operands: Operands;
  readonly candidates: readonly Candidate[];
  /** Lines of the `.stack` file that made what was chosen, what matched, or what received. */
  readonly used: Origin[];
  /** Kernel branches passed: `433T`, `210=none`. */
  readonly branches: string[];
  /** What happened between this step and the next. */
  readonly bytes: ByteChange[];
  readonly counters: Counted[];
  readonly emissions: Emission[];
  readonly logs: Logged[];
  readonly leaks: string[];
  /** The packet under way when the step began, whole. */
  readonly packet: Uint8Array;
  /** Which of the event's packets that is, from 1; 0 for none. */
  readonly packetNumber: number;
}

/**
 * Told of each step as soon as it is noted, before anything follows from it; `m` is the packet of the
 * function under way. What it changes in host or packet holds from there on; what it throws ends the event
 * there.
 */
export type StepHook = (host: Host, step: number, m: Mbuf | null) => void;

/** Collects the steps of one event. Made anew for each. */
export interface Recorder {
  readonly steps: readonly Step[];
  /** True when the packet was wanted at a step that does not have it. */
  readonly lacksPacket: boolean;
  decision(host: Host, point: DecisionPoint, outcome: number, operands: Operands): void;
  branch(text: string, after: boolean): void;
  enter(host: Host, name: string, m: Mbuf | null): void;
  leave(host: Host): void;
  considered(candidates: () => readonly Candidate[]): void;
  used(origin: Origin): void;
  log(host: Host, line: number, text: string, to: Logged['to']): void;
  leaked(what: string): void;
  emitted(host: Host, emission: Emission): void;
  /** Ends the event: what changed since the last step is noted under it. */
  finish(host: Host): void;
}

const NO_OPERANDS: Operands = Object.freeze({});
const NO_CANDIDATES: readonly Candidate[] = Object.freeze([]);
const NO_BYTES = new Uint8Array(0);

/** A function entered and not yet left; `bytes` are those of its packet when last looked at. */
interface Frame {
  readonly name: string;
  readonly m: Mbuf | null;
  bytes: Uint8Array;
}

/**
 * What steps say beside decisions: `all`; of what changed `none`; or, many times quicker, neither counters
 * nor candidates and the packet's bytes as each step found them (`packets`), or only at those steps whose
 * outcome is 1 in an array.
 */
export type Changes = 'all' | 'none' | 'packets' | Uint8Array;

/**
 * Records the event that begins now, in the recording build; `finish` it when the event is over, also after a
 * `Panic`. What happens before the first step is kept under a step of its own, of the function `event`.
 */
export function startRecording(host: Host, onStep?: StepHook, changes: Changes = 'all'): Recorder {
  const recorder = new EventRecorder(host, onStep, changes);
  host.trace.recorder = recorder;
  return recorder;
}

class EventRecorder implements Recorder {
  readonly steps: Step[] = [];
  private readonly frames: Frame[] = [];
  private branches: string[] = [];
  private candidates: readonly Candidate[] = NO_CANDIDATES;
  private lines: Origin[] = [];
  /** The packets met, in order. */
  private readonly packets: Mbuf[] = [];
  private counted: Record<string, number>;
  private readonly now = new LastView();
  private readonly before = new LastView();
  lacksPacket = false;

  constructor(
    private readonly host: Host,
    private readonly onStep: StepHook | undefined,
    private readonly changes: Changes,
  ) {
    this.counted = changes === 'all' ? counters(host) : {};
  }

  decision(host: Host, point: DecisionPoint, outcome: number, operands: Operands): void {
    this.note(host);
    this.add('decision', point, outcome, operands);
  }

  enter(host: Host, name: string, m: Mbuf | null): void {
    this.note(host);
    this.frames.push({ name, m, bytes: this.changes instanceof Uint8Array ? NO_BYTES : this.bytesOf(m) });
    this.add('enter', null, -1, NO_OPERANDS);
  }

  /**
   * The bytes of a packet; those of the function around it where it is the same one, for nothing has changed
   * since.
   */
  private bytesOf(m: Mbuf | null): Uint8Array {
    const outer = this.frames.at(-1);
    if (m === null) return NO_BYTES;
    return outer?.m === m && this.holdsBytes(m, outer.bytes) ? outer.bytes : m_bytes(m);
  }

  leave(host: Host): void {
    if (this.changes === 'all') this.note(host);
    this.frames.pop();
  }

  branch(text: string, after: boolean): void {
    if (after) this.last().branches.push(text);
    else this.branches.push(text);
  }

  considered(candidates: () => readonly Candidate[]): void {
    if (this.changes === 'all' || this.changes === 'none') this.candidates = candidates();
  }

  used(origin: Origin): void {
    this.lines.push(origin);
  }

  log(host: Host, line: number, text: string, to: Logged['to']): void {
    this.note(host);
    this.last().logs.push({ line, text, to });
  }

  leaked(what: string): void {
    this.last().leaks.push(what);
  }

  emitted(host: Host, emission: Emission): void {
    this.note(host);
    this.last().emissions.push(emission);
  }

  finish(host: Host): void {
    this.note(host);
    if (this.branches.length > 0) this.last().branches.push(...this.branches);
    this.branches = [];
    if (this.lines.length > 0) this.last().used.push(...this.lines);
    this.lines = [];
    if (host.trace.recorder === this) host.trace.recorder = null;
  }

  private add(kind: Step['kind'], point: DecisionPoint | null, outcome: number, operands: Operands): void {
    const frame = this.frames.at(-1);
    const decides = kind === 'decision';
    if (frame !== undefined && this.changes instanceof Uint8Array && this.changes[outcome] === 1) {
      frame.bytes = frame.m === null ? this.unseen() : m_bytes(frame.m);
    }
    this.steps.push({
      kind,
      function: frame?.name ?? point?.id.split('.')[0] ?? 'event',
      depth: this.frames.length,
      point,
      outcome,
      operands,
      candidates: decides ? this.candidates : NO_CANDIDATES,
      used: decides ? this.lines : [],
      branches: decides ? this.branches : [],
      bytes: [],
      counters: [],
      emissions: [],
      logs: [],
      leaks: [],
      packet: frame?.bytes ?? NO_BYTES,
      packetNumber: this.numberOf(frame?.m ?? null),
    });
    if (decides) {
      this.branches = [];
      this.lines = [];
      this.candidates = NO_CANDIDATES;
    }
    if (this.onStep === undefined) return;
    this.onStep(this.host, this.steps.length - 1, frame?.m ?? null);
    if (frame?.m && this.changes === 'all') this.look(frame.m);
  }

  /** What was changed from outside belongs to the step that has just been noted. */
  private look(m: Mbuf): void {
    if (this.holdsBytes(m, this.steps[this.steps.length - 1].packet)) return;
    const bytes = m_bytes(m);
    this.steps[this.steps.length - 1] = { ...this.steps[this.steps.length - 1], packet: bytes };
    for (const frame of this.frames) if (frame.m === m) frame.bytes = bytes;
  }

  /** The function has no packet of its own: which one its caller had was not kept. */
  private unseen(): Uint8Array {
    this.lacksPacket = true;
    return NO_BYTES;
  }

  /** True when a packet's bytes are these. */
  private holdsBytes(m: Mbuf, bytes: Uint8Array): boolean {
    if (m.len !== bytes.length) return false;
    return equalViews(this.now.of(m.data), m.off, this.before.of(bytes), 0, m.len);
  }

  private numberOf(m: Mbuf | null): number {
    if (m === null) return 0;
    const known = this.packets.indexOf(m);
    return known < 0 ? this.packets.push(m) : known + 1;
  }

  private last(): Step {
    if (this.steps.length === 0) this.add('enter', null, -1, NO_OPERANDS);
    return this.steps[this.steps.length - 1];
  }

  /** Notes under the last step what has changed since it began. */
  private note(host: Host): void {
    if (this.changes === 'all') this.noteCounters(host);
    if (this.changes === 'all' || this.changes === 'packets') this.noteBytes();
  }

  private noteCounters(host: Host): void {
    const now = counters(host);
    for (const counter in now) {
      const by = now[counter] - (this.counted[counter] ?? 0);
      if (by !== 0) this.last().counters.push({ counter, by });
    }
    // A counter that went back to 0 is no longer listed.
    for (const counter in this.counted) {
      if (!(counter in now)) this.last().counters.push({ counter, by: -this.counted[counter] });
    }
    this.counted = now;
  }

  private noteBytes(): void {
    const frame = this.frames.at(-1);
    if (frame === undefined || frame.m === null) return;
    if (this.holdsBytes(frame.m, frame.bytes)) return;
    const after = m_bytes(frame.m);
    const changes = changesBetween(frame.bytes, after);
    if (changes.length === 0) return;
    this.last().bytes.push(...changes);
    for (const outer of this.frames) if (outer.m === frame.m) outer.bytes = after;
  }
}
