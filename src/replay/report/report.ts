/** One packet as Markdown: what became of it and why, its trace, its bytes, and the lines of the machine behind it. */
import { eventSentence, frameLine } from '../describe';
import { networkOffset } from '../frame';
import type { Recorded } from '../recorded';
import type { Replay } from '../replay';
import type { FrameNames } from '../rows';
import { packetAtEnd } from '../stepPacket';
import { hexDump } from './hexDump';
import { code, codeBlock, plainText } from './markdown';
import { originsOf } from './origins';
import { traceLines, whyLines } from './stepLines';
import { withoutKeys } from './withoutKeys';
import { words } from './words';

/** Bytes of one packet that are dumped. */
const DUMPED = 64 << 10;

/** What a report is made from. */
export interface Reported {
  readonly replay: Replay;
  readonly names: FrameNames;
  /** Position of the frame in the replay. */
  readonly position: number;
  /** Its event, recorded whole; null when it was not injected. */
  readonly recorded: Recorded | null;
  /** A line of a `.stack` file, from 1; null when it cannot be had. */
  stackLine(file: string, line: number): string | null;
}

/** The report. Throws CaptureError when the capture cannot be read. */
export function packetReport(reported: Reported): string {
  const { recorded } = reported;
  const parts = [
    titleLines(reported),
    [sentenceOf(reported)],
    ...(recorded === null ? [] : decidedParts(recorded)),
    ...bytesParts(reported),
    ...machineParts(reported),
    [`*${words.by}*`],
  ];
  return `${parts.map(lines => lines.join('\n')).join('\n\n')}\n`;
}

function titleLines({ replay, names, position }: Reported): string[] {
  const name = names.at(position);
  const frame = name === null ? '' : words.frame(name.frame, name.capture);
  const face = names.interfaceAt(position);
  const facts = [
    [words.facts.packet, code(frameLine(replay, position))],
    [words.facts.time, code(names.timeAt(position))],
    [words.facts.arrivedOn, face === null ? '' : code(face)],
  ].filter(([, value]) => value !== '');
  return [`# ${plainText(frame)}`, '', ...facts.map(([title, value]) => `- ${title}: ${value}`)];
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

function bytesParts({ replay, position, recorded }: Reported): string[][] {
  const { order, captures } = replay.script;
  const capture = captures[order.capture(position)];
  const frame = order.frame(position);
  const bytes = capture.read(frame);
  const whole = capture.originalLength(frame);
  const network = networkOffset(capture.linkType(frame), bytes, 0, bytes.length);
  const remarks = [
    ...(network > 0 ? [words.network(network)] : []),
    ...(whole > bytes.length ? [words.cutOff(bytes.length, whole)] : []),
  ];
  const parts = [[`## ${words.packet}`], [`### ${words.captured}`]];
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
