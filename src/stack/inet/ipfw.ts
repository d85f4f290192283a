/** `ipfw`: a packet filter attached to the filter hooks (netinet/ip_fw2.c). */
import type { Origin } from '../trace';

/** A rule. */
export interface IpfwRule {
  number: number;
  action: 'allow' | 'deny' | 'count';
  /** Protocol number; 0 for any. */
  proto: number;
  src: AddressMatch;
  dst: AddressMatch;
  /** null for both directions. */
  direction: 'in' | 'out' | null;
  recv: string | null;
  xmit: string | null;
  via: string | null;
  packets: number;
  bytes: number;
  origin: Origin | null;
}

/** `any`, `me`, or a prefix; `not` negates. */
export interface AddressMatch {
  not: boolean;
  kind: 'any' | 'me' | 'prefix';
  addr: Uint8Array | null;
  prefixlen: number;
}
