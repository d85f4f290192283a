/** Tables of addresses (`ipfw table N add ADDR[/LEN] [VALUE]`), which rules look addresses up in. */
import type { Host } from '../../host';

export interface IpfwTableEntry {
  /** 4 or 16 bytes. */
  readonly addr: Uint8Array;
  readonly prefixlen: number;
  readonly value: number;
}

/** Adds an entry in the place of one with the same prefix; longer prefixes come first. */
export function ipfw_table_add(host: Host, number: number, entry: IpfwTableEntry): void {
  const others = (host.ipfwTables.get(number) ?? []).filter(one => !samePrefix(one, entry));
  const place = others.findIndex(one => one.prefixlen <= entry.prefixlen);
  others.splice(place < 0 ? others.length : place, 0, entry);
  host.ipfwTables.set(number, others);
}

/** Takes the entry of this prefix away; false when there is none. */
export function ipfw_table_delete(
  host: Host,
  number: number,
  prefix: Omit<IpfwTableEntry, 'value'>,
): boolean {
  const entries = host.ipfwTables.get(number) ?? [];
  const left = entries.filter(one => !samePrefix(one, prefix));
  host.ipfwTables.set(number, left);
  return left.length < entries.length;
}

/** Empties a table. */
export function ipfw_table_flush(host: Host, number: number): void {
  host.ipfwTables.delete(number);
}

/** The entry with the longest prefix that holds the address of `length` bytes at `at`, or null. */
export function lookupTable(
  host: Host,
  number: number,
  data: Uint8Array,
  at: number,
  length: number,
): IpfwTableEntry | null {
  for (const entry of host.ipfwTables.get(number) ?? []) {
    if (entry.addr.length === length && holds(entry, data, at)) return entry;
  }
  return null;
}

function holds({ addr, prefixlen }: IpfwTableEntry, data: Uint8Array, at: number): boolean {
  const whole = prefixlen >> 3;
  for (let i = 0; i < whole; i++) if (addr[i] !== data[at + i]) return false;
  const rest = prefixlen & 7;
  return rest === 0 || (addr[whole] ^ data[at + whole]) >> (8 - rest) === 0;
}

function samePrefix(a: Omit<IpfwTableEntry, 'value'>, b: Omit<IpfwTableEntry, 'value'>): boolean {
  return (
    a.prefixlen === b.prefixlen &&
    a.addr.length === b.addr.length &&
    a.addr.every((byte, i) => byte === b.addr[i])
  );
}
