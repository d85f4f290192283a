/** Types of ICMP and ICMPv6 (O_ICMPTYPE, O_ICMP6TYPE). */
import { IPPROTO_ICMP, IPPROTO_ICMPV6 } from '../../../wire/ipv6';
import type { IpfwArgs } from './args';

export interface IcmpTypesMatch {
  readonly kind: 'icmptypes' | 'icmp6types';
  readonly types: readonly number[];
}

export function matchIcmpTypes(args: IpfwArgs, { kind, types }: IcmpTypesMatch): boolean {
  const proto = kind === 'icmptypes' ? IPPROTO_ICMP : IPPROTO_ICMPV6;
  if (args.proto !== proto || args.fragment || args.ulpLen < 1) return false;
  return types.includes(args.m.data[args.ulp]);
}

export function icmpTypesText({ kind, types }: IcmpTypesMatch): string {
  return `${kind} ${types.join(',')}`;
}
