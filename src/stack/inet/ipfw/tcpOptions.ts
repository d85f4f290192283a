/** `tcpoptions`: what the options of a segment are (O_TCPOPTS). */
import { IPPROTO_TCP } from '../../../wire/ipv6';
import { TCP_HDRLEN, TH_OFF } from '../../../wire/tcp';
import type { IpfwArgs } from './args';
import { type FlagSpec, flagsText, matchFlags } from './flags';

export type TcpOptionsMatch = { readonly kind: 'tcpoptions' } & FlagSpec;

/** Bits for options, by the names of ipfw(8). */
export const tcpOptionBits: Readonly<Record<string, number>> = { mss: 0x1, window: 0x2, sack: 0x4, ts: 0x8 };

/**
 * RFC 9293 3.1, RFC 7323, RFC 2018: maximum segment size, window scale, both of selective acknowledgements,
 * timestamps.
 */
const bitsByOption: Readonly<Record<number, number>> = {
  2: tcpOptionBits.mss,
  3: tcpOptionBits.window,
  4: tcpOptionBits.sack,
  5: tcpOptionBits.sack,
  8: tcpOptionBits.ts,
};
const TCPOPT_EOL = 0;
const TCPOPT_NOP = 1;

export function matchTcpOptions(args: IpfwArgs, match: TcpOptionsMatch): boolean {
  return args.proto === IPPROTO_TCP && !args.fragment && matchFlags(match, optionsOf(args));
}

/** The options there are, up to one that has no length or to the end of the packet. */
function optionsOf({ m, ulp, ulpLen }: IpfwArgs): number {
  const { data } = m;
  const end = ulp + Math.min((data[ulp + TH_OFF] >> 4) * 4, ulpLen);
  let bits = 0;
  for (let at = ulp + TCP_HDRLEN; at < end; ) {
    const type = data[at];
    if (type === TCPOPT_EOL) break;
    const length = type === TCPOPT_NOP ? 1 : at + 1 < end ? data[at + 1] : 0;
    if (length === 0) break;
    bits |= bitsByOption[type] ?? 0;
    at += length;
  }
  return bits;
}

export function tcpOptionsText(match: TcpOptionsMatch): string {
  return `tcpoptions ${flagsText(match, tcpOptionBits)}`;
}
