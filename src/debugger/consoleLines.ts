/**
 * What the debug console shows without being asked: a group for each packet the session stops in, a line for
 * each run between two stops.
 */
import * as running from '#stack/running';
import type { Command } from '../config/nodes';
import type { Failure } from '../replay/expect';
import { frameVerdict } from '../replay/rows';
import type { Conversation } from './conversation';
import { counted } from './counted';
import type { Moment } from './moment';
import { eventName, momentName } from './momentNames';
import type { Reading } from './reading';
import type { Timeline } from './timeline';

/** Decisions shown of one packet; one that runs in circles may take many thousands. */
const LINES_MAX = 500;

export class ConsoleLines {
  private counts: number[] = [];
  private packets = 0;
  /** The event of the last frame that the run passed. */
  private last = 0;
  /** Events whose packet has its group. */
  private readonly shown = new Set<number>();

  constructor(
    private readonly conversation: Conversation,
    private readonly reading: Reading,
    private readonly timeline: Timeline,
  ) {}

  /** A run begins: packets are counted from here. */
  beginRun(): void {
    this.counts = new Array<number>(running.verdicts.length).fill(0);
    this.packets = 0;
  }

  /** The run has passed an event. */
  passed(event: number): void {
    const { replay } = this.timeline;
    const { kind, path } = replay.past(event);
    if (kind !== 'frame') return;
    this.packets++;
    this.last = event;
    this.counts[frameVerdict(replay, path)]++;
  }

  /** The run is over: says what it passed. */
  endRun(): void {
    if (this.packets === 0) return;
    this.conversation.output({
      category: 'console',
      output: `${eventName(this.timeline.replay, this.last)} Ran ${this.summary()}`,
      ...this.reading.traces.place({ event: this.last, step: 0 }),
    });
  }

  /** The user has changed a value, and the packet goes another way from there. */
  changed(moment: Moment, what: string): void {
    this.line(moment, `Changed by you: ${what}. ${this.reading.verdict()}`.trim());
    this.group(moment.event);
  }

  /** An `expect` line was not met. */
  failed({ command, message }: Failure): void {
    const { line, from } = command.origin;
    this.conversation.output({ category: 'stderr', output: message, ...this.reading.stackPlace(line, from) });
  }

  /** What a command of the `.stack` file printed. */
  printed({ origin }: Command, lines: readonly string[]): void {
    const output = lines.join('\n');
    this.conversation.output({
      category: 'stdout',
      output,
      ...this.reading.stackPlace(origin.line, origin.from),
    });
  }

  /** What the run passed: `120 packets: 100 forwarded, 20 dropped.` */
  summary(): string {
    const parts = this.counts.flatMap((count, i) => (count > 0 ? [`${count} ${running.verdicts[i]}`] : []));
    const packets = counted(this.packets, 'packet');
    return parts.length === 0 ? 'No packet.' : `${packets}: ${parts.join(', ')}.`;
  }

  /** The session stands at a moment; its packet has a group, its decision or verdict a line. */
  arrived(moment: Moment, moved: boolean): void {
    if (!moved) return;
    if (!this.shown.has(moment.event)) this.group(moment.event);
    this.line(moment, this.reading.title());
  }

  /**
   * A packet with all its decisions. It is printed whole and closed, because clients do not draw what comes
   * into an open group later, and what is evaluated would go there.
   */
  private group(event: number): void {
    this.shown.add(event);
    this.conversation.output({
      category: 'console',
      group: 'startCollapsed',
      output: this.reading.packetTitle(event),
      ...this.reading.traces.place({ event, step: 0 }),
    });
    for (const { step, text } of this.reading.traces.decisions(event).slice(0, LINES_MAX)) {
      this.line({ event, step }, text);
    }
    this.conversation.output({ category: 'console', group: 'end', output: '' });
  }

  private line(moment: Moment, text: string): void {
    this.conversation.output({
      category: 'console',
      output: `${momentName(this.timeline.replay, moment)} ${text}`,
      ...this.reading.traces.place(moment),
    });
  }
}
