/** The security policy database (netinet6/ipsec.c, netkey/key.c). */
import type { Origin } from '../trace';

export const IPSEC_POLICY_DISCARD = 0;
export const IPSEC_POLICY_NONE = 1;
export const IPSEC_POLICY_IPSEC = 2;
export const IPSEC_POLICY_ENTRUST = 3;
export const IPSEC_POLICY_BYPASS = 4;
export const IPSEC_DIR_INBOUND = 1;
export const IPSEC_DIR_OUTBOUND = 2;
export const IPSEC_MODE_ANY = 0;
export const IPSEC_MODE_TRANSPORT = 1;
export const IPSEC_MODE_TUNNEL = 2;
export const IPSEC_LEVEL_DEFAULT = 0;
export const IPSEC_LEVEL_USE = 1;
export const IPSEC_LEVEL_REQUIRE = 2;
export const IPSEC_LEVEL_UNIQUE = 3;

/** One transform asked for by a policy. */
export interface Ipsecrequest {
  /** IPPROTO_ESP, IPPROTO_AH or IPPROTO_IPCOMP. */
  proto: number;
  mode: number;
  level: number;
  /** Id of a `unique:N` level, 0 for none. */
  reqid: number;
  /** Endpoints of tunnel mode, 16 or 4 bytes each. */
  src: Uint8Array | null;
  dst: Uint8Array | null;
  /** State of the association that the abstract transform of the vectors finds; `none` until associations exist. */
  sa: 'none' | 'larval' | 'mature' | 'dying' | 'dead';
  /** Bytes the abstract transform adds. */
  overhead: number;
}

/** A policy; the first match in insertion order wins. */
export interface Secpolicy {
  dir: number;
  src: Uint8Array;
  srcPrefixlen: number;
  /** 0 for any. */
  srcPort: number;
  dst: Uint8Array;
  dstPrefixlen: number;
  dstPort: number;
  /** Upper protocol number, 255 for any. */
  proto: number;
  /** IPSEC_POLICY_* */
  policy: number;
  req: Ipsecrequest[];
  origin: Origin | null;
}
