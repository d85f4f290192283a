/**
 * What the packet filter works with, by name: `rule[100]`, `table[1 192.0.2.0/24]`, and the divert sockets,
 * `divert[8668]`.
 */
import * as running from '#stack/running';
import type { Host } from '../stack/host';
import type { Inpcb } from '../stack/inet/inPcb';
import type { IpfwRule } from '../stack/inet/ipfw/rule';
import type { IpfwTableEntry } from '../stack/inet/ipfw/table';
import { formatIpv4, formatIpv6 } from '../wire/address';
import { counted } from './counted';

/** An address that is in a table. */
interface TableRow extends IpfwTableEntry {
  /** The number of the table. */
  readonly number: number;
}

/** An entry of the filter. */
export type IpfwEntry =
  | { readonly kind: 'rule'; readonly entry: IpfwRule }
  | { readonly kind: 'table'; readonly entry: TableRow }
  | { readonly kind: 'divert'; readonly entry: Inpcb };

/** The rules in their order, the default one last; none where there is only that, for nobody asks it then. */
export function rulesOf({ ipfw, ipfwDefault }: Host): IpfwRule[] {
  if (ipfw.length === 0) return [];
  const last = running.newIpfwRule({ number: running.IPFW_DEFAULT_RULE, action: 'allow', ...ipfwDefault });
  return [...ipfw, last];
}

/** The addresses in all tables, those of each in the order in which they are tried: longer prefixes first. */
export function tableRowsOf({ ipfwTables }: Host): TableRow[] {
  return [...ipfwTables]
    .sort(([a], [b]) => a - b)
    .flatMap(([number, entries]) => entries.map(entry => ({ number, ...entry })));
}

/** What stands in the brackets of its name. */
export function ipfwKey({ kind, entry }: IpfwEntry): string {
  switch (kind) {
    case 'rule':
      return String(entry.number);
    case 'table': {
      const address = entry.addr.length === 4 ? formatIpv4(entry.addr) : formatIpv6(entry.addr);
      return `${entry.number} ${address}/${entry.prefixlen}`;
    }
    case 'divert':
      return String(entry.inp_lport);
  }
}

/**
 * The entry that is called so; undefined when the host has none. Of several rules with a number, the first.
 */
export function ipfwAt(host: Host, kind: IpfwEntry['kind'], key: string): IpfwEntry | undefined {
  switch (kind) {
    case 'rule': {
      const number = Number(key);
      const isDefault = number === running.IPFW_DEFAULT_RULE;
      const entry = isDefault ? rulesOf(host).at(-1) : host.ipfw.find(rule => rule.number === number);
      return entry && { kind, entry };
    }
    case 'table': {
      const entry = tableRowsOf(host).find(row => ipfwKey({ kind, entry: row }) === key);
      return entry && { kind, entry };
    }
    case 'divert': {
      const entry = host.divcbinfo.listhead.find(inp => inp.inp_lport === Number(key));
      return entry && { kind, entry };
    }
  }
}

/** An entry in one line. */
export function ipfwText({ kind, entry }: IpfwEntry): string {
  switch (kind) {
    case 'rule':
      return `${running.describeRule(entry)} (${counted(entry.packets, 'packet')}, ${counted(entry.bytes, 'byte')})`;
    case 'table':
      return String(entry.value);
    case 'divert':
      return socketText(entry);
  }
}

/** What waits for its program, and what that has read and given back. */
function socketText({ inp_socket: { so_rcv, program } }: Inpcb): string {
  const { length } = so_rcv.sb_mb;
  const bytes = `${so_rcv.sb_cc} of ${so_rcv.sb_hiwat} bytes`;
  const waits = length === 1 ? '1 packet waits' : `${length} packets wait`;
  const by = program === null ? 'nobody reads it' : `${program.taken} read, ${program.given} given back`;
  return `${waits} (${bytes}), ${by}`;
}
