/**
 * The bytes of a packet in its versions: as captured, as it is at a step with all that was changed on the
 * way, and as sent.
 */
import { Evaluator } from '../../debugger/evaluator';
import type { Recorded } from '../../replay/recorded';
import { sentFrame } from '../../replay/sentFrame';
import { arrivedPacket, packetAfter } from '../../replay/stepPacket';
import type { ByteChange } from '../../stack/byteChanges';
import type { Step } from '../../stack/recorder';
import { equalBytes } from '../../wire/bytes';
import type { ByteEdit } from '../protocol/packet';
import type { MachineRun } from './machineRun';

/** A version before it is dissected. */
export interface VersionBytes {
  readonly bytes: Uint8Array;
  readonly network: number;
  readonly edits: readonly ByteEdit[];
  /** True for the packet that came in, false for one that the machine made on the way. */
  readonly arrived: boolean;
}

/**
 * The packet under way once a step has done what it does, behind the link header that it came with. Without a
 * step (-1) it is as it came in; past the last one it is as it was left.
 *
 * @param link the link header, empty for what came from no wire
 */
export function atStep(run: MachineRun, recorded: Recorded, at: number, link: Uint8Array): VersionBytes {
  const { steps } = recorded;
  const last = Math.min(at, steps.length - 1);
  const number = packetAt(steps, last);
  const step = steps.slice(0, last + 1).findLast(one => one.packetNumber === number);
  const packet =
    step === undefined || number === 0
      ? new Evaluator(run.timeline).packetAt(recorded, Math.max(0, last))
      : packetAfter(step);
  const arrived = number === 0 || number === arrivedPacket(steps);
  const network = arrived ? link.length : 0;
  const bytes = new Uint8Array(network + packet.length);
  bytes.set(link.subarray(0, network));
  bytes.set(packet, network);
  const edits = number === 0 ? [] : editsOf(steps, last, number, at);
  return {
    bytes,
    network,
    edits: edits.map(edit => ({ ...edit, offset: edit.offset + network })),
    arrived,
  };
}

/** An output as a version of the packet, and what its first header is. */
interface SentBytes extends VersionBytes {
  /** A `LINKTYPE_` number. */
  readonly linkType: number;
}

/** An output, with what the steps put into it; what they changed and changed back is no change. */
export function asSent({ steps, outputs }: Recorded, output: number): SentBytes {
  const { bytes, kind } = outputs[output];
  const frame = sentFrame(outputs[output]);
  const last = stepThatSent(steps, output);
  const number = packetAt(steps, last);
  const left = number === 0 ? null : packetLeftAt(steps, last, number);
  // Of a message that the machine made on the way nothing is older than the rest.
  const travelled = kind === 'forwarded' || kind === 'local';
  const edits = travelled && left?.length === bytes.length ? editsOf(steps, last, number, -1) : [];
  // A zone that was in an address is not sent.
  const sent = edits.filter(({ offset, after }) => equalBytes(bytes, offset, after, 0, after.length));
  return {
    ...frame,
    edits: sent.map(edit => ({ ...edit, offset: edit.offset + frame.network })),
    arrived: false,
  };
}

function packetLeftAt(steps: readonly Step[], last: number, number: number): Uint8Array | null {
  const step = steps.slice(0, last + 1).findLast(one => one.packetNumber === number);
  return step === undefined ? null : packetAfter(step);
}

/** Index of the step under which an output left; -1 when none did. */
function stepThatSent(steps: readonly Step[], output: number): number {
  let sent = 0;
  return steps.findIndex(({ emissions }) => {
    sent += emissions.length;
    return sent > output;
  });
}

/** Number of the packet under way at a step, or the last one before it; 0 for none. */
export function packetAt(steps: readonly Step[], at: number): number {
  for (let i = at; i >= 0; i--) if (steps[i].packetNumber > 0) return steps[i].packetNumber;
  return 0;
}

/** All changes of a packet up to a step, where they are in the packet as it is after it. */
function editsOf(steps: readonly Step[], last: number, number: number, at: number): ByteEdit[] {
  let edits: ByteEdit[] = [];
  for (let i = 0; i <= last; i++) {
    if (steps[i].packetNumber !== number) continue;
    for (const change of steps[i].bytes) {
      edits = [...moved(edits, change), { ...change, now: i === at, step: i }];
    }
  }
  return edits.sort((a, b) => a.offset - b.offset);
}

/**
 * Earlier edits after a further change: moved where the packet grew or shrank before them, without what of
 * them was overwritten.
 */
function moved(edits: readonly ByteEdit[], { offset, before, after }: ByteChange): ByteEdit[] {
  const by = after.length - before.length;
  const end = offset + before.length;
  return edits.flatMap(edit => {
    const from = edit.offset;
    const to = from + edit.after.length;
    const left = from < offset ? [partOf(edit, 0, Math.min(to, offset) - from)] : [];
    const right = to > end ? [partOf(edit, Math.max(from, end) - from, to - from)] : [];
    return [...left, ...right.map(part => ({ ...part, offset: part.offset + by }))];
  });
}

/** The bytes `from` to `to` of those that an edit left. */
function partOf(edit: ByteEdit, from: number, to: number): ByteEdit {
  if (from === 0 && to === edit.after.length) return edit;
  const { offset, before, after } = edit;
  const replaced = before.length === after.length ? before.slice(from, to) : before;
  return { ...edit, offset: offset + from, before: replaced, after: after.slice(from, to) };
}
