/**
 * The options of a packet's block, read again when somebody asks for them. (draft-ietf-opsawg-pcapng 4.3.)
 */
import * as ng from './pcapngBlocks';
import { type Option, padded, parseOptions } from './pcapngOptions';
import type { Window } from './window';

/**
 * The options behind the `captured` bytes at offset `data` of the file; `little` is the byte order of the
 * section.
 */
export function packetOptions(window: Window, data: number, captured: number, little: boolean): Option[] {
  const block = data - ng.PACKET_HEADER;
  window.seek(block, 8);
  const total = window.view.getUint32(block + 4 - window.start, little);
  const optionsAt = data + padded(captured);
  const end = block + padded(total) - 4;
  return parseOptions(window.copy(optionsAt, end - optionsAt), 0, little).options;
}

/** The flags among the options of a packet; -1 without any. */
export function flagsOf(options: readonly Option[], little: boolean): number {
  const value = options.findLast(one => one.code === ng.EPB_FLAGS && one.value.length === 4)?.value;
  if (value === undefined) return -1;
  return new DataView(value.buffer, value.byteOffset, 4).getUint32(0, little);
}
