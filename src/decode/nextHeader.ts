/**
 * What follows an IPv4 header or a header with an IPv6 next header field: extension headers, one after the
 * other, then an upper layer or data.
 */
import { dissectData } from './data';
import type { Dissection } from './dissection';
import type { FieldId } from './registry';
import { dispatch, ipProtocols } from './tables';

/**
 * An extension header: appends its layer, sets `d.nextHeader` and answers where the next one begins. One that
 * continues in a reassembled datagram sets `d.bytes`, `d.chainEnd` and `d.chainReported`.
 */
export interface Extension {
  readonly protocol: FieldId;
  readonly dissect: (d: Dissection, at: number, end: number, reported: number) => number;
}

const extensions: (Extension | undefined)[] = new Array(256).fill(undefined);

/** Makes an extension header known under its protocol number. */
export function registerExtension(number: number, extension: Extension): void {
  extensions[number] = extension;
}

/** Whether this protocol number is that of a known extension header. */
export function hasExtension(number: number): boolean {
  return extensions[number] !== undefined;
}

/** As `d.nextHeader`: what follows belongs to a fragment and is data. */
export const FRAGMENT_DATA = -1;
/** Bytes of a fragment header. */
const FRAGMENT_HEADER = 8;

/** The layer of an IPv6 header reaches over its extension headers, up to `to` in source `source`. */
export function coverExtension(d: Dissection, source: number, to: number): void {
  const layer = d.extensionParent;
  if (d.netVersion === 6 && layer >= 0 && d.source[layer] === source)
    d.setLength(layer, to - d.offset[layer]);
}

/** Dissects everything from protocol `first` at `start` on. Answers `reported`. */
export function dissectNextHeader(
  d: Dissection,
  first: number,
  start: number,
  startEnd: number,
  startReported: number,
): number {
  // tshark looks for what follows in an empty IPv6 packet, not in an empty IPv4 one.
  if (startReported <= start && d.netVersion === 4) return start;
  let number = first;
  let at = start;
  let end = startEnd;
  let reported = startReported;
  for (;;) {
    const extension = extensions[number];
    if (extension === undefined) break;
    const { currentNth, currentParent, currentProtocol } = d;
    d.currentNth = d.enter(extension.protocol);
    d.currentProtocol = extension.protocol;
    d.currentParent = d.extensionParent;
    d.chainEnd = end;
    d.currentEnd = end;
    d.chainReported = reported;
    const { currentSource } = d;
    const afterFragment = at + FRAGMENT_HEADER;
    at = extension.dissect(d, at, end, reported);
    if (d.nextHeader !== FRAGMENT_DATA) {
      coverExtension(d, currentSource, d.currentSource === currentSource ? at : afterFragment);
    }
    end = d.chainEnd;
    reported = d.chainReported;
    d.currentNth = currentNth;
    d.currentParent = currentParent;
    d.currentProtocol = currentProtocol;
    if (d.nextHeader === FRAGMENT_DATA) return dissectData(d, at, end, reported);
    number = d.nextHeader;
  }
  d.ipProtocol = number;
  const handle = ipProtocols.get(number);
  if (handle === undefined) return dissectData(d, at, end, reported);
  const next = dispatch(d, handle, at, end, reported);
  return next >= 0 ? next : dissectData(d, at, end, reported);
}
