/** The rules of `ipfw` (netinet/ip_fw2.c): kept in order of their numbers, equal numbers in the order added. */
import { formatIpv6 } from '../../wire/address';
import { EINVAL } from '../errno';
import type { Host } from '../host';
import type { Origin } from '../trace';

/** The rule that decides when no other does: it lets everything pass. */
export const IPFW_DEFAULT_RULE = 65535;

/** `any`, `me`, or a prefix; `not` negates. */
export interface AddressMatch {
  not: boolean;
  kind: 'any' | 'me' | 'prefix';
  /** 16 bytes, null but for a prefix. */
  addr: Uint8Array | null;
  prefixlen: number;
}

/** A rule. */
export interface IpfwRule {
  /** 1..65534. */
  number: number;
  action: 'allow' | 'deny' | 'count';
  /** Protocol number; 0 for any. */
  proto: number;
  src: AddressMatch;
  dst: AddressMatch;
  /** null for both directions. */
  direction: 'in' | 'out' | null;
  /** Interface it was received on, sent by, or passes now; `em*` stands for all of a kind. */
  recv: string | null;
  xmit: string | null;
  via: string | null;
  packets: number;
  bytes: number;
  origin: Origin | null;
}

/** Adds a rule behind those of its number: 0, or EINVAL for a number outside 1..65534. */
export function ipfw_add(host: Host, rule: Omit<IpfwRule, 'packets' | 'bytes'>): number {
  if (!Number.isInteger(rule.number) || rule.number < 1 || rule.number >= IPFW_DEFAULT_RULE) return EINVAL;
  host.ipfw.splice(placeOf(host.ipfw, rule.number), 0, { ...rule, packets: 0, bytes: 0 });
  host.pfil6 = true;
  return 0;
}

/** Place of the first rule with a larger number. */
function placeOf(rules: readonly IpfwRule[], number: number): number {
  let low = 0;
  let high = rules.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rules[middle].number > number) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Deletes the rules of a number: 0, or EINVAL when there is none. */
export function ipfw_delete(host: Host, number: number): number {
  const left = host.ipfw.filter(rule => rule.number !== number);
  if (left.length === host.ipfw.length) return EINVAL;
  host.ipfw = left;
  host.pfil6 = left.length > 0;
  return 0;
}

/** Deletes all rules but the default one. */
export function ipfw_flush(host: Host): void {
  host.ipfw = [];
  host.pfil6 = false;
}

/** A rule in the words of ipfw: `rule 400 deny 17 from 2001:db8:bad::/48 to any out xmit em1`. */
export function describeRule(rule: IpfwRule): string {
  const words = [`rule ${rule.number} ${rule.action}`, rule.proto === 0 ? 'ip6' : String(rule.proto)];
  words.push(`from ${describeMatch(rule.src)} to ${describeMatch(rule.dst)}`);
  if (rule.direction !== null) words.push(rule.direction);
  if (rule.recv !== null) words.push(`recv ${rule.recv}`);
  if (rule.xmit !== null) words.push(`xmit ${rule.xmit}`);
  if (rule.via !== null) words.push(`via ${rule.via}`);
  return words.join(' ');
}

function describeMatch(match: AddressMatch): string {
  const what = match.addr === null ? match.kind : `${formatIpv6(match.addr)}/${match.prefixlen}`;
  return match.not ? `not ${what}` : what;
}
