/** Captures built byte by byte, for tests. */

export interface BuiltFrame {
  readonly seconds: number;
  /** Micro- or nanoseconds, as the file has them. */
  readonly ticks: number;
  readonly bytes: Uint8Array;
  readonly original?: number;
  /** Bytes of the record header after the sixteenth. */
  readonly patch?: Uint8Array;
}

export interface PcapOptions {
  readonly littleEndian?: boolean;
  readonly magic?: number;
  readonly version?: readonly [number, number];
  readonly snaplen?: number;
  readonly network?: number;
}

/** The bytes of a classic capture. */
export function pcapFile(options: PcapOptions, frames: readonly BuiltFrame[]): Uint8Array {
  const little = options.littleEndian ?? true;
  const size = frames.reduce((sum, frame) => sum + 16 + (frame.patch?.length ?? 0) + frame.bytes.length, 24);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, options.magic ?? 0xa1b2c3d4, little);
  view.setUint16(4, options.version?.[0] ?? 2, little);
  view.setUint16(6, options.version?.[1] ?? 4, little);
  view.setUint32(16, options.snaplen ?? 262144, little);
  view.setUint32(20, options.network ?? 1, little);
  let at = 24;
  for (const frame of frames) {
    view.setUint32(at, frame.seconds, little);
    view.setUint32(at + 4, frame.ticks, little);
    view.setUint32(at + 8, frame.bytes.length, little);
    view.setUint32(at + 12, frame.original ?? frame.bytes.length, little);
    at += 16;
    if (frame.patch) {
      bytes.set(frame.patch, at);
      at += frame.patch.length;
    }
    bytes.set(frame.bytes, at);
    at += frame.bytes.length;
  }
  return bytes;
}
