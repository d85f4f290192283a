/**
 * Decision points and the trace.
 *
 * A decision is declared once, beside the code that takes it:
 *
 *     const hopLimit = decision('ip6_forward.hop-limit', { question: …, outcomes: { exceeded: …, decremented: … } });
 *     if (decide(host, hopLimit, hlim <= 1 ? hopLimit.exceeded : hopLimit.decremented) === hopLimit.exceeded) …
 *
 * The running build only appends the outcome's number to the packet's path. The recording build also
 * notes what the decision looked at, the kernel branches passed, and everything that changed since the step
 * before.
 */
import type { Host } from './host';
import { LineUse } from './lineUse';
import type { Mbuf } from './net/mbuf';
import type { Recorder } from './recorder';

/**
 * A value that a decision looked at, as the recording build keeps it. Addresses are 4, 6 or 16 bytes; IPv6
 * ones as the kernel holds them, with the zone in bytes 2 and 3 where they have one.
 */
export type Value = number | string | boolean | Uint8Array | null;

/**
 * The place in a `.stack` file that caused a route, policy, rule or address: 1-based line, UTF-16 columns.
 */
export interface Origin {
  readonly file: string;
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

/**
 * A value with its source: bytes of the packet (offset from its first byte), or a line of the `.stack` file.
 */
export interface Sourced {
  readonly value: Value;
  readonly at?: { readonly offset: number; readonly length: number };
  readonly origin?: Origin | null;
}

export type Operand = Value | Sourced;
export type Operands = Readonly<Record<string, Operand>>;

/** One of several routes, policies or rules that a choice was made among, and why it was or was not taken. */
export interface Candidate {
  readonly name: string;
  readonly chosen: boolean;
  readonly why: string;
  readonly origin: Origin | null;
}

/** The words of one outcome. `{name}` in a text stands for an operand of that name. */
export interface OutcomeWords {
  /** Answer to the decision's question: "Yes" or "No" first when it fits, then the fact. */
  readonly answer: string;
  /**
   * For an outcome that settles a verdict: what stands after "Dropped: " in the verdict sentence, no full
   * stop.
   */
  readonly verdict?: string;
  /** True when the packet breaks the rules of its own format, whoever receives it. */
  readonly malformed?: true;
  /** Why nothing can reach it: the kernel itself, or the machine described, never takes it. */
  readonly unreachable?: string;
}

/** The kernel file and inclusive lines that a decision mirrors. */
export interface KernelPlace {
  readonly file: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Gives the places of a file that is mirrored: `lines(166, 172)` for
 * `const lines = mirrored('freebsd-ip6_forward.c')`.
 */
export function mirrored(file: string): (from: number, to: number) => KernelPlace {
  return (from, to) => ({ file, from, to });
}

interface DecisionSpec<O extends string> {
  /** D asks a question; S always does the same but is worth a line in the trace. Default D. */
  readonly kind?: 'D' | 'S';
  readonly question: string;
  readonly outcomes: Readonly<Record<O, string | OutcomeWords>>;
  readonly kernel?: KernelPlace;
  /** RFC section, or the kernel function described when there is no reference file. */
  readonly reference: string;
}

/** What is known of a declared decision, independent of the names of its outcomes. */
export interface DecisionPoint {
  readonly id: string;
  readonly kind: 'D' | 'S';
  readonly question: string;
  /** Outcome names in declared order; outcome number `first + i` is `outcomes[i]`. */
  readonly outcomes: readonly string[];
  readonly words: readonly OutcomeWords[];
  readonly first: number;
  readonly kernel: KernelPlace | null;
  readonly reference: string;
}

type Camel<S extends string> = S extends `${infer A}-${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S;

/** A decision point with the numbers of its outcomes as members, in camel case. */
export type Decision<O extends string> = DecisionPoint & { readonly [K in O as Camel<K>]: number };

/** Every decision point declared so far, in the order of their modules: the same in both builds. */
export const catalogue: DecisionPoint[] = [];
/** The decision point of each outcome number. */
export const decisionOfOutcome: DecisionPoint[] = [];

/** Declares a decision point. Throws `Error` when the id is already declared. */
export function decision<const O extends string>(id: string, spec: DecisionSpec<O>): Decision<O> {
  if (catalogue.some(known => known.id === id)) throw new Error(`decision ${id} is declared twice`);
  const names = Object.keys(spec.outcomes) as O[];
  const words = names.map((name): OutcomeWords => {
    const text = spec.outcomes[name];
    return typeof text === 'string' ? { answer: text } : text;
  });
  const point: DecisionPoint = {
    id,
    kind: spec.kind ?? 'D',
    question: spec.question,
    outcomes: names,
    words,
    first: decisionOfOutcome.length,
    kernel: spec.kernel ?? null,
    reference: spec.reference,
  };
  const numbers: Record<string, number> = {};
  for (const name of names) {
    numbers[name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())] =
      decisionOfOutcome.length;
    decisionOfOutcome.push(point);
  }
  catalogue.push(point);
  return Object.assign(point, numbers) as unknown as Decision<O>;
}

/** Name of an outcome number, as in `beyond-scope`. */
export function outcomeName(outcome: number): string {
  const point = decisionOfOutcome[outcome];
  return point.outcomes[outcome - point.first];
}

/** Verdicts of a packet; the numbers are what the replay's columns hold. */
export const verdicts = [
  'none',
  'forwarded',
  'delivered',
  'dropped',
  'encapsulated',
  'decapsulated',
  'diverted',
  'queued',
  'consumed',
  'panic',
] as const;
export type Verdict = (typeof verdicts)[number];
export const FORWARDED = 1;
export const DELIVERED = 2;
export const DROPPED = 3;
export const ENCAPSULATED = 4;
export const DECAPSULATED = 5;
export const DIVERTED = 6;
export const QUEUED = 7;
export const CONSUMED = 8;
export const PANIC = 9;

/** Longest path kept of one event; what follows is still decided, but not remembered. */
const PATH_MAX = 4096;

/** What the running build keeps of the event under way. It is not part of the host's state. */
export class Trace {
  /** Outcome numbers in the order taken; `length` of them are valid. The host's `path` is the same array. */
  readonly path = new Uint16Array(PATH_MAX);
  private host: Host | null = null;
  /** Number of the verdict, 0 while none is settled. */
  verdict = 0;
  /** Outcome number of the decision that settled the verdict, -1 while none did. */
  settledBy = -1;
  /**
   * What then became of the packet that was taken out of a decapsulated one: its verdict, 0 while none, and
   * the outcome that settled it.
   */
  innerVerdict = 0;
  innerSettledBy = -1;
  /** Present in the recording build only. */
  recorder: Recorder | null = null;
  /**
   * Packets of the event under way (`m_get`), `mbufsUsed` of them in use; the objects serve again and again.
   */
  readonly mbufs: Mbuf[] = [];
  mbufsUsed = 0;
  /** Lines of the `.stack` file that events use; whoever runs events may put its own here. */
  lines = new LineUse(0);

  /** Outcomes in `path`. */
  get length(): number {
    return this.host === null ? 0 : Math.min(this.host.pathLast + 1, PATH_MAX);
  }

  /** Makes this the trace of a host, once. */
  attach(host: Host): void {
    this.host = host;
  }

  /** Forgets the last event: to be called before each. */
  reset(): void {
    this.mbufsUsed = 0;
    this.lines.begin();
    if (this.host !== null) this.host.pathLast = -1;
    this.verdict = 0;
    this.settledBy = -1;
    this.innerVerdict = 0;
    this.innerSettledBy = -1;
  }
}

/**
 * Takes a decision: notes the outcome and returns it. `looked` must be `RECORDING && {…}` so that running
 * allocates nothing.
 */
export function decide(host: Host, point: DecisionPoint, outcome: number, looked?: Operands | false): number {
  // Stores past the end of a typed array go nowhere. With less than 27 bytes of bytecode, V8 makes no call of
  // this.
  host.path[++host.pathLast] = outcome;
  if (RECORDING) host.trace.recorder?.decision(host, point, outcome, looked || {});
  return outcome;
}

/**
 * Notes that what a `.stack` line made has a part in the NEXT decision: it is chosen, it matches, or it
 * receives.
 */
export function used(host: Host, origin: Origin | null): void {
  if (origin === null) return;
  host.trace.lines.note(origin.line);
  if (RECORDING) host.trace.recorder?.used(origin);
}

/**
 * Settles what became of the packet, by the decision taken last. The first settlement of an event stands;
 * after a decapsulation the next one is that of the packet within.
 */
export function settle(host: Host, verdict: number): void {
  const trace = host.trace;
  if (trace.verdict === 0) {
    trace.verdict = verdict;
    trace.settledBy = lastOutcome(host);
  } else if (trace.verdict === DECAPSULATED && isOpen(trace.innerVerdict)) {
    trace.innerVerdict = verdict;
    trace.innerSettledBy = lastOutcome(host);
  }
}

/** True while a packet within another one has no verdict, or was itself taken apart. */
function isOpen(verdict: number): boolean {
  return verdict === 0 || verdict === DECAPSULATED;
}

function lastOutcome({ path, pathLast }: Host): number {
  return pathLast < 0 ? -1 : path[Math.min(pathLast, PATH_MAX - 1)];
}

/**
 * Notes that the kernel's `if` on this line of the mirrored file was true or false, under the NEXT decision.
 */
export function branch(host: Host, line: number, taken: boolean): boolean {
  if (RECORDING) host.trace.recorder?.branch(`${line}${taken ? 'T' : 'F'}`, false);
  return taken;
}

/** As `branch`, but under the decision taken LAST: for what the kernel tests after the outcome is known. */
export function branchAfter(host: Host, line: number, taken: boolean): boolean {
  if (RECORDING) host.trace.recorder?.branch(`${line}${taken ? 'T' : 'F'}`, true);
  return taken;
}

/** Notes the value that the kernel's `switch` on this line saw, under the NEXT decision. */
export function switched(host: Host, line: number, value: string | number): void {
  if (RECORDING) host.trace.recorder?.branch(`${line}=${value}`, false);
}

/** Marks the entry of a kernel function; `m` is the packet whose bytes are watched from here on. */
export function enter(host: Host, name: string, m: Mbuf | null): void {
  if (RECORDING) host.trace.recorder?.enter(host, name, m);
}

/** Marks the return from the function entered last. */
export function leave(host: Host): void {
  if (RECORDING) host.trace.recorder?.leave(host);
}

/**
 * Lists the candidates of a choice under the NEXT decision; they are made at once where somebody looks. Guard
 * the call with `RECORDING`.
 */
export function considered(host: Host, candidates: () => readonly Candidate[]): void {
  if (RECORDING) host.trace.recorder?.considered(candidates);
}

/** A line written by the kernel's log(9): kept by the recorder and given to the host's console. */
export function log(host: Host, line: number, text: string): void {
  host.io.console?.(text);
  if (RECORDING) host.trace.recorder?.log(host, line, text, 'log');
}

/** A line that the kernel prints on the console without a rate limit. */
export function printf(host: Host, line: number, text: string): void {
  host.io.console?.(text);
  if (RECORDING) host.trace.recorder?.log(host, line, text, 'console');
}

/**
 * Something the original loses on this path: a buffer or a policy reference that nobody frees. Counted, not
 * lost.
 */
export function leaked(host: Host, what: string): void {
  if (RECORDING) host.trace.recorder?.leaked(what);
}

/** The machine stops here. Caught by whoever runs events; it ends a replay with an explanation. */
export class Panic extends Error {
  /** @param reason a word of the vectors' list, as `error-reply-without-packet` */
  constructor(readonly reason: string) {
    super(reason);
    this.name = 'Panic';
  }
}
