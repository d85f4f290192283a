/** Which request an echo reply answers. */
import { formatIpv4, formatMac } from '../wire/address';
import { type Dissection, GENERATED } from './dissection';
import type { FieldId } from './registry';
import { StateSlot } from './state';

interface Request {
  readonly number: number;
  readonly seconds: number;
  readonly nanoseconds: number;
}

/** Requests without an answer so far, by addresses, identifier and sequence number. */
const pending = new StateSlot(() => new Map<string, Request>());

/** More unanswered requests than this, and the oldest are forgotten. */
const MOST_PENDING = 100_000;

function addressText(d: Dissection, at: number): string {
  return d.netVersion === 4 ? formatIpv4(d.addressBytes, at) : formatMac(d.addressBytes, at, 16);
}

/**
 * What request and reply have in common: both addresses in one order, both numbers, and the request's
 * checksum.
 */
function keyOf(d: Dissection, identifier: number, sequence: number, checksum: number): string {
  const source = addressText(d, d.sourceAddress);
  const destination = addressText(d, d.destinationAddress);
  const pair = source < destination ? `${source} ${destination}` : `${destination} ${source}`;
  return `${pair} ${identifier} ${sequence} ${checksum % 0xffff}`;
}

/** Remembers an echo request, unless it is quoted. */
export function rememberRequest(d: Dissection, identifier: number, sequence: number, checksum: number): void {
  if (d.quoted) return;
  const requests = pending.of(d);
  const key = keyOf(d, identifier, sequence, checksum);
  const { number, seconds, nanoseconds } = d.frame;
  requests.delete(key);
  requests.set(key, { number, seconds, nanoseconds });
  if (requests.size > MOST_PENDING) requests.delete(requests.keys().next().value!);
}

/**
 * Appends the frame of the request that a reply answers, and how many milliseconds that took; both at `at`.
 * `checksum` is the one that a request with the reply's contents bears: other contents answer nothing.
 */
export function addAnswered(
  d: Dissection,
  identifier: number,
  sequence: number,
  checksum: number,
  at: number,
  frameField: FieldId,
  timeField: FieldId,
): void {
  if (d.quoted) return;
  const requests = pending.of(d);
  const key = keyOf(d, identifier, sequence, checksum);
  const request = requests.get(key);
  if (request === undefined) return;
  requests.delete(key);
  d.add(frameField, at, 0, request.number, GENERATED);
  const { seconds, nanoseconds } = d.frame;
  const milliseconds = (seconds - request.seconds) * 1000 + (nanoseconds - request.nanoseconds) / 1e6;
  d.add(timeField, at, 0, milliseconds, GENERATED);
}
