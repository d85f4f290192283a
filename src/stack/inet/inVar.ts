/** What IPv4 keeps of an interface: addresses and groups (netinet/in_var.h). */
import type { Ifnet } from '../net/if';
import type { Origin } from '../trace';

/** An IPv4 address of an interface, in configuration order. Addresses are 4 bytes and never written to. */
export interface InIfaddr {
  readonly addr: Uint8Array;
  readonly prefixlen: number;
  /** Where a packet for all on the link goes, null on links without broadcasts. */
  readonly broadcast: Uint8Array | null;
  /** Peer of a point-to-point interface, or null. */
  readonly dst: Uint8Array | null;
  readonly ifp: Ifnet;
  readonly origin: Origin | null;
}
