/**
 * Fields of a segment: `tcpseq`, `tcpack`, `tcpwin`, `tcpdatalen` (O_TCPSEQ, O_TCPACK, O_TCPWIN,
 * O_TCPDATALEN).
 */
import { get16, get32 } from '../../../wire/bytes';
import { IPPROTO_TCP } from '../../../wire/ipv6';
import { TH_ACK, TH_OFF, TH_SEQ, TH_WIN } from '../../../wire/tcp';
import type { IpfwArgs } from './args';
import { isInRanges, type NumberRange, rangesText } from './numbers';

export type TcpFieldsMatch =
  | { readonly kind: 'tcpseq' | 'tcpack' | 'tcpwin'; readonly value: number }
  | { readonly kind: 'tcpdatalen'; readonly values: readonly NumberRange[] };

export function matchTcpFields(args: IpfwArgs, match: TcpFieldsMatch): boolean {
  if (args.proto !== IPPROTO_TCP || args.fragment) return false;
  const { m, ulp, ulpLen } = args;
  switch (match.kind) {
    case 'tcpseq':
      return get32(m.data, ulp + TH_SEQ) === match.value;
    case 'tcpack':
      return get32(m.data, ulp + TH_ACK) === match.value;
    case 'tcpwin':
      return get16(m.data, ulp + TH_WIN) === match.value;
    case 'tcpdatalen':
      return isInRanges(match.values, ulpLen - (m.data[ulp + TH_OFF] >> 4) * 4);
  }
}

export function tcpFieldsText(match: TcpFieldsMatch): string {
  return `${match.kind} ${match.kind === 'tcpdatalen' ? rangesText(match.values) : match.value}`;
}
