/**
 * The field registry: every protocol and field the decoder knows, under Wireshark's filter names.
 *
 * Protocols declare their fields once, in a typed table beside their dissector; ids are dense (0, 1, 2 …) in
 * the order of declaration, so that sets of fields are plain byte arrays.
 */
import type { Dissection } from './dissection';
import type { ValueNames } from './names/valueNames';

/**
 * What a field holds; the names follow Wireshark's `FT_*`. Signed and unsigned integers name their width in
 * bits.
 */
export type FieldType =
  | 'protocol'
  | 'none'
  | 'boolean'
  | 'uint8'
  | 'uint16'
  | 'uint24'
  | 'uint32'
  | 'uint40'
  | 'uint48'
  | 'uint56'
  | 'uint64'
  | 'int8'
  | 'int16'
  | 'int24'
  | 'int32'
  | 'int64'
  | 'char'
  | 'framenum'
  | 'abstime'
  | 'reltime'
  | 'ether'
  | 'eui64'
  | 'ipv4'
  | 'ipv6'
  | 'bytes'
  | 'string'
  | 'stringz'
  | 'guid'
  | 'float'
  | 'double';

/** How an integer is printed; `''` where that says nothing. `hexdec` prints hexadecimal, `dechex` decimal. */
export type Base = '' | 'dec' | 'hex' | 'oct' | 'dechex' | 'hexdec' | 'oui' | 'port';

/** Index of a field in the registry. */
export type FieldId = number;

/** Text of entry `k` where it is not the plain printing of its value. */
type TextOf = (d: Dissection, k: number) => string;

interface FieldOptions {
  /** Names of values; a boolean's are 1 and 0. */
  readonly values?: ValueNames;
  /** Bits of the integer that the field is, for people; values are stored shifted down. */
  readonly mask?: number;
  /** Replaces the usual text of `fieldText`. */
  readonly text?: TextOf;
  /** Type whose length bytes written beside the field in a filter must have, where its own asks for none. */
  readonly written?: 'ether';
  /** Whether the field says something about all layers of the frame, so that none may be skipped. */
  readonly needsAllLayers?: boolean;
  /** A protocol's short name, as messages about malformed packets use it. */
  readonly short?: string;
}

export interface FieldInfo {
  readonly id: FieldId;
  readonly name: string;
  readonly type: FieldType;
  readonly base: Base;
  /** Name for people: "Hop Limit". */
  readonly label: string;
  readonly values?: ValueNames;
  readonly mask: number;
  readonly text?: TextOf;
  readonly written?: 'ether';
  readonly needsAllLayers: boolean;
  /** Short name of a protocol ("ARP/RARP"); of a field, its label. */
  readonly short: string;
  /** Id of the protocol it belongs to; a protocol's own id. */
  readonly protocol: FieldId;
}

/** One row of a protocol's table: name, type, base, label and options. */
export type FieldSpec =
  | readonly [name: string, type: FieldType, base: Base, label: string]
  | readonly [name: string, type: FieldType, base: Base, label: string, options: FieldOptions];

const fields: FieldInfo[] = [];
const byName = new Map<string, FieldInfo[]>();

function register(info: Omit<FieldInfo, 'id' | 'protocol'>, protocol: FieldId | null): FieldId {
  const id = fields.length;
  const field: FieldInfo = { ...info, id, protocol: protocol ?? id };
  fields.push(field);
  const same = byName.get(info.name);
  if (same === undefined) byName.set(info.name, [field]);
  else same.push(field);
  return id;
}

/** Declares a protocol and its fields; answers the ids by key, the protocol's own under `self`. */
export function defineProtocol<K extends string>(
  name: string,
  label: string,
  table: Readonly<Record<K, FieldSpec>>,
  options: FieldOptions = {},
): Readonly<Record<K | 'self', FieldId>> {
  const self = register(
    {
      name,
      type: 'protocol',
      base: '',
      label,
      mask: 0,
      text: options.text,
      short: options.short ?? label,
      needsAllLayers: options.needsAllLayers ?? false,
    },
    null,
  );
  return { self, ...defineFields(self, table) } as Record<K | 'self', FieldId>;
}

/** Declares more fields of a protocol that is declared already. */
function defineFields<K extends string>(
  protocol: FieldId,
  table: Readonly<Record<K, FieldSpec>>,
): Readonly<Record<K, FieldId>> {
  const ids: Record<string, FieldId> = {};
  for (const key of Object.keys(table) as K[]) {
    const [name, type, base, label, options] = table[key];
    ids[key] = register(
      {
        name,
        type,
        base,
        label,
        values: options?.values,
        mask: options?.mask ?? 0,
        text: options?.text,
        written: options?.written,
        short: label,
        needsAllLayers: options?.needsAllLayers ?? fields[protocol].needsAllLayers,
      },
      protocol,
    );
  }
  return ids as Record<K, FieldId>;
}

/** How many fields and protocols there are: ids are 0 … fieldCount() - 1. */
export function fieldCount(): number {
  return fields.length;
}

/** The field with this id. */
export function fieldInfo(id: FieldId): FieldInfo {
  return fields[id];
}

/** The field with this filter name; the first declared where several share it. */
export function fieldNamed(name: string): FieldInfo | undefined {
  return byName.get(name)?.[0];
}

/** All fields with this filter name: Wireshark lets fields of different types share one. */
export function fieldsNamed(name: string): readonly FieldInfo[] {
  return byName.get(name) ?? [];
}

/** Every field, by id. */
export function allFields(): readonly FieldInfo[] {
  return fields;
}
