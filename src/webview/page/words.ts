/** Sentences and names of the page that come from no other floor. */
import type { GapNote } from '../protocol/capture';

const counted = new Intl.NumberFormat('en');

/** A count as people read it: `2,114,400`. */
export function count(value: number): string {
  return counted.format(value);
}

/** Bytes as people read them: `1.24 GB`. */
function byteSize(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let value = bytes;
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return `${unit === 0 ? value : value.toPrecision(3)} ${units[unit]}`;
}

/** An offset as the file's bytes are named: `0x0001d2f4`. */
function fileOffset(offset: number): string {
  return `0x${offset.toString(16).padStart(8, '0')}`;
}

const packets = (frames: number) => `${count(frames)} ${frames === 1 ? 'packet' : 'packets'}`;

const percent = (part: number) => `${Math.floor(part * 100)} %`;

export const filterWords = {
  label: 'Display filter',
  placeholder: 'Filter, for example ipv6.src == fe80::/10',
  history: 'Filters used before',
  /** Typed, right, and not yet what the list shows. */
  pending: 'Enter to filter',
  completions: 'Fields and values',
  /** @param problem without a full stop; a name that it begins with stays as it is written */
  problem: (problem: string) =>
    `${problem.replace(/^(a|an|the|only|what) /, word => word[0].toUpperCase() + word.slice(1))}. The list still shows the last valid filter.`,
  shown: (shown: number, frames: number) => `${count(shown)} of ${count(frames)}`,
  packets,
  filtering: (part: number, shown: number) => `${percent(part)}, ${count(shown)} so far`,
  noMatch: 'No other packet in the list matches.',
};

export const chipWords = {
  label: 'Verdicts',
  none: 'No verdicts yet: describe the machine',
  title: (word: string) => `Show only ${word} packets`,
  name: (word: string, packets: string) => `${word}, ${packets} packets`,
  reasons: 'Reasons',
  everyReason: 'Every reason',
  branch: 'One path',
  clearBranch: 'Show packets of every path again',
};

export const actionWords = {
  label: 'Actions',
  debug: 'Debug this packet (F5)',
  replay: 'Replay the capture',
  previous: 'Previous packet with the same reason',
  next: 'Next packet with the same reason',
  export: 'Export',
  more: 'More actions',
  exportSelected: 'Selected packets as pcapng',
  exportShown: 'Packets in the list as pcapng',
  exportSent: 'What the machine sent, as pcapng',
  exportRows: 'Rows as JSON',
  report: 'Report of this packet as Markdown',
  noSame: 'No other packet in the list has the same reason.',
};

export const timelineWords = {
  label: 'Timeline',
  none: 'No packets',
  packet: (frame: number, seconds: string, verdict: string) =>
    `Packet ${count(frame)}, ${seconds} s, ${verdict.toLowerCase()}`,
  at: (seconds: string) => `${seconds} s`,
  restricted: (from: string, to: string) => `, list restricted to ${from} to ${to} s`,
  indexing: (size: number, part: number, frames: number) =>
    `Indexing ${byteSize(size)}, ${percent(part)}. ${count(frames)} packets so far.`,
  stop: 'Stop here',
  stopped: (frames: number) => `Indexing was stopped after ${count(frames)} packets.`,
};

/** Marks in the margin of rows. */
export const marginWords = {
  breakpoint: 'Breakpoint',
  stopped: 'Stopped here',
};

export const listWords = {
  label: 'Packets',
  margin: 'Breakpoints',
  end: (offset: number | null) =>
    offset === null
      ? 'The readable part of the file ends here.'
      : `The readable part of the file ends here, at offset ${fileOffset(offset)}.`,
  empty: 'The capture has no packets.',
  noneShown: 'No packet matches.',
  noneYet: 'No packet matches so far.',
  showAll: 'Show all packets',
  /** @param parts number, verdict, reason, source, destination */
  name: (parts: readonly string[]) => parts.filter(part => part !== '').join(', '),
};

export const menuWords = {
  columns: 'Columns',
  row: 'Packet',
  copy: 'Copy rows',
  trace: 'Go to Trace',
  toggleBreakpoint: 'Toggle breakpoint on the deciding step',
  sameReason: 'Only packets with this reason',
  hide: (title: string) => `Hide ${title}`,
  left: (title: string) => `Move ${title} left`,
  right: (title: string) => `Move ${title} right`,
  wider: (title: string) => `${title} wider`,
  narrower: (title: string) => `${title} narrower`,
  reset: 'Columns as at first',
  arrange: 'Move or resize a column',
  goToFrame: 'Go to frame',
  times: {
    relative: 'Time since the first packet',
    absolute: 'Time of day',
    delta: 'Time since the row before',
  },
};

export const frameWords = {
  label: 'Go to frame',
  range: (frames: number) => `1 to ${count(frames)}`,
};

const open = (label: string) => `Open ${label}`;

export const bannerWords = {
  dismiss: 'Dismiss',
  shown: (last: number) => (last === 0 ? 'No frame can be shown.' : `Frames 1 to ${count(last)} are shown.`),
  showBytes: 'Show the bytes',
  hiddenStop: (place: number | 'event', filtered: boolean) =>
    `The debugger stands ${place === 'event' ? 'at an event' : `in frame ${count(place)}`}, which ${filtered ? 'the filter hides' : 'the list does not show'}.`,
  lookOn: 'Look for the next record',
  nothingBehind: 'No record that makes sense follows.',
  leftOut: ({ count: places, bytes, offset, lastFrame }: GapNote) => {
    const what = `${count(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`;
    const frame = lastFrame === 0 ? 'before the first frame' : `after frame ${count(lastFrame)}`;
    const where = places === 1 ? '' : `in ${count(places)} places, the first `;
    return `${what} ${where}at ${fileOffset(offset)}, ${frame}, made no sense and ${bytes === 1 ? 'was' : 'were'} left out.`;
  },
  open,
};

