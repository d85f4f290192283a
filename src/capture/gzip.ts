/** Captures compressed with gzip (RFC 1952), unpacked in memory by the platform's own decompressor. */
import { CaptureError } from './error';
import { type ByteSource, readFully } from './source';

/** Most bytes that are unpacked in memory. */
export const LARGEST_UNPACKED = 512 << 20;
/** Compressed bytes handed over at once. */
const PIECE_BYTES = 1 << 16;
/** Checksum and length at the end of a gzip file. */
const TRAILER_BYTES = 8;
const BLOCK_BITS = 22;
const BLOCK_BYTES = 1 << BLOCK_BITS;

/**
 * The source to open a capture over: `source` itself, or what it unpacks to when it is compressed with
 * gzip. What can be unpacked of a damaged file is there, and `endsEarly` tells of the damage.
 *
 * Throws `CaptureError` when more than `limit` bytes (512 MB) come out, or when `source` cannot be read.
 */
export async function openSource(source: ByteSource, limit: number = LARGEST_UNPACKED): Promise<ByteSource> {
  const magic = new Uint8Array(2);
  if (readFully(source, 0, magic, 0, 2) < 2 || magic[0] !== 0x1f || magic[1] !== 0x8b) return source;
  return unpack(source, limit);
}

/** Unpacked bytes in blocks of equal size. */
class UnpackedSource implements ByteSource {
  size = 0;
  endsEarly?: string;
  private readonly blocks: Uint8Array[] = [];

  append(bytes: Uint8Array): void {
    let from = 0;
    while (from < bytes.length) {
      const at = this.size & (BLOCK_BYTES - 1);
      if (at === 0) this.blocks.push(new Uint8Array(BLOCK_BYTES));
      const count = Math.min(bytes.length - from, BLOCK_BYTES - at);
      this.blocks[this.blocks.length - 1].set(bytes.subarray(from, from + count), at);
      this.size += count;
      from += count;
    }
  }

  read(offset: number, into: Uint8Array, at: number, length: number): number {
    if (offset >= this.size) return 0;
    const inBlock = offset & (BLOCK_BYTES - 1);
    const count = Math.min(length, BLOCK_BYTES - inBlock, this.size - offset);
    into.set(this.blocks[offset >>> BLOCK_BITS].subarray(inBlock, inBlock + count), at);
    return count;
  }
}

async function unpack(source: ByteSource, limit: number): Promise<ByteSource> {
  const stream = new DecompressionStream('gzip');
  const unpacked = new UnpackedSource();
  let tooLarge = false;
  const reader = stream.readable.getReader();
  const reading = (async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if (unpacked.size + value.length > limit) {
        tooLarge = true;
        await reader.cancel();
        return;
      }
      unpacked.append(value);
    }
  })().then(
    () => '',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  const trouble = await feed(source, stream.writable.getWriter(), unpacked, () => tooLarge);
  const reason = (await reading) || trouble;
  if (tooLarge) {
    throw new CaptureError(
      `The capture is compressed with gzip and unpacks to more than ${Math.floor(limit / (1 << 20))} MB: unpack it and open the result.`,
    );
  }
  if (reason !== '') unpacked.endsEarly = `the gzip file cannot be unpacked any further (${reason})`;
  return unpacked;
}

/** Hands all compressed bytes to the decompressor; returns what it complains about, or ''. */
async function feed(
  source: ByteSource,
  writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>,
  unpacked: UnpackedSource,
  stopped: () => boolean,
): Promise<string> {
  try {
    // The trailer goes last and alone: a wrong checksum in it, like a missing end, is an error that
    // discards what nobody has read yet.
    const trailer = Math.max(0, source.size - TRAILER_BYTES);
    let offset = 0;
    while (offset < source.size && !stopped()) {
      if (offset === trailer) await settled(unpacked);
      const end = offset < trailer ? Math.min(offset + PIECE_BYTES, trailer) : source.size;
      const piece = new Uint8Array(end - offset);
      readFully(source, offset, piece, 0, piece.length);
      await writer.write(piece);
      offset = end;
    }
    await settled(unpacked);
    await writer.close();
    return '';
  } catch (error) {
    if (error instanceof CaptureError) {
      await writer.abort(error);
      throw error;
    }
    return error instanceof Error ? error.message : String(error);
  }
}

/** Waits until nothing more comes out of what went in. */
async function settled(unpacked: UnpackedSource): Promise<void> {
  for (let before = -1; before !== unpacked.size; ) {
    before = unpacked.size;
    await new Promise(resolve => setTimeout(resolve, 0));
  }
}
