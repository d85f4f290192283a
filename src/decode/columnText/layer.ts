/**
 * One layer of a dissection, as the words for it are found: its own entries, without those of quoted packets.
 */
import type { Dissection } from '../dissection';
import { valueName } from '../names/valueNames';
import { type FieldId, fieldInfo } from '../registry';
import { fieldText } from '../text';

export class Layer {
  /** The dissection, and the entry of the layer's protocol in it. */
  d!: Dissection;
  entry = 0;
  /** Entries up to here may be the layer's. */
  end = 0;
  /** Another layer follows, or the mark of one that failed. */
  followed = false;

  /** The layer itself failed before its end. */
  failed = false;

  /** The first entry of a field in this layer, from entry `from` on; -1 without one. */
  find(id: FieldId, from = this.entry + 1): number {
    const { d } = this;
    for (let k = from; k < this.end; k++) {
      if (d.field[k] === id && d.nth[k] === d.nth[this.entry]) return k;
    }
    return -1;
  }

  /** Whether there is such a field. */
  has(id: FieldId): boolean {
    return this.find(id) >= 0;
  }

  /** The value of a field; -1 without it. */
  value(id: FieldId): number {
    const k = this.find(id);
    return k < 0 ? -1 : this.d.value[k];
  }

  /** The text of a field; empty without it. */
  text(id: FieldId): string {
    const k = this.find(id);
    return k < 0 ? '' : fieldText(this.d, k);
  }

  /** The name of a field's value, or undefined. */
  name(id: FieldId): string | undefined {
    return valueName(fieldInfo(id).values, this.value(id));
  }

  /** The bytes that the layer lies in, and where it begins. */
  get bytes(): Uint8Array {
    return this.d.sources[this.d.source[this.entry]];
  }

  get at(): number {
    return this.d.offset[this.entry];
  }
}
