/** Flags of TCP: `established`, `setup`, `tcpflags syn,!ack` (O_ESTAB, O_TCPFLAGS). */
import { IPPROTO_TCP } from '../../../wire/ipv6';
import type { IpfwArgs } from './args';

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
  | { readonly kind: 'tcpflags'; readonly set: number; readonly clear: number };

export function matchTcpFlags(args: IpfwArgs, match: TcpFlagsMatch): boolean {
  if (args.proto !== IPPROTO_TCP || args.fragment || args.ulpLen <= TCP_FLAGS) return false;
  const flags = args.m.data[args.ulp + TCP_FLAGS];
  switch (match.kind) {
    // The manual page speaks of RST or ACK; the kernel takes all that is no opening segment, with neither of them, too.
    case 'established':
      return (flags & (SYN | RST | ACK)) !== SYN;
    case 'setup':
      return (flags & (SYN | ACK)) === SYN;
    case 'tcpflags':
      return (flags & match.set) === match.set && (flags & match.clear) === 0;
  }
}

export function tcpFlagsText(match: TcpFlagsMatch): string {
  if (match.kind !== 'tcpflags') return match.kind;
  const words = Object.entries(tcpFlagBits).flatMap(([name, bit]) =>
    (match.set & bit) !== 0 ? [name] : (match.clear & bit) !== 0 ? [`!${name}`] : [],
  );
  return `tcpflags ${words.join(',')}`;
}
