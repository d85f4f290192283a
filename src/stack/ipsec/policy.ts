/** What the security policy database holds (netinet6/ipsec.h, netkey/key_var.h). */
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
/** A policy for every upper protocol. */
export const IPSEC_ULPROTO_ANY = 255;
/** A policy for every port. */
export const IPSEC_PORT_ANY = 0;

const policyNames = ['discard', 'none', 'ipsec', 'entrust', 'bypass'];

/** The word for an IPSEC_POLICY_* value, or the number when it has none. */
export function policyName(policy: number): string {
  return policyNames[policy] ?? String(policy);
}

/** One transform asked for by a policy. */
export interface Ipsecrequest {
  /** IPPROTO_ESP, IPPROTO_AH or IPPROTO_IPCOMP. */
  proto: number;
  /** IPSEC_MODE_* */
  mode: number;
  /** IPSEC_LEVEL_* */
  level: number;
  /** Id of a `unique:N` level, 0 for none. */
  reqid: number;
  /** Endpoints of tunnel mode, 16 or 4 bytes each. */
  src: Uint8Array | null;
  dst: Uint8Array | null;
}

/** A policy; the first match in insertion order wins. Frozen: a changed policy is another one. */
export interface Secpolicy {
  /** IPSEC_DIR_* */
  readonly dir: number;
  /** Selector prefixes of 16 bytes, without zones. */
  readonly src: Uint8Array;
  readonly srcPrefixlen: number;
  /** IPSEC_PORT_ANY, a port, or for ICMPv6 the message type. */
  readonly srcPort: number;
  readonly dst: Uint8Array;
  readonly dstPrefixlen: number;
  /** IPSEC_PORT_ANY, a port, or for ICMPv6 the message code. */
  readonly dstPort: number;
  /** Upper protocol number, IPSEC_ULPROTO_ANY for any. */
  readonly proto: number;
  /** IPSEC_POLICY_* */
  readonly policy: number;
  readonly req: readonly Ipsecrequest[];
  readonly origin: Origin | null;
}
