/** How far each direction of a TCP connection has come, so that data sent again is told from new data. */
import { toHex } from '../../wire/bytes';
import type { Dissection } from '../dissection';
import { StateSlot } from '../state';

interface Progress {
  /** Sequence number of the latest SYN, -1 without one. */
  start: number;
  /** The first sequence number that was not seen yet. */
  next: number;
}

/** By source and destination, address and port. */
const directions = new StateSlot(() => new Map<string, Progress>());

/** More connections than this, and the oldest are forgotten. */
const MOST_DIRECTIONS = 200_000;

/** Whether sequence number `a` comes before `b`. */
function isBefore(a: number, b: number): boolean {
  return ((a - b) | 0) < 0;
}

function keyOf(d: Dissection): string {
  const size = d.netVersion === 4 ? 4 : 16;
  const address = (at: number) => toHex(d.addressBytes, at, at + size);
  return `${address(d.sourceAddress)} ${d.sourcePort} ${address(d.destinationAddress)} ${d.destinationPort}`;
}

/**
 * Notes a segment of `length` bytes, SYN and FIN counted in `counted`. Answers whether its data are new: a
 * segment that begins before what was seen is a repetition, or filled a gap; a single byte repeated keeps the
 * connection alive.
 */
export function isNewData(
  d: Dissection,
  sequence: number,
  length: number,
  counted: number,
  isSyn: boolean,
): boolean {
  const all = directions.of(d);
  const key = keyOf(d);
  const end = (sequence + counted) >>> 0;
  const progress = all.get(key);
  if (progress === undefined || (isSyn && progress.start !== sequence)) {
    all.delete(key);
    all.set(key, { start: isSyn ? sequence : -1, next: end });
    if (all.size > MOST_DIRECTIONS) all.delete(all.keys().next().value!);
    return true;
  }
  const isKeepAlive = length === 1 && (sequence + 1) >>> 0 === progress.next;
  const isNew = !isBefore(sequence, progress.next) || isKeepAlive;
  if (isBefore(progress.next, end)) progress.next = end;
  return isNew;
}
