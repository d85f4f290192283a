/** Values that decisions looked at, as people read them, by themselves and in the texts of the stack. */
import type { Operand, Operands, Sourced, Value } from '../../stack/trace';
import { formatIpv4, formatIpv6, formatMac } from '../../wire/address';
import { get16 } from '../../wire/bytes';

/** Name of the interface that a zone index stands for, or null. */
export type ZoneName = (zone: number) => string | null;

/** True for an operand that knows where its value came from. */
export function isSourced(operand: Operand): operand is Sourced {
  return typeof operand === 'object' && operand !== null && !(operand instanceof Uint8Array);
}

/** Bytes of a packet by their offset in it: `byte 7`, `bytes 8 to 23`. */
export function bytesText(offset: number, length: number): string {
  const last = offset + length - 1;
  return length === 1 ? `byte ${last}` : `bytes ${offset} to ${last}`;
}

/** The value of an operand without its source. */
export function operandValue(operand: Operand): Value {
  return isSourced(operand) ? operand.value : operand;
}

/** Zone that the kernel keeps in bytes 2 and 3 of link-local and interface-local addresses, 0 for none. */
function embeddedZone(address: Uint8Array): number {
  const linkLocal = address[0] === 0xfe && (address[1] & 0xc0) === 0x80;
  const multicast = address[0] === 0xff && ((address[1] & 0x0f) === 1 || (address[1] & 0x0f) === 2);
  return linkLocal || multicast ? get16(address, 2) : 0;
}

/**
 * An address as people write it: the zone that the kernel embeds stands after `%`, by the interface's name
 * where it has one.
 */
export function formatAddress(address: Uint8Array, zoneName: ZoneName, withZone = true): string {
  if (address.length === 4) return formatIpv4(address);
  if (address.length !== 16) return formatMac(address, 0, address.length);
  const zone = embeddedZone(address);
  if (zone === 0) return formatIpv6(address);
  const bare = address.slice();
  bare[2] = 0;
  bare[3] = 0;
  return withZone ? `${formatIpv6(bare)}%${zoneName(zone) ?? zone}` : formatIpv6(bare);
}

/** A value that a decision looked at, as text: addresses with their zone, `yes` and `no`, `none`. */
export function formatValue(value: Value, zoneName: ZoneName): string {
  if (value === null) return 'none';
  if (value instanceof Uint8Array) return formatAddress(value, zoneName);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? nameZones(value, zoneName, new Set()) : String(value);
}

/** A text in which the stack wrote addresses with their zone numbers; zones in `left` are left out. */
function nameZones(text: string, zoneName: ZoneName, left: ReadonlySet<string>): string {
  return text.replace(/(?<=[0-9a-f:])%(\d+)\b/g, (_, number: string) => {
    const name = zoneName(Number(number)) ?? number;
    return left.has(name) ? '' : `%${name}`;
  });
}

/**
 * Puts the operands into the `{name}` places of a text. An address loses its zone where the sentence names
 * that interface anyway.
 */
export function fill(template: string, operands: Operands, zoneName: ZoneName): string {
  const named = new Set<string>();
  for (const [, name] of template.matchAll(/\{(\w+)\}/g)) {
    const value = name in operands ? operandValue(operands[name]) : null;
    if (typeof value === 'string') named.add(value);
  }
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (!(name in operands)) return 'unknown';
    const value = operandValue(operands[name]);
    if (typeof value === 'string') return nameZones(value, zoneName, named);
    if (!(value instanceof Uint8Array)) return formatValue(value, zoneName);
    const zone = value.length === 16 ? zoneName(embeddedZone(value)) : null;
    return formatAddress(value, zoneName, zone === null || !named.has(zone));
  });
}
