/**
 * Reading and writing the integers of packet headers: network byte order, at an offset into a byte array.
 *
 * Nothing here checks bounds: callers have compared lengths first. Reading past the end of a
 * `Uint8Array` yields 0 bits, never another packet's bytes.
 */

/** The unsigned 16-bit big-endian integer at `offset`. */
export function get16(bytes: Uint8Array, offset: number): number {
  return (bytes[offset] << 8) | bytes[offset + 1];
}

/** The unsigned 32-bit big-endian integer at `offset`. */
export function get32(bytes: Uint8Array, offset: number): number {
  return (
    ((bytes[offset] << 24) | (bytes[offset + 1] << 16) | (bytes[offset + 2] << 8) | bytes[offset + 3]) >>> 0
  );
}

/** Stores the low 16 bits of `value`, big-endian, at `offset`. */
export function put16(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value >>> 8;
  bytes[offset + 1] = value;
}

/** Stores the low 32 bits of `value`, big-endian, at `offset`. */
export function put32(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value >>> 24;
  bytes[offset + 1] = value >>> 16;
  bytes[offset + 2] = value >>> 8;
  bytes[offset + 3] = value;
}

/**
 * True when `length` bytes of `a` at `aOffset` equal those of `b` at `bOffset`. The last ones are compared
 * first: addresses of one network differ there.
 */
export function equalBytes(
  a: Uint8Array,
  aOffset: number,
  b: Uint8Array,
  bOffset: number,
  length: number,
): boolean {
  for (let i = length - 1; i >= 0; i--) if (a[aOffset + i] !== b[bOffset + i]) return false;
  return true;
}

/**
 * True when the 16 bytes of `a` at `aOffset` and of `b` at `bOffset` are the same address: for those that
 * mostly are.
 */
export function equalAddresses(a: Uint8Array, aOffset: number, b: Uint8Array, bOffset: number): boolean {
  return (
    get32(a, aOffset + 12) === get32(b, bOffset + 12) &&
    get32(a, aOffset + 8) === get32(b, bOffset + 8) &&
    get32(a, aOffset + 4) === get32(b, bOffset + 4) &&
    get32(a, aOffset) === get32(b, bOffset)
  );
}

/**
 * Copies the 16 bytes of an address from `from` at `offset` to the start of `into`, without the view that
 * `set` would need. Written out, as it is done for most packets and a loop takes half as long again.
 */
export function copyAddress(from: Uint8Array, offset: number, into: Uint8Array): void {
  into[0] = from[offset];
  into[1] = from[offset + 1];
  into[2] = from[offset + 2];
  into[3] = from[offset + 3];
  into[4] = from[offset + 4];
  into[5] = from[offset + 5];
  into[6] = from[offset + 6];
  into[7] = from[offset + 7];
  into[8] = from[offset + 8];
  into[9] = from[offset + 9];
  into[10] = from[offset + 10];
  into[11] = from[offset + 11];
  into[12] = from[offset + 12];
  into[13] = from[offset + 13];
  into[14] = from[offset + 14];
  into[15] = from[offset + 15];
}

const hexOf: string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hexadecimal digits of `bytes[from..to)`, with `separator` between bytes. */
export function toHex(bytes: Uint8Array, from = 0, to = bytes.length, separator = ''): string {
  let text = '';
  for (let i = from; i < to; i++) text += (i > from ? separator : '') + hexOf[bytes[i]];
  return text;
}

/** The bytes of an even-length string of hexadecimal digits. Throws `RangeError` on anything else. */
export function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0 || /[^0-9a-f]/i.test(text))
    throw new RangeError(`not hexadecimal bytes: ${text}`);
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.substr(2 * i, 2), 16);
  return bytes;
}
