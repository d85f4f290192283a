/**
 * What an IPv4 header bears beside addresses: `iptos` and `ipoptions` (O_IPTOS, O_IPOPT). No IPv6 packet has
 * them.
 */
import {
  IP_HDRLEN,
  IP_TOS,
  IPOPT_EOL,
  IPOPT_LSRR,
  IPOPT_NOP,
  IPOPT_RR,
  IPOPT_SSRR,
  IPOPT_TS,
} from '../../../wire/ipv4';
import type { IpfwArgs } from './args';
import { type FlagSpec, flagsText, matchFlags } from './flags';

export type IpOptionsMatch = { readonly kind: 'iptos' | 'ipoptions' } & FlagSpec;

/** Bits of the type of service (RFC 1349), by the names of ipfw(8). */
export const ipTosBits: Readonly<Record<string, number>> = {
  lowdelay: 0x10,
  throughput: 0x08,
  reliability: 0x04,
  mincost: 0x02,
  congestion: 0x01,
};

/** Bits for options, by the names of ipfw(8). */
export const ipOptionBits: Readonly<Record<string, number>> = { ssrr: 0x1, lsrr: 0x2, rr: 0x4, ts: 0x8 };

const bitsByOption: Readonly<Record<number, number>> = {
  [IPOPT_SSRR]: ipOptionBits.ssrr,
  [IPOPT_LSRR]: ipOptionBits.lsrr,
  [IPOPT_RR]: ipOptionBits.rr,
  [IPOPT_TS]: ipOptionBits.ts,
};

export function matchIpOptions(args: IpfwArgs, match: IpOptionsMatch): boolean {
  if (args.ipv6) return false;
  if (match.kind === 'iptos') return matchFlags(match, args.m.data[args.m.off + IP_TOS]);
  const bits = optionsOf(args);
  return bits !== null && matchFlags(match, bits);
}

/** The options there are, null when one is cut short. */
function optionsOf({ m, ulp }: IpfwArgs): number | null {
  let bits = 0;
  for (let at = m.off + IP_HDRLEN; at < ulp; ) {
    const type = m.data[at];
    if (type === IPOPT_EOL) break;
    const length = type === IPOPT_NOP ? 1 : m.data[at + 1];
    if (length < 1 || at + length > ulp) return null;
    bits |= bitsByOption[type] ?? 0;
    at += length;
  }
  return bits;
}

export function ipOptionsText(match: IpOptionsMatch): string {
  return `${match.kind} ${flagsText(match, match.kind === 'iptos' ? ipTosBits : ipOptionBits)}`;
}
