/**
 * The table that `replay` prints for people: every event with its packet, its verdict, the decision that
 * settled it, and the sentence; then how many, and the counters that moved.
 */
import { counterMeaning } from '#stack/running';

/** Escape sequences of terminals, or nothing. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  verdict(verdict: string, text: string): string;
}

export const plain: Style = { bold: text => text, dim: text => text, verdict: (_, text) => text };

const ESC = '\u001b[';
/** Colours as in the editor: the accent of each verdict. */
const colours: Readonly<Record<string, number>> = {
  dropped: 31,
  panic: 31,
  delivered: 32,
  queued: 33,
  diverted: 34,
  encapsulated: 35,
  decapsulated: 35,
};

export const coloured: Style = {
  bold: text => `${ESC}1m${text}${ESC}22m`,
  dim: text => `${ESC}2m${text}${ESC}22m`,
  verdict: (verdict, text) => (verdict in colours ? `${ESC}${colours[verdict]}m${text}${ESC}39m` : text),
};

/** One event as the table shows it. */
export interface TableEntry {
  /** What stands in the first column: the frame's number, or nothing. */
  readonly number: string;
  /** Interface it came in on; empty for events that are no frames. */
  readonly in: string;
  /** The packet in one line, or what the event was. */
  readonly packet: string;
  /** Empty for events without one. */
  readonly verdict: string;
  /** `ip6_forward.hop-limit`; empty for none. */
  readonly decision: string;
  readonly sentence: string;
}

const NUMBER = 5;
const INTERFACE_LEAST = 2;
const INTERFACE_MOST = 10;
const VERDICT = 12;
/** Two addresses in full and what follows them. */
const PACKET_MOST = 110;
const GAP = '  ';
/** Width at which the decision gets a column of its own. */
const WIDE = 112;
const DECISION = 34;
/** Least width of what a counter means, which is broken into lines. */
const MEANING = 24;

/** Lines of the table in a width of `columns` characters (at least 40). */
export class Table {
  private readonly width: number;
  private readonly wide: boolean;
  private readonly interfaceWidth: number;
  private readonly packetWidth: number;

  /** @param interfaces names that the second column must hold */
  constructor(
    columns: number,
    private readonly style: Style,
    interfaces: readonly string[],
  ) {
    this.width = Math.max(40, columns);
    this.wide = this.width >= WIDE;
    const longest = Math.max(INTERFACE_LEAST, ...interfaces.map(name => name.length));
    this.interfaceWidth = Math.min(longest, INTERFACE_MOST);
    const fixed =
      NUMBER + this.interfaceWidth + VERDICT + 3 * GAP.length + (this.wide ? DECISION + GAP.length : 0);
    this.packetWidth = Math.min(Math.max(8, this.width - fixed), PACKET_MOST);
  }

  /** The line of column titles. */
  head(): string {
    const titles = [
      'Frame'.padStart(NUMBER),
      'In'.padEnd(this.interfaceWidth),
      'Packet'.padEnd(this.packetWidth),
      this.wide ? `${'Verdict'.padEnd(VERDICT)}${GAP}Decided by` : 'Verdict',
    ];
    return this.style.bold(titles.join(GAP).trimEnd());
  }

  /** The lines of one event. */
  entry(given: TableEntry): string[] {
    const { style } = this;
    const entry = {
      ...given,
      in: printable(given.in),
      packet: printable(given.packet),
      sentence: printable(given.sentence),
    };
    const verdict = style.verdict(entry.verdict, entry.verdict.padEnd(this.wide ? VERDICT : 0));
    const first = [
      entry.number.padStart(NUMBER),
      cut(entry.in, this.interfaceWidth).padEnd(this.interfaceWidth),
      shorten(entry.packet, this.packetWidth).padEnd(this.packetWidth),
      this.wide && entry.decision !== '' ? `${verdict}${GAP}${cut(entry.decision, DECISION)}` : verdict,
    ];
    const indent = ' '.repeat(NUMBER + GAP.length);
    const lines = [first.join(GAP).trimEnd()];
    if (!this.wide && entry.decision !== '') lines.push(indent + style.dim(entry.decision));
    lines.push(...wrap(entry.sentence, this.width - indent.length).map(line => indent + line));
    return lines;
  }

  /** A note under an event, such as a line of the host's console. */
  note(text: string): string[] {
    const indent = ' '.repeat(NUMBER + GAP.length);
    return wrap(printable(text), this.width - indent.length).map(line => this.style.dim(indent + line));
  }

  /** How many frames met which verdict. */
  summary(counts: Readonly<Record<string, number>>): string[] {
    const met = Object.entries(counts).filter(([, count]) => count > 0);
    const all = met.reduce((sum, [, count]) => sum + count, 0);
    if (all === 0) return ['No frame was injected.'];
    const parts = met.map(([verdict, count]) => this.style.verdict(verdict, `${count} ${verdict}`));
    return [`${all} ${all === 1 ? 'frame' : 'frames'}: ${parts.join(', ')}.`];
  }

  /** The counters that are not 0, with what they mean. */
  counters(counters: Readonly<Record<string, number>>): string[] {
    const names = Object.keys(counters);
    if (names.length === 0) return ['No counter moved.'];
    const widest = Math.max(...names.map(name => String(counters[name]).length)) + 2;
    const longest = Math.max(...names.map(name => name.length));
    const indent = ' '.repeat(widest + longest + 2 * GAP.length);
    const lines = names.flatMap(name => {
      const [first, ...more] = wrap(
        counterMeaning(name) ?? '',
        Math.max(MEANING, this.width - indent.length),
      );
      const counted = `${String(counters[name]).padStart(widest)}${GAP}${name.padEnd(longest)}${GAP}`;
      if (first === undefined) return [counted.trimEnd()];
      return [counted + this.style.dim(first), ...more.map(line => indent + this.style.dim(line))];
    });
    return [this.style.bold('Counters'), ...lines];
  }
}

/**
 * A text that may come from a stranger's file, in one line and without what a terminal would take as a
 * command.
 */
export function printable(text: string): string {
  return aligned(text.replace(/\s+/g, ' '));
}

/** The same, with the spaces that put one line under another. */
export function aligned(line: string): string {
  return line.replace(/\p{Cc}/gu, '\ufffd');
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** The packet in the width there is: long addresses lose their middle first, then the end goes. */
function shorten(text: string, width: number): string {
  if (text.length <= width) return text;
  const words = text
    .split(' ')
    .map(word => (word.length > 20 ? `${word.slice(0, 9)}…${word.slice(-8)}` : word));
  return cut(words.join(' '), width);
}

/** Breaks a text at spaces into lines of at most `width` characters; a longer word has a line to itself. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '') lines.push(line);
  return lines;
}
