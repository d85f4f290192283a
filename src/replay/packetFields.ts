/** Packets by the names of display filters, for the programs of a `.stack` file. */
import { Decoder, type Dissection, type FieldId, fieldsNamed } from '../decode';
import { compileFilter, type Filter } from '../decode/filter';
import { encodeValue, type FieldPlace, placeOf, sliceOf, writeValue } from '../decode/write';
import type { PacketFields } from '../stack/host';
import type { FieldValue } from '../stack/inet/divert/divertProgram';
import { LINKTYPE_RAW } from '../wire/linktype';

/** Dissects packets with the fields that one filter, or one list of values, asks for. */
class Reader {
  private readonly decoder = new Decoder();

  constructor(wanted: ReadonlySet<FieldId>) {
    this.decoder.want(wanted);
  }

  /** Valid until the next call. */
  dissect(packet: Uint8Array, frame: number): Dissection {
    this.decoder.forget();
    const info = {
      number: frame,
      seconds: 0,
      nanoseconds: 0,
      hasTime: false,
      originalLength: packet.length,
    };
    return this.decoder.dissect(packet, 0, packet.length, LINKTYPE_RAW, info);
  }
}

interface Write {
  readonly place: FieldPlace;
  readonly bytes: Uint8Array;
}

/** What filters and lists of values were made into is kept: a `.stack` file has but few of either. */
export class DecodedFields implements PacketFields {
  private readonly filters = new Map<string, { readonly filter: Filter; readonly reader: Reader } | null>();
  private readonly readers = new Map<string, Reader>();

  selects(text: string, packet: Uint8Array, frame: number): boolean {
    let known = this.filters.get(text);
    if (known === undefined) {
      const compiled = compileFilter(text);
      known = compiled.ok ? { filter: compiled.filter, reader: new Reader(compiled.filter.fields) } : null;
      this.filters.set(text, known);
    }
    return known?.filter.matches(known.reader.dissect(packet, frame)) ?? false;
  }

  write(values: readonly FieldValue[], packet: Uint8Array, frame: number): string | null {
    if (values.length === 0) return null;
    const d = this.readerOf(values).dissect(packet, frame);
    const writes: Write[] = [];
    for (const { field, value } of values) {
      const place = placeOf(d, packet, field);
      const bytes = place === null || place === 'part' ? null : encodeValue(value, place);
      if (place === null || place === 'part' || bytes === null) return field;
      writes.push({ place, bytes });
    }
    for (const { place, bytes } of writes) writeValue(packet, 0, place, bytes);
    return null;
  }

  private readerOf(values: readonly FieldValue[]): Reader {
    const key = values.map(({ field }) => field).join();
    let reader = this.readers.get(key);
    if (reader === undefined) {
      const wanted = values.flatMap(({ field }) => fieldsNamed(sliceOf(field)?.of ?? field));
      reader = new Reader(new Set(wanted.map(({ id }) => id)));
      this.readers.set(key, reader);
    }
    return reader;
  }
}
