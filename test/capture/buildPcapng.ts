/** Blocks of pcapng captures, built byte by byte, for tests. Little-endian. */

/** The pieces one after the other. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(pieces));
}

/** A block with its lengths; the body is padded to four bytes. */
export function block(type: number, body: Uint8Array): Uint8Array {
  const length = 12 + Math.ceil(body.length / 4) * 4;
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, length, true);
  bytes.set(body, 8);
  view.setUint32(length - 4, length, true);
  return bytes;
}

/** An option, padded. */
export function option(code: number, value: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 + Math.ceil(value.length / 4) * 4);
  bytes.set([code, code >> 8, value.length, value.length >> 8]);
  bytes.set(value, 4);
  return bytes;
}

/** A section header. */
export function shb(header: { major?: number } = {}): Uint8Array {
  const body = new Uint8Array(16).fill(0xff);
  const view = new DataView(body.buffer);
  view.setUint32(0, 0x1a2b3c4d, true);
  view.setUint16(4, header.major ?? 1, true);
  view.setUint16(6, 0, true);
  return block(0x0a0d0d0a, body);
}

/** An interface description. */
export function idb(described: { linkType?: number; snaplen?: number; options?: Uint8Array[] }): Uint8Array {
  const body = new Uint8Array(8);
  const view = new DataView(body.buffer);
  view.setUint16(0, described.linkType ?? 1, true);
  view.setUint32(4, described.snaplen ?? 0, true);
  return block(1, joined([body, ...(described.options ?? [])]));
}

/** An enhanced packet block. */
export function enhanced(packet: {
  interface?: number;
  high?: number;
  low?: number;
  bytes: Uint8Array;
  options?: Uint8Array[];
}): Uint8Array {
  const body = new Uint8Array(20 + Math.ceil(packet.bytes.length / 4) * 4);
  const view = new DataView(body.buffer);
  view.setUint32(0, packet.interface ?? 0, true);
  view.setUint32(4, packet.high ?? 0, true);
  view.setUint32(8, packet.low ?? 0, true);
  view.setUint32(12, packet.bytes.length, true);
  view.setUint32(16, packet.bytes.length, true);
  body.set(packet.bytes, 20);
  return block(6, joined([body, ...(packet.options ?? [])]));
}
