/**
 * Which branches of the field tree are open: remembered by the field's name, so that the next packet opens
 * alike.
 */
import type { FieldLine } from '../../protocol/packet';

/** Layers that say little about why the stack did something. */
const foldedLayers = new Set(['frame', 'eth', 'sll', 'raw', 'null', 'pktap', 'ppp', 'data']);

export class Folding {
  private readonly chosen = new Map<string, boolean>();

  isOpen({ name, depth }: FieldLine): boolean {
    return this.chosen.get(name) ?? (depth === 0 && !foldedLayers.has(name));
  }

  set({ name }: FieldLine, open: boolean): void {
    this.chosen.set(name, open);
  }
}
