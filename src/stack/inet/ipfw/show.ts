/** Rules and tables as ipfw(8) prints them: `ipfw show`, `ipfw list`, `ipfw table N list`. */
import { formatIpv4, formatIpv6 } from '../../../wire/address';
import type { Host } from '../../host';
import { IPFW_DEFAULT_RULE } from './rule';
import { listedText } from './text';

/** A rule with what it has counted. */
interface Shown {
  readonly number: number;
  readonly packets: number;
  readonly bytes: number;
  readonly text: string;
}

/**
 * A line for each rule of an enabled set, the default rule last; of these numbers only where there are any.
 * `counts`: with packets and bytes, as `show` does.
 */
export function ipfw_show(host: Host, numbers: readonly number[], counts: boolean): string[] {
  const all: Shown[] = host.ipfw
    .filter(rule => (host.ipfwSetsDisabled & (1 << rule.set)) === 0)
    .map(rule => ({ ...rule, text: listedText(rule) }));
  all.push({ ...host.ipfwDefault, number: IPFW_DEFAULT_RULE, text: 'allow ip from any to any' });
  const width = (of: (rule: Shown) => number) => Math.max(...all.map(rule => String(of(rule)).length));
  const packets = width(rule => rule.packets);
  const bytes = width(rule => rule.bytes);
  return all
    .filter(rule => numbers.length === 0 || numbers.includes(rule.number))
    .map(rule => {
      const counted = `${String(rule.packets).padStart(packets)} ${String(rule.bytes).padStart(bytes)} `;
      return `${String(rule.number).padStart(5, '0')} ${counts ? counted : ''}${rule.text}`;
    });
}

/** A line for each entry of a table, the shortest prefix first. */
export function ipfw_table_show(host: Host, number: number): string[] {
  const entries = [...(host.ipfwTables.get(number) ?? [])].reverse();
  return entries.map(({ addr, prefixlen, value }) => {
    const address = addr.length === 4 ? formatIpv4(addr) : formatIpv6(addr);
    return `${address}/${prefixlen} ${value}`;
  });
}
