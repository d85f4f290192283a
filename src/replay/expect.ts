/** The `expect` lines of a `.stack` file set against what happened. */
import * as running from '#stack/running';
import { baseName } from '../config/fileName';
import type { DecisionName, ExpectCommand } from '../config/nodes';
import type { Output } from './output';
import type { PastEvent, Replay } from './replay';
import { frameVerdict, summaryRow } from './rows';

/** An `expect` line that was not met. */
export interface Failure {
  readonly command: ExpectCommand;
  /** A sentence: what was expected and what happened instead. */
  readonly message: string;
}

type FrameExpectation = Extract<ExpectCommand, { what: 'frame' }>;

interface SentPacket {
  readonly kind: string;
  readonly interface: string;
}

/** Looks on while a replay runs, and tells at its end which lines were not met. */
export class Expectations {
  /** What was sent on account of the frames that lines speak of, by position. */
  private readonly sent = new Map<number, SentPacket[]>();
  private readonly positions = new Map<FrameExpectation, number>();

  /**
   * @param names of the captures as the `.stack` file or the command line gives them
   */
  constructor(
    private readonly commands: readonly ExpectCommand[],
    private readonly replay: Replay,
    private readonly names: readonly string[],
  ) {
    for (const command of commands) {
      if (command.what !== 'frame') continue;
      const position = this.find(command);
      this.positions.set(command, position);
      if (position >= 0) this.sent.set(position, []);
    }
  }

  /** True when the outputs of events are needed. */
  get needsOutputs(): boolean {
    return this.commands.some(command => command.what === 'frame' && command.sends !== null);
  }

  /** To be told of every event. */
  note(event: PastEvent): void {
    for (const output of event.outputs) this.sent.get(cause(output, event))?.push(output);
  }

  /** The lines that were not met, in file order. */
  failures(): Failure[] {
    return this.commands.flatMap(command => {
      const message = command.what === 'frame' ? this.frameFailure(command) : this.countFailure(command);
      return message === null ? [] : [{ command, message }];
    });
  }

  /**
   * What the lines that speak of a frame's verdict and way say, once it has arrived; null when they are met.
   */
  failureAt(position: number): Failure | null {
    for (const [command, at] of this.positions) {
      const message = at === position ? this.wayFailure(command) : null;
      if (message !== null) return { command, message };
    }
    return null;
  }

  /** Positions of the frames that lines speak of. */
  get frames(): ReadonlySet<number> {
    return new Set(this.positions.values());
  }

  private find(command: FrameExpectation): number {
    const wanted = command.capture?.value;
    const which = wanted === undefined ? 0 : this.names.findIndex(name => sameFile(name, wanted));
    return which < 0 ? -1 : this.replay.script.order.position(which, command.frame.value - 1);
  }

  private frameFailure(command: FrameExpectation): string | null {
    const failure = this.wayFailure(command);
    if (failure !== null) return failure;
    return this.sendsFailure(
      command,
      subjectOf(command),
      expectedText(command),
      this.positions.get(command) ?? -1,
    );
  }

  private wayFailure(command: FrameExpectation): string | null {
    const subject = subjectOf(command);
    const position = this.positions.get(command) ?? -1;
    if (position < 0) {
      const captured = this.replay.script.captures[0]?.frames ?? 0;
      return command.capture === null
        ? `There is no ${subject}: the capture has ${captured} frames.`
        : `There is no ${subject} in this replay.`;
    }
    if (command.host !== null) return this.wayFailureAt(command, command.host, position);
    const path = this.replay.pathOf[position];
    if (path === 0)
      return `Expected something of ${subject}, but it did not arrive: the machine sent it itself.`;
    return this.pathFailure(command, path);
  }

  /**
   * What a host did with the packet that stems from a frame: met when one of the packets that came to it met
   * what is expected.
   */
  private wayFailureAt(command: FrameExpectation, host: string, position: number): string | null {
    const { replay } = this;
    const number = replay.script.hosts?.indexOf(host) ?? -1;
    const paths = replay.pathsOf(position, number);
    if (paths.length === 0) {
      return `Expected ${subjectOf(command)} ${expectedText(command)}, but nothing of it came there.`;
    }
    const failures = paths.map(path => this.pathFailure(command, path));
    return failures.includes(null) ? null : failures[failures.length - 1];
  }

