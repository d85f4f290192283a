/** Events of a replay as lines of the table, while they happen. */
import * as running from '#stack/running';
import type { Range } from '../../config/text';
import type { Compared } from '../compare';
import { eventSentence, frameLine, packetLine, packetOf } from '../describe';
import { programName } from '../program';
import type { PastEvent, Replay } from '../replay';
import { decisionOf, type FrameNames, frameVerdict, hostOfEvent, type SummaryRow } from '../rows';
import { formatElapsed } from '../time';
import { withoutKeys } from '../withoutKeys';
import type { Agreements } from './agreements';
import { aligned, printable, type Style, Table } from './table';

const compareWords: Readonly<Record<string, string>> = {
  agree: 'The model sent the same.',
  differ: 'The model sent another one.',
  'only-model': 'The model sent a packet that the capture does not show.',
  'only-capture': 'The model did not send this.',
};

/** Prints events as they come. */
export class EventTable {
  private readonly table: Table;
  private capture = '';
  private logged: string[] = [];

  /**
   * @param interfaces names of the interfaces that frames arrive on
   * @param source text of the `.stack` file, whose commands are shown as written, but for keys
   */
  constructor(
    private readonly to: { print(line: string): void; readonly columns: number; readonly style: Style },
    interfaces: readonly string[],
    private readonly source: string,
  ) {
    this.table = new Table(to.columns, to.style, interfaces);
  }

  begin(): void {
    this.to.print(this.table.head());
  }

  /** Keeps a line of the host's console: it stands under the event that caused it. */
  console(text: string): void {
    this.logged.push(text);
  }

  event(replay: Replay, names: FrameNames, event: PastEvent): void {
    const logged = this.logged;
    this.logged = [];
    if (event.kind === 'passed' || event.recorded === null) return;
    const sentence = [this.commandText(event), eventSentence(replay, names, event, event.recorded)]
      .filter(part => part !== '')
      .join(' ');
    if (event.kind === 'frame') {
      this.frame(replay, names, event, sentence);
    } else if (sentence !== '') {
      const { came } = event;
      const name = names.at(event.position);
      const since = formatElapsed(event.now - replay.script.start);
      this.print({
        number: '',
        in: came?.interface ?? '',
        packet:
          came === null
            ? `${programName(event.recorded) ?? event.kind}${hostText(replay, event)} after ${since} s${name === null ? '' : `, for frame ${name.frame}`}`
            : `${name === null ? '' : `${name.frame}: `}${packetLine(packetOf(came))}`,
        verdict: verdictText(replay, event, event.recorded.verdict),
        decision: decisionOf(replay, event.path) ?? '',
        sentence,
      });
    }
    for (const text of logged) {
      for (const line of this.table.note(`console: ${text}`)) this.to.print(line);
    }
  }

  compared(names: FrameNames, one: Compared): void {
    if (one.compare === 'agree') return;
    const name = names.at(one.position);
    this.print({
      number: name === null ? '' : String(name.frame),
      in: one.interface,
      packet: packetLine(one.captured ?? one.model ?? new Uint8Array(0)),
      verdict: one.compare,
      decision: '',
      sentence: compareWords[one.compare],
    });
  }

  end(row: SummaryRow, agreements: Agreements | null): void {
    this.to.print('');
    for (const line of this.table.summary(row.summary)) this.to.print(line);
    if (agreements !== null) this.to.print(`Compared with the capture: ${agreements.text}.`);
    this.to.print('');
    for (const line of this.table.counters(row.counters)) this.to.print(line);
  }

  /** What a command printed when all had happened, under its own text. */
  printed({ from, to }: Range, lines: readonly string[]): void {
    this.to.print('');
    this.to.print(this.to.style.bold(this.source.slice(from, to).trim()));
    for (const line of lines) this.to.print(aligned(line));
  }

  private commandText({ command, refusal }: PastEvent): string {
    if (command === null) return '';
    const text = withoutKeys(this.source.slice(command.from, command.to));
    return refusal === null ? text : `${text} is refused: ${refusal}`;
  }

  private frame(replay: Replay, names: FrameNames, event: PastEvent, sentence: string): void {
    const name = names.at(event.position);
    if (name === null) return;
    if (name.capture !== this.capture) {
      this.capture = name.capture;
      this.to.print(this.to.style.dim(printable(name.capture)));
    }
    this.print({
      number: String(name.frame),
      in: names.interfaceAt(event.position) ?? '',
      packet: frameLine(replay, event.position),
      verdict: running.verdicts[frameVerdict(replay, event.path)],
      decision: decisionOf(replay, event.path) ?? '',
      sentence,
    });
  }

  private print(entry: Parameters<Table['entry']>[0]): void {
    for (const line of this.table.entry(entry)) this.to.print(line);
  }
}

/** ` of A` where the file describes several hosts. */
function hostText(replay: Replay, event: PastEvent): string {
  const { host } = hostOfEvent(replay, event);
  return host === undefined ? '' : ` of ${host}`;
}

/** The verdict, empty for an event that is no packet's and settled none. */
function verdictText(replay: Replay, event: PastEvent, verdict: string): string {
  if (event.came !== null) return running.verdicts[frameVerdict(replay, event.path)];
  return verdict === 'none' ? '' : verdict;
}
