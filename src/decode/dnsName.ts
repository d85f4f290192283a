/** Domain names in DNS encoding (RFC 1035 3.1, 4.1.4), as options and node information carry them. */

/** Most labels followed before a name counts as endless. */
const MAX_POINTERS = 64;

/** Escapes of the bytes 7 to 13. */
const ESCAPES = ['\\a', '\\b', '\\t', '\\n', '\\v', '\\f', '\\r'];

/** Names are ASCII: control characters are escaped, other bytes stand for no character. */
function character(byte: number): string {
  if (byte >= 0x80) return '\ufffd';
  if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte);
  return ESCAPES[byte - 7] ?? `\\${byte.toString(8).padStart(3, '0')}`;
}

interface DnsName {
  /** Labels joined by dots. */
  text: string;
  /** Bytes that the name takes at its place. */
  length: number;
}

/**
 * Reads the name at `at`; pointers count from `origin`. Null when it reaches beyond `end`.
 * The answer is a new object: call it only where somebody looks at the name.
 */
export function readDnsName(bytes: Uint8Array, at: number, end: number, origin: number): DnsName | null {
  let text = '';
  let length = -1;
  let pointers = 0;
  for (let p = at; ; ) {
    if (p >= end) return null;
    const size = bytes[p++];
    if (size === 0) return { text, length: length < 0 ? p - at : length };
    if ((size & 0xc0) === 0xc0) {
      if (p >= end || ++pointers > MAX_POINTERS) return null;
      if (length < 0) length = p + 1 - at;
      p = origin + (((size & 0x3f) << 8) | bytes[p]);
      continue;
    }
    if ((size & 0xc0) !== 0 || p + size > end) return null;
    if (text !== '') text += '.';
    for (let i = 0; i < size; i++) text += character(bytes[p + i]);
    p += size;
  }
}
