/**
 * A capture read by us and by tshark: count, times, lengths, interfaces, link types, comments and directions
 * are equal.
 */
import { strict as assert } from 'node:assert';
import { basename } from 'node:path';
import { type Capture, CaptureError } from '../../src/capture/index';
import { openFile } from '../capture/files';
import type { Columns, Run } from './tshark';

/** tshark's number of an encapsulation for each link type that the project decodes. */
const encapsulations: Readonly<Record<number, string>> = {
  [-1]: '',
  0: '15',
  1: '1',
  9: '4',
  12: '7',
  14: '7',
  101: '7',
  108: '15',
  113: '25',
  149: '47',
  228: '129',
  229: '130',
  258: '171',
  276: '210',
  // Link types that are shown as data.
  107: '26',
  195: '104',
  253: '158',
};

const sections = 'tshark 4.0 looks up the name of an interface of a later section in the first section';

/** What tshark says otherwise on purpose or by mistake, with the reason. */
const differences: Readonly<Record<string, { fields: readonly string[]; because: string }>> = {
  'timestamp_invalid_nano.pcap': {
    fields: ['frame.time_epoch'],
    because: 'a second of 10^9 nanoseconds or more is carried over here and printed as it stands by tshark',
  },
  'ngt-le-test201.pcapng': { fields: ['frame.interface_name'], because: sections },
  'ngt-le-test202.pcapng': { fields: ['frame.interface_name'], because: sections },
};

/** What is to be asked of tshark. */
export const frameFields = [
  'frame.number',
  'frame.time_epoch',
  'frame.len',
  'frame.cap_len',
  'frame.encap_type',
  'frame.interface_id',
  'frame.interface_name',
  'frame.comment',
  'frame.packet_flags_direction',
];

/**
 * Asserts that we read the frames that tshark reads; `columns` are what it printed of `frameFields` at least.
 */
export function assertFrames(file: string, { status, complaints }: Run, columns: Columns): void {
  let capture: Capture;
  try {
    capture = openFile(file);
  } catch (error) {
    assert.ok(error instanceof CaptureError, String(error));
    assert.match(error.message, /^[A-Z].*\.$/);
    assert.notEqual(status, 0, `tshark opens it, we say: ${error.message}`);
    return;
  }
  if (/network type \d+ unknown/.test(complaints)) {
    const known = encapsulations[capture.linkType(0)];
    assert.equal(known, undefined, 'tshark does not know a link type of ours');
    return;
  }
  assert.equal(capture.damage === null, status === 0, capture.damage?.message ?? complaints);
  const apart = differences[basename(file)]?.fields ?? [];
  const blank = (values: readonly string[]) =>
    values.map((value, i) => (apart.includes(frameFields[i]) ? '*' : value)).join('\t');
  const theirs = columns
    .get('frame.number')!
    .map((_, i) => plainDirection(frameFields.map(field => columns.get(field)![i])));
  const ours = Array.from({ length: capture.frames }, (_, i) => row(capture, i));
  assert.deepEqual(ours.map(blank), theirs.map(blank));
}

/** A row with the direction in words of ours: tshark prints all flags where the capture has flags. */
function plainDirection(values: readonly string[]): string[] {
  return values.map((value, i) =>
    frameFields[i] === 'frame.packet_flags_direction' ? String(Number(value) & 3) : value,
  );
}

/** Text as tshark prints it in a column. */
function escaped(text: string): string {
  return text.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
}

function row(capture: Capture, i: number): string[] {
  const interfaceIndex = capture.interfaceOf(i);
  const described = interfaceIndex < 0 ? null : capture.interfaces[interfaceIndex];
  const classic = capture.format === 'pcap';
  const linkType = capture.linkType(i);
  return [
    i + 1,
    capture.hasTime(i) ? `${capture.seconds(i)}.${String(capture.nanoseconds(i)).padStart(9, '0')}` : '',
    capture.originalLength(i),
    capture.capturedLength(i),
    encapsulations[linkType] ?? `link type ${linkType}`,
    classic || described === null ? '' : described.id,
    classic || described === null ? '' : escaped(described.name || 'unknown'),
    capture.comment(i).map(escaped).join(','),
    capture.direction(i),
  ].map(String);
}
