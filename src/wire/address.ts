/**
 * Link, IPv4 and IPv6 addresses: text to bytes and back. An address is always its bytes in network order.
 */
import { get16, put16, toHex } from './bytes';

/** The 16 bytes of an IPv6 address without zone (RFC 4291 2.2, dotted-quad tail allowed), or null. */
export function parseIpv6(text: string): Uint8Array | null {
  if (!/^[0-9a-fA-F:.]+$/.test(text)) return null;
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = parseGroups(halves[0], halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1], true) : [];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...new Array<number>(missing).fill(0), ...tail];
  const bytes = new Uint8Array(16);
  for (let i = 0; i < 8; i++) put16(bytes, 2 * i, groups[i]);
  return bytes;
}

function parseGroups(text: string, mayEndInIpv4: boolean): number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    if (part.includes('.')) {
      const tail = mayEndInIpv4 && i === parts.length - 1 ? parseIpv4(part) : null;
      if (tail === null) return null;
      groups.push(get16(tail, 0), get16(tail, 2));
    } else {
      if (!/^[0-9a-fA-F]{1,4}$/.test(part)) return null;
      groups.push(Number.parseInt(part, 16));
    }
  }
  return groups;
}

/** The text form of RFC 5952 of the 16 bytes at `offset`. */
export function formatIpv6(bytes: Uint8Array, offset = 0): string {
  if (isMapped(bytes, offset)) return `::ffff:${formatIpv4(bytes, offset + 12)}`;
  let longestAt = -1;
  let longest = 1;
  for (let i = 0, run = 0; i < 8; i++) {
    run = get16(bytes, offset + 2 * i) === 0 ? run + 1 : 0;
    if (run <= longest) continue;
    longest = run;
    longestAt = i - run + 1;
  }
  let text = '';
  for (let i = 0; i < 8; i++) {
    if (i === longestAt) {
      text += '::';
      i += longest - 1;
      continue;
    }
    if (i > 0 && i !== longestAt + longest) text += ':';
    text += get16(bytes, offset + 2 * i).toString(16);
  }
  return text;
}

/** True for an IPv4 address in the form of an IPv6 one (RFC 4291 2.5.5.2). */
function isMapped(bytes: Uint8Array, offset: number): boolean {
  for (let i = 0; i < 10; i++) if (bytes[offset + i] !== 0) return false;
  return get16(bytes, offset + 10) === 0xffff;
}

/** The 4 bytes of a dotted quad, or null. */
export function parseIpv4(text: string): Uint8Array | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return null;
  const bytes = Uint8Array.from(match.slice(1), Number);
  return match.slice(1).every(part => Number(part) <= 255) ? bytes : null;
}

/** The dotted quad of the 4 bytes at `offset`. */
export function formatIpv4(bytes: Uint8Array, offset = 0): string {
  return `${bytes[offset]}.${bytes[offset + 1]}.${bytes[offset + 2]}.${bytes[offset + 3]}`;
}

/** The 6 bytes of a link address written with colons or hyphens, or null. */
export function parseMac(text: string): Uint8Array | null {
  const parts = text.split(/[:-]/);
  if (parts.length !== 6 || !parts.every(part => /^[0-9a-fA-F]{1,2}$/.test(part))) return null;
  return Uint8Array.from(parts, part => Number.parseInt(part, 16));
}

/** The colon form of `length` link-address bytes at `offset`. */
export function formatMac(bytes: Uint8Array, offset = 0, length = 6): string {
  return toHex(bytes, offset, offset + length, ':');
}

/** True when the six bytes of `a` at `aOffset` and of `b` at `bOffset` are the same link address. */
export function equalMac(a: Uint8Array, aOffset: number, b: Uint8Array, bOffset: number): boolean {
  return (
    a[aOffset + 5] === b[bOffset + 5] &&
    a[aOffset + 4] === b[bOffset + 4] &&
    a[aOffset + 3] === b[bOffset + 3] &&
    a[aOffset + 2] === b[bOffset + 2] &&
    a[aOffset + 1] === b[bOffset + 1] &&
    a[aOffset] === b[bOffset]
  );
}

/** True for ff:ff:ff:ff:ff:ff. */
export function isBroadcastMac(bytes: Uint8Array, offset = 0): boolean {
  for (let i = 0; i < 6; i++) if (bytes[offset + i] !== 0xff) return false;
  return true;
}

/** True for the link address of one station: neither a group's nor all zeros. */
export function isStationMac(bytes: Uint8Array, offset = 0): boolean {
  if ((bytes[offset] & 1) !== 0) return false;
  for (let i = 0; i < 6; i++) if (bytes[offset + i] !== 0) return true;
  return false;
}