  private pathFailure(command: FrameExpectation, path: number): string | null {
    const subject = subjectOf(command);
    const { paths } = this.replay;
    const verdict = running.verdicts[frameVerdict(this.replay, path)];
    const settledBy = paths.settledBy(path);
    const happened = settledBy < 0 ? verdict : `${verdict} at ${outcomeText(settledBy)}`;
    const wanted = expectedText(command);
    const met =
      (command.verdict === null || command.verdict.value === verdict) &&
      (command.at === null || (settledBy >= 0 && matches(command.at, settledBy)));
    if (!met) return `Expected ${subject} ${wanted}, but it was ${happened}.`;
    const { through } = command;
    if (through !== null && !paths.outcomesOf(path).some(outcome => matches(through, outcome))) {
      const passed = paths
        .outcomesOf(path)
        .find(outcome => running.decisionOfOutcome[outcome].id === through.decision.value);
      const instead =
        passed === undefined
          ? `it never came to ${through.decision.value}`
          : `it went through ${outcomeText(passed)}`;
      return `Expected ${subject} ${wanted}, but ${instead}; it was ${happened}.`;
    }
    return null;
  }

  private sendsFailure(
    command: FrameExpectation,
    subject: string,
    wanted: string,
    position: number,
  ): string | null {
    if (command.sends === null) return null;
    const all = this.sent.get(position) ?? [];
    const { host } = command;
    const sent = host === null ? all : all.filter(packet => packet.interface.startsWith(`${host}.`));
    const kind = command.sends.value;
    const on = placeOn(command);
    const met =
      kind === 'nothing'
        ? sent.length === 0
        : sent.some(packet => packet.kind === kind && (on === undefined || packet.interface === on));
    if (met) return null;
    const list = sent.map(packet => `${packet.kind} on ${packet.interface}`).join(', ');
    return `Expected ${subject} ${wanted}, but ${list === '' ? 'nothing was sent' : `what was sent is ${list}`}.`;
  }

  private countFailure(command: Exclude<ExpectCommand, FrameExpectation>): string | null {
    const { summary, counters } = summaryRow(this.replay);
    const name = command.host === null ? command.name.value : `${command.host}.${command.name.value}`;
    const value = (command.what === 'counter' ? counters[name] : summary[name]) ?? 0;
    const wanted = command.value.value;
    if (compare(value, command.comparison, wanted)) return null;
    const subject = command.what === 'counter' ? name : `the number of ${name} frames`;
    const relation = command.comparison === '==' ? '' : `${command.comparison} `;
    return `Expected ${subject} to be ${relation}${wanted}, but it is ${value}.`;
  }
}

function subjectOf(command: FrameExpectation): string {
  const frame = `frame ${command.frame.value}${command.capture === null ? '' : ` of ${command.capture.value}`}`;
  return command.host === null ? frame : `${frame} at ${command.host}`;
}

/** The interface that something is sent on, with its host where the line stands in the block of one. */
function placeOn({ on, host }: FrameExpectation): string | undefined {
  return on === null || host === null ? on?.value : `${host}.${on.value}`;
}

function compare(value: number, comparison: string, wanted: number): boolean {
  switch (comparison) {
    case '==':
      return value === wanted;
    case '!=':
      return value !== wanted;
    case '<':
      return value < wanted;
    case '<=':
      return value <= wanted;
    case '>':
      return value > wanted;
    default:
      return value >= wanted;
  }
}

function cause(output: Output, event: PastEvent): number {
  return output.frame > 0 ? output.frame - 1 : event.position;
}

function outcomeText(outcome: number): string {
  return `${running.decisionOfOutcome[outcome].id}=${running.outcomeName(outcome)}`;
}

function matches(wanted: DecisionName, outcome: number): boolean {
  return (
    running.decisionOfOutcome[outcome].id === wanted.decision.value &&
    (wanted.outcome === null || wanted.outcome.value === running.outcomeName(outcome))
  );
}

function decisionText(name: DecisionName): string {
  return name.outcome === null ? name.decision.value : `${name.decision.value}=${name.outcome.value}`;
}

function expectedText(command: FrameExpectation): string {
  const parts: string[] = [];
  if (command.verdict !== null) parts.push(command.verdict.value);
  if (command.at !== null) parts.push(`at ${decisionText(command.at)}`);
  if (command.through !== null) parts.push(`through ${decisionText(command.through)}`);
  if (command.sends !== null) {
    parts.push(`sends ${command.sends.value}${command.on === null ? '' : ` on ${command.on.value}`}`);
  }
  return parts.join(' ');
}

/** Names of captures are the same when equal, or when one is the other's last part. */
function sameFile(given: string, wanted: string): boolean {
  return given === wanted || baseName(given) === wanted;
}
