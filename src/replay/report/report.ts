/**
 * One packet as Markdown: what became of it and why, its trace, its bytes, and the lines of the machine
 * behind it.
 */
import { eventSentence } from '../describe';
import type { Recorded } from '../recorded';
import type { Replay } from '../replay';
import type { FrameNames } from '../rows';
import { packetAtEnd } from '../stepPacket';
import { withoutKeys } from '../withoutKeys';
import { hexDump } from './hexDump';
import { code, codeBlock, plainText } from './markdown';
import { originsOf } from './origins';
import { traceLines, whyLines } from './stepLines';
import { frameSubject, linkSubject, type Subject } from './subject';
import { words } from './words';

/** Bytes of one packet that are dumped. */
const DUMPED = 64 << 10;

/** What a report is made from. */
export interface Reported {
  readonly replay: Replay;
  readonly names: FrameNames;
  /** Position of the frame in the replay; of a packet on a link that which it stems from, -1 for none. */
  readonly position: number;
  /** Its event, recorded whole; null when it was not injected. */
  readonly recorded: Recorded | null;
  /** A line of a `.stack` file, from 1; null when it cannot be had. */
  stackLine(file: string, line: number): string | null;
}

/** The report. Throws CaptureError when the capture cannot be read. */
export function packetReport(reported: Reported): string {
  const { replay, names, position, recorded } = reported;
  const came = recorded?.came ?? null;
  const subject =
    recorded === null || came === null
      ? frameSubject(replay, names, position)
      : linkSubject(replay, names, recorded, came);
  const parts = [
    titleLines(subject),
    [sentenceOf(reported)],
    ...(recorded === null ? [] : decidedParts(recorded)),
    ...bytesParts(subject, recorded),
    ...machineParts(reported),
    [`*${words.by}*`],
  ];
  return `${parts.map(lines => lines.join('\n')).join('\n\n')}\n`;
}

function titleLines({ title, packet, time, face }: Subject): string[] {
  const facts = [
    [words.facts.packet, code(packet)],
    [words.facts.time, code(time)],
    [words.facts.arrivedOn, face === null ? '' : code(face)],
  ].filter(([, value]) => value !== '');
  return [`# ${plainText(title)}`, '', ...facts.map(([name, value]) => `- ${name}: ${value}`)];
}

function sentenceOf({ replay, names, recorded }: Reported): string {
  if (recorded === null) return words.notInjected;
  const { path } = replay.past(recorded.event);
  const sentence = eventSentence(replay, names, { ...recorded, path }, recorded);
  return `**${plainText(sentence || words.nothingDecided)}**`;
}

function decidedParts(recorded: Recorded): string[][] {
  return [[`## ${words.why}`], whyLines(recorded), [`## ${words.trace}`], traceLines(recorded)];
}

function bytesParts({ bytesTitle, bytes, whole, network }: Subject, recorded: Recorded | null): string[][] {
  const remarks = [
    ...(network > 0 ? [words.network(network)] : []),
    ...(whole > bytes.length ? [words.cutOff(bytes.length, whole)] : []),
  ];
  const parts = [[`## ${words.packet}`], [`### ${bytesTitle}`]];
  if (remarks.length > 0) parts.push([remarks.join(' ')]);
  parts.push(codeBlock(hexDump(bytes, DUMPED), 'text'));
  const now = recorded === null ? null : packetAtEnd(recorded.steps);
  if (now !== null) parts.push([`### ${words.atEnd}`], codeBlock(hexDump(now, DUMPED), 'text'));
  for (const [i, output] of (recorded?.outputs ?? []).entries()) {
    parts.push(
      [`### ${plainText(words.output(i + 1, output.kind, output.interface))}`],
      codeBlock(hexDump(output.bytes, DUMPED), 'text'),
    );
  }
  return parts;
}

function machineParts({ recorded, stackLine }: Reported): string[][] {
  const origins = recorded === null ? [] : originsOf(recorded);
  const lines = origins.map(({ file, line }) => {
    const text = stackLine(file, line)?.trim() ?? '';
    return `${file}:${line}: ${withoutKeys(text)}`;
  });
  return lines.length === 0 ? [] : [[`## ${words.machine}`], codeBlock(lines, 'text')];
}
