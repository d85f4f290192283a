/**
 * Where we deliberately print something else than tshark 4.0, and why. A difference applies to some fields,
 * in the frames of some captures or of all.
 */
export interface Difference {
  readonly fields: readonly string[];
  /** Captures by base name; absent: all. */
  readonly captures?: RegExp;
  /** 1-based frame numbers; absent: all. */
  readonly frames?: readonly number[];
  readonly reason: string;
}

export const differences: readonly Difference[] = [
  {
    fields: ['frame.interface_name', 'frame'],
    captures: /^ngt-.*-test(102|20[0-9])\.pcapng$/,
    reason:
      'In a capture of several sections tshark looks interfaces of later sections up among those of the first, and ' +
      'names the wrong one.',
  },
  {
    fields: ['frame.section_number'],
    captures: /^ngt-.*-test(102|20[0-9])\.pcapng$/,
    reason: 'A custom block belongs to no interface, and we tell sections by interfaces.',
  },
  {
    fields: ['frame'],
    captures: /^ngt-.*\.pcapng$/,
    reason:
      'tshark names the enterprise that a custom block belongs to, from a registry that we do not ship.',
  },
  {
    fields: [
      'frame.time',
      'frame.time_delta',
      'frame.time_delta_displayed',
      'frame.time_epoch',
      'frame.time_relative',
    ],
    captures: /^timestamp_invalid/,
    reason:
      'The file has 1,000,000,000 or more nanoseconds in a second; tshark prints them, we carry them over.',
  },
];

/** The difference that explains why we disagree in this field of this frame, or undefined. */
export function differenceIn(field: string, capture: string, frame: number): Difference | undefined {
  return differences.find(
    d =>
      d.fields.includes(field) && (d.captures?.test(capture) ?? true) && (d.frames?.includes(frame) ?? true),
  );
}

/** A filter whose frames, or whose very acceptance, deliberately differ. */
export interface FilterDifference {
  readonly filter: string;
  /** Who refuses it; absent: both take it and select other frames. */
  readonly refusedBy?: 'us' | 'tshark';
  readonly reason: string;
}

const XOR = 'tshark learned exclusive or in 4.2; its place between or and and is the same here';
const LINEAR = 'expressions run in time proportional to the packet, which this construct does not allow';
const JUNK = 'tshark compares values of different lengths as they happen to lie in memory';

export const filterDifferences: readonly FilterDifference[] = [
  { filter: 'ipv6 xor udp', refusedBy: 'tshark', reason: XOR },
  { filter: 'ipv6 ^^ udp', refusedBy: 'tshark', reason: XOR },
  { filter: 'frame matches "(a)\\\\1"', refusedBy: 'us', reason: LINEAR },
  { filter: 'frame matches "a++b"', refusedBy: 'us', reason: LINEAR },
  { filter: 'frame matches "(?=a)b"', refusedBy: 'us', reason: LINEAR },
  { filter: 'ipv6.src == ipv6.dst[0:16]', reason: JUNK },
  {
    filter: 'abs(frame.time_delta - 1) < 0.5',
    reason: 'tshark turns the seconds of a negative duration around and leaves its nanoseconds negative',
  },
  {
    filter: 'frame.time > "2012-01-01"',
    reason: 'tshark takes the difference of two times as 32 bits, so that 2106 is before 2012',
  },
  { filter: 'frame.time > ""', refusedBy: 'us', reason: 'no time is no point in time' },
  {
    filter: 'frame.time_relative == 1.2.3',
    refusedBy: 'us',
    reason: 'tshark overlooks what follows the second point',
  },
];
