/**
 * The list of rules: kept in order of their numbers, equal numbers in the order added (netinet/ip_fw2.c,
 * add_rule, del_entry, zero_entry).
 */
import { EINVAL } from '../../errno';
import type { Host } from '../../host';
import { IPFW_DEFAULT_RULE, type IpfwRule, RESVD_SET } from './rule';

/** Adds a rule behind those of its number: 0, or EINVAL for a number outside 1..65534 or a set beyond 31. */
export function ipfw_add(host: Host, rule: IpfwRule): number {
  const { number, set } = rule;
  if (!Number.isInteger(number) || number < 1 || number >= IPFW_DEFAULT_RULE) return EINVAL;
  if (!Number.isInteger(set) || set < 0 || set > RESVD_SET) return EINVAL;
  host.ipfw.splice(placeOf(host.ipfw, number + 1), 0, rule);
  attachFilters(host);
  return 0;
}

/**
 * The number of a rule that is added without one: `step` more than the last, or the same where that would not
 * leave room for the default rule.
 */
export function ipfw_nextNumber(last: number, step: number): number {
  return last < IPFW_DEFAULT_RULE - step ? last + step : last;
}

/** Place of the first rule of this number or a larger one. */
export function placeOf(rules: readonly IpfwRule[], number: number): number {
  let low = 0;
  let high = rules.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rules[middle].number >= number) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Filters are asked as long as there are rules, unless net.inet.ip.fw.enable is 0. */
export function attachFilters(host: Host): void {
  host.pfil4 = host.ipfw.length > 0 && host.ipfwSysctl.enable !== 0;
  host.pfil6 = host.pfil4;
}

/** Deletes the rules of a number: 0, or EINVAL when there is none. */
export function ipfw_delete(host: Host, number: number): number {
  return deleteWhere(host, rule => rule.number === number);
}

/** Deletes the rules of a set: 0, or EINVAL when there is none. */
export function ipfw_delete_set(host: Host, set: number): number {
  return deleteWhere(host, rule => rule.set === set);
}

function deleteWhere(host: Host, isGone: (rule: IpfwRule) => boolean): number {
  const left = host.ipfw.filter(rule => !isGone(rule));
  if (left.length === host.ipfw.length) return EINVAL;
  host.ipfw = left;
  attachFilters(host);
  return 0;
}

/** Deletes all rules but those of set 31 and the default one. */
export function ipfw_flush(host: Host): void {
  host.ipfw = host.ipfw.filter(rule => rule.set === RESVD_SET);
  attachFilters(host);
}

/**
 * Sets the counts of the rules of a number to 0, or of all rules. False when there is none of that number.
 */
export function ipfw_zero(host: Host, number: number | null): boolean {
  const rules = number === null ? host.ipfw : host.ipfw.filter(rule => rule.number === number);
  for (const rule of rules) {
    rule.packets = 0;
    rule.bytes = 0;
  }
  const hasDefault = number === null || number === IPFW_DEFAULT_RULE;
  if (hasDefault) host.ipfwDefault = { packets: 0, bytes: 0 };
  return hasDefault || rules.length > 0;
}

/** Enables and disables sets, by the bits of their numbers; set 31 is always enabled. */
export function ipfw_enable_sets(host: Host, enable: number, disable: number): void {
  host.ipfwSetsDisabled = (host.ipfwSetsDisabled | disable) & ~enable & ~(1 << RESVD_SET);
}

/** Puts the rules of a number, or of a set, into another set. */
export function ipfw_move(host: Host, from: { rule: number } | { set: number }, set: number): void {
  for (const rule of host.ipfw) {
    if ('rule' in from ? rule.number === from.rule : rule.set === from.set) rule.set = set;
  }
}

/** Exchanges the rules of two sets. */
export function ipfw_swap_sets(host: Host, a: number, b: number): void {
  for (const rule of host.ipfw) {
    if (rule.set === a) rule.set = b;
    else if (rule.set === b) rule.set = a;
  }
}
