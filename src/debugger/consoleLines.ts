/** What the debug console shows without being asked: a group for each packet the session stops in, a line for each run between two stops. */
import * as running from '#stack/running';
import type { Failure } from '../replay/expect';
import type { Replay } from '../replay/replay';
import { frameVerdict } from '../replay/rows';
import type { Conversation } from './conversation';
import type { Moment } from './moment';
import type { Reading } from './reading';

export class ConsoleLines {
  private counts: number[] = [];
  private packets = 0;
  private inGroup: number | null = null;

  constructor(
    private readonly conversation: Conversation,
    private readonly reading: Reading,
  ) {}

  /** A run begins: packets are counted from here. */
  beginRun(): void {
    this.counts = new Array<number>(running.verdicts.length).fill(0);
    this.packets = 0;
  }

  /** The run has passed an event. */
  passed(replay: Replay, event: number): void {
    const { kind, path } = replay.past(event);
    if (kind !== 'frame') return;
    this.packets++;
    this.counts[frameVerdict(replay, path)]++;
  }

  /** The run is over: says what it passed. */
  endRun(): void {
    if (this.packets === 0) return;
    this.endGroup();
    this.conversation.output({ category: 'console', output: `Ran ${this.summary()}` });
  }

  /** The user has changed a value, and the packet goes another way from there. */
  changed(moment: Moment, what: string): void {
    this.conversation.output({
      category: 'console',
      output: `Changed by you: ${what}. ${this.reading.verdict()}`.trim(),
      ...this.reading.traceSource(moment),
    });
  }

  /** An `expect` line was not met. */
  failed({ command, message }: Failure): void {
    this.endGroup();
    const { line, from } = command.origin;
    this.conversation.output({ category: 'stderr', output: message, ...this.reading.stackPlace(line, from) });
  }

  /** What the run passed: `120 packets: 100 forwarded, 20 dropped.` */
  summary(): string {
    const parts = this.counts.flatMap((count, i) => (count > 0 ? [`${count} ${running.verdicts[i]}`] : []));
    const packets = this.packets === 1 ? '1 packet' : `${this.packets} packets`;
    return parts.length === 0 ? 'No packet.' : `${packets}: ${parts.join(', ')}.`;
  }

  /** The session stands at a moment; its packet has a group, its verdict a line. */
  arrived(moment: Moment, moved: boolean): void {
    if (!moved) return;
    if (this.inGroup !== moment.event) {
      this.endGroup();
      this.inGroup = moment.event;
      this.conversation.output({
        category: 'console',
        group: 'start',
        output: this.reading.packetTitle(moment.event),
        ...this.reading.traceSource(moment),
      });
    }
    this.conversation.output({
      category: 'console',
      output: this.reading.title(),
      ...this.reading.traceSource(moment),
    });
  }

  private endGroup(): void {
    if (this.inGroup === null) return;
    this.inGroup = null;
    this.conversation.output({ category: 'console', group: 'end', output: '' });
  }
}
