/** Flags of TCP: `established`, `setup`, `tcpflags syn,!ack` (O_ESTAB, O_TCPFLAGS). */
import { IPPROTO_TCP } from '../../../wire/ipv6';
import type { IpfwArgs } from './args';
import { type FlagSpec, flagsText, matchFlags } from './flags';

/** Bits of the flags, by the names of ipfw(8). */
export const tcpFlagBits: Readonly<Record<string, number>> = {
  fin: 0x01,
  syn: 0x02,
  rst: 0x04,
  psh: 0x08,
  ack: 0x10,
  urg: 0x20,
};
/** Place of the flags in the header. */
const TCP_FLAGS = 13;
const { syn: SYN, rst: RST, ack: ACK } = tcpFlagBits;

export type TcpFlagsMatch =
  | { readonly kind: 'established' | 'setup' }
  | ({ readonly kind: 'tcpflags' } & FlagSpec);

export function matchTcpFlags(args: IpfwArgs, match: TcpFlagsMatch): boolean {
  if (args.proto !== IPPROTO_TCP || args.fragment || args.ulpLen <= TCP_FLAGS) return false;
  const flags = args.m.data[args.ulp + TCP_FLAGS];
  switch (match.kind) {
    // The manual page speaks of RST or ACK; the kernel takes all that is no opening segment, with neither of
    // them, too.
    case 'established':
      return (flags & (SYN | RST | ACK)) !== SYN;
    case 'setup':
      return (flags & (SYN | ACK)) === SYN;
    case 'tcpflags':
      return matchFlags(match, flags);
  }
}

export function tcpFlagsText(match: TcpFlagsMatch): string {
  return match.kind === 'tcpflags' ? `tcpflags ${flagsText(match, tcpFlagBits)}` : match.kind;
}
