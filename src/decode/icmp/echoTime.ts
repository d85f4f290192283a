/**
 * The time that ping programs put before an echo's data: seconds and microseconds in the sender's byte order.
 */
import { get32 } from '../../wire/bytes';
import { type Dissection, GENERATED } from '../dissection';
import { ICMP } from './fields';

const LENGTH = 8;
/** A time further than this from the frame's own is taken for data. */
const SECONDS_A_DAY = 86_400;

/** Appends the time at `at`, if there is one; answers the offset of the data. */
export function addEchoTime(d: Dissection, at: number, end: number): number {
  if (end - at < LENGTH) return at;
  const seconds = get32(d.bytes, at);
  const microseconds = get32(d.bytes, at + 4);
  if (addTime(d, at, swapped(seconds), swapped(microseconds)) || addTime(d, at, seconds, microseconds)) {
    return at + LENGTH;
  }
  return at;
}

function swapped(value: number): number {
  return ((value << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24)) >>> 0;
}

function addTime(d: Dissection, at: number, seconds: number, microseconds: number): boolean {
  const { frame } = d;
  const nanoseconds = microseconds * 1000;
  const away = frame.seconds - seconds + (frame.nanoseconds - nanoseconds) / 1e9;
  if (microseconds >= 1_000_000 || Math.abs(away) >= SECONDS_A_DAY) return false;
  d.addTime(ICMP.dataTime, at, LENGTH, seconds, nanoseconds);
  let wholeSeconds = frame.seconds - seconds;
  let rest = frame.nanoseconds - nanoseconds;
  if (wholeSeconds > 0 && rest < 0) {
    wholeSeconds--;
    rest += 1_000_000_000;
  } else if (wholeSeconds < 0 && rest > 0) {
    wholeSeconds++;
    rest -= 1_000_000_000;
  }
  d.addTime(ICMP.dataTimeRelative, at, LENGTH, wholeSeconds, rest, GENERATED);
  return true;
}
