/**
 * Finding the next block of a pcapng capture behind damage: of a known type, its length told twice, and a
 * packet's interface among those described.
 */
import { type CaptureInterface, largestFrame } from './format';
import * as ng from './pcapngBlocks';
import { padded } from './pcapngOptions';
import { Probe, type Search, search } from './recovery';
import type { Window } from './window';

/** The section that the damage is in. */
interface DamagedSection {
  readonly littleEndian: boolean;
  /** Those described before the damage. */
  readonly interfaces: readonly CaptureInterface[];
}

/** Bytes that a block of each known type has at least. */
const least: ReadonlyMap<number, number> = new Map([
  [ng.SECTION_HEADER, 28],
  [ng.INTERFACE_DESCRIPTION, 20],
  [ng.OBSOLETE_PACKET, ng.PACKET_HEADER + 4],
  [ng.SIMPLE_PACKET, ng.SIMPLE_HEADER + 4],
  [ng.NAME_RESOLUTION, ng.BLOCK_OVERHEAD],
  [ng.INTERFACE_STATISTICS, 24],
  [ng.ENHANCED_PACKET, ng.PACKET_HEADER + 4],
  [ng.SYSTEMD_JOURNAL, ng.BLOCK_OVERHEAD],
  [ng.CUSTOM, ng.BLOCK_OVERHEAD + 4],
  [ng.CUSTOM_NO_COPY, ng.BLOCK_OVERHEAD + 4],
]);

export function nextBlock(window: Window, section: DamagedSection, from: number, maxBytes: number): Search {
  const { size } = window.source;
  const probe = new Probe(window, ng.PACKET_HEADER);
  return search(window, probe, { from, maxBytes, header: ng.BLOCK_OVERHEAD }, at => {
    const { view, start } = window;
    const type = view.getUint32(at - start, section.littleEndian);
    const shortest = least.get(type);
    if (shortest === undefined) return false;
    const little = type === ng.SECTION_HEADER ? byteOrder(view, at - start) : section.littleEndian;
    if (little === null) return false;
    const total = view.getUint32(at - start + 4, little);
    const length = padded(total);
    if (total < shortest || total > ng.LARGEST_BLOCK || at + length > size) return false;
    if (type === ng.ENHANCED_PACKET || type === ng.OBSOLETE_PACKET) {
      probe.read(at);
      if (!holdsPacket(probe.view, type, length, section)) return false;
    }
    probe.read(at + length - 4);
    return probe.view.getUint32(0, little) === total;
  });
}

/** True for little-endian, false for big-endian, null when the section header at `at` tells neither. */
function byteOrder(view: DataView, at: number): boolean | null {
  if (view.getUint32(at + 8, true) === ng.BYTE_ORDER_MAGIC) return true;
  return view.getUint32(at + 8, false) === ng.BYTE_ORDER_MAGIC ? false : null;
}

function holdsPacket(
  view: DataView,
  type: number,
  length: number,
  { littleEndian, interfaces }: DamagedSection,
): boolean {
  const id = type === ng.ENHANCED_PACKET ? view.getUint32(8, littleEndian) : view.getUint16(8, littleEndian);
  const captured = view.getUint32(20, littleEndian);
  return (
    id < interfaces.length &&
    captured <= largestFrame(interfaces[id].linkType) &&
    captured <= length - ng.PACKET_HEADER - 4
  );
}