export const layoutWords = {
  toolbar: 'Capture',
  panes: 'Panes',
  /** @param step from 1 where a session has stopped, 0 where none has */
  where: (title: string, step: number, steps: number) =>
    step > 0 ? `${title}, stopped at step ${step} of ${steps}` : `${title}, ${steps} steps`,
  layers: 'Layers',
  bytes: 'Bytes',
  trace: 'Trace',
  paths: 'Paths',
  list: 'Height of the packet list',
  left: 'Width of Layers and Bytes',
  bytesHeight: 'Height of Bytes',
  layersWidth: 'Width of Layers',
  bytesWidth: 'Width of Bytes',
};

export const fieldWords = {
  menu: 'Field',
  copyValue: 'Copy value',
  copyFilter: 'Copy as filter',
  copyName: 'Copy name',
  apply: 'Apply as filter',
  breakOnChange: 'Break when this field changes',
  keys: { copyValue: 'Ctrl+C', apply: 'F', breakOnChange: 'B' },
};

export const bytesWords = {
  versions: 'Versions of the packet',
  grid: (title: string) => `Bytes, ${title}`,
  /** A changed byte; `was` empty where there was none. */
  changed: (offset: string, now: string, was: string) =>
    was === '' ? `offset ${offset}, ${now}, added` : `offset ${offset}, ${now}, was ${was}`,
  byStep: (before: string, after: string) => `Changed by this step: ${told(before)} to ${told(after)}`,
  byFunction: (name: string, before: string, after: string) =>
    `Changed by ${name}: ${told(before)} to ${told(after)}`,
  thisStep: 'this step',
  values: (before: string, after: string) => `, ${before} to ${after}`,
  place: (change: number, changes: number) => `${change} of ${changes}`,
  previous: 'Previous change',
  next: 'Next change',
  clipped: (bytes: number) => `${count(bytes)} more bytes are not shown.`,
  menu: 'Bytes',
  copy: 'Copy as hex text',
  copyDump: 'Copy as hex dump',
  copyText: 'Copy as text',
  breakOnChange: 'Break when these bytes change',
  copyKey: 'Ctrl+C',
};

/** Bytes of a change in words. */
function told(hex: string): string {
  return hex === '' ? 'nothing' : hex;
}

export const traceWords = {
  changed: (values: string, verdict: string) =>
    `Changed by you in the session (${values}). ${verdict} The steps and bytes here are those without the change.`,
  label: 'Trace',
  routine: (steps: number) => `${steps} routine steps`,
  open: {
    engine: 'Open the engine line',
    stack: 'Open the .stack line',
    kernel: 'Open the kernel line',
  },
  noPlace: {
    engine: 'This step has no line in the engine.',
    stack: 'No line of the .stack file caused this step.',
    kernel: 'This step mirrors no line of a kernel.',
  },
  waiting: (title: string) =>
    `${title} has not been run yet. Verdicts are computed in order once the file is indexed, because earlier packets change the router’s state.`,
  runNow: 'Run up to this packet now',
  replaying: 'Replaying the capture',
  progress: (part: number) => `Replaying, ${percent(part)}`,
  noSteps: 'The stack decided nothing here.',
};

export const machineWords = {
  title: 'Describe the machine',
  what: 'A .stack file says what the router looks like: interfaces, addresses, zones, routes, neighbors and policies. With one, every packet gets a verdict and a trace.',
  inferStack: 'Infer from this capture',
  newStack: 'New .stack file',
  chooseStack: 'Choose .stack file',
  replayAgain: 'Replay again',
  facts: {
    interfaces: 'Interfaces seen',
    addresses: 'Router addresses',
    prefixes: 'Prefixes',
    missing: 'Not in a capture',
  },
  draft: 'What is inferred is a draft. Check it against the router’s own configuration.',
  failed: 'The capture was not replayed',
  open,
};

export const pathWords = {
  bar: 'Picture',
  over: 'Packets in the picture',
  whole: 'Whole capture',
  shown: 'Shown packets',
  packets,
  merged: ', rare branches drawn as one',
  zoomIn: 'Larger (+)',
  zoomOut: 'Smaller (-)',
  fit: 'All of the picture (0)',
  label: (frames: number) => `Branches that ${packets(frames)} took`,
  /** A branch in words: where it begins, how that fell, where it leads, how many took it. */
  branch: (from: string, outcome: string, to: string, frames: number) =>
    `${outcome === '' ? from : `${from} ${outcome}`}, to ${to}: ${packets(frames)}`,
  node: (label: string, frames: number) => `${label}: ${packets(frames)}`,
  rarest: 'Rarest paths',
  /** A packet on a link stems from a frame, or (0) from none. */
  example: ({ frame, event }: { readonly frame: number; readonly event?: unknown }) =>
    event === undefined
      ? `Packet ${count(frame)}`
      : frame === 0
        ? 'On a link'
        : `From packet ${count(frame)}`,
  waiting: 'The paths are being counted.',
  none: 'No packet has taken a path yet.',
  noneShown: 'No packet in the list has taken a path.',
};
