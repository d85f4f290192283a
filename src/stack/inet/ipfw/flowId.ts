/** `flow-id`: the flow label of an IPv6 packet (O_FLOW6ID, RFC 6437). */
import { get32 } from '../../../wire/bytes';
import type { IpfwArgs } from './args';

/** Bits of the label in the first four bytes of the header. */
export const FLOWLABEL_MASK = 0xfffff;

export interface FlowIdMatch {
  readonly kind: 'flow-id';
  readonly labels: readonly number[];
}

export function matchFlowId({ ipv6, m }: IpfwArgs, { labels }: FlowIdMatch): boolean {
  return ipv6 && labels.includes(get32(m.data, m.off) & FLOWLABEL_MASK);
}

export function flowIdText({ labels }: FlowIdMatch): string {
  return `flow-id ${labels.join(',')}`;
}
