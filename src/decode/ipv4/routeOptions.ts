/** IPv4 options that hold addresses: routes, time stamps and directed broadcasts (RFC 791 3.1, RFC 1770). */
import { get32 } from '../../wire/bytes';
import { type Dissection, GENERATED, HIDDEN } from '../dissection';
import { expert, GROUP, SEVERITY } from '../expert';
import type { FieldId } from '../registry';
import { IP } from './fields';
import { tooLong } from './optionProblems';

function addRoute(d: Dissection, id: FieldId, host: FieldId, at: number): void {
  d.add(id, at, 4);
  d.add(host, at, 4, 0, GENERATED | HIDDEN);
}

/** Appends the pointer; false when it makes no sense. */
function pointer(d: Dissection, at: number): number {
  const value = d.bytes[at + 2];
  const entry = d.add(IP.optPtr, at + 2, 1, value);
  if (value < 4) {
    const message = `Pointer points before first address (${value})`;
    expert(d, IP.optPtrBeforeAddress, SEVERITY.warn, GROUP.protocol, at + 2, entry, message);
  } else if ((value & 3) !== 0) {
    const message = `Pointer points to middle of address (${value})`;
    expert(d, IP.optPtrMiddleAddress, SEVERITY.warn, GROUP.protocol, at + 2, entry, message);
  }
  return value;
}

export function recordRoute(d: Dissection, at: number, length: number): void {
  const next = pointer(d, at);
  for (let p = 3; p < length; p += 4) {
    if (p + 4 > length) {
      tooLong(d, at);
      return;
    }
    const empty = p + 1 >= next;
    addRoute(d, empty ? IP.emptyRt : IP.recRt, empty ? IP.emptyRtHost : IP.recRtHost, at + p);
  }
}

export function sourceRoute(d: Dissection, at: number, length: number): void {
  const next = pointer(d, at);
  const usedUp = next > length;
  for (let p = 3; p < length; p += 4) {
    if (p + 4 > length) {
      tooLong(d, at);
      return;
    }
    const last = p + 8 > length;
    // The last address of a route in use is the destination, shown with the header.
    if (last && !usedUp) return;
    const passed = p + 1 < next;
    addRoute(d, passed ? IP.recRt : IP.srcRt, passed ? IP.recRtHost : IP.srcRtHost, at + p);
  }
}

export function timestamp(d: Dissection, at: number, length: number): void {
  const { bytes } = d;
  d.add(IP.optPtr, at + 2, 1, bytes[at + 2]);
  d.add(IP.optOverflow, at + 3, 1, bytes[at + 3] >> 4);
  const flag = bytes[at + 3] & 15;
  d.add(IP.optFlag, at + 3, 1, flag);
  let p = 4;
  while (p < length) {
    if (flag === 0) {
      if (p + 4 > length) {
        tooLong(d, at);
        return;
      }
      d.add(IP.optTimeStamp, at + p, 4, get32(bytes, at + p));
      p += 4;
    } else {
      if (p + 8 > length) {
        tooLong(d, at);
        return;
      }
      d.add(IP.optTimeStampAddr, at + p, 4);
      d.add(IP.optTimeStamp, at + p + 4, 4, get32(bytes, at + p + 4));
      p += 8;
    }
  }
}

export function directedBroadcast(d: Dissection, at: number, length: number): void {
  for (let p = 2; p < length; p += 4) {
    if (p + 4 > length) {
      tooLong(d, at);
      return;
    }
    d.add(IP.optAddr, at + p, 4);
  }
}
