/** What leaves a host. */
import type { OutputKind } from '../stack/net/mbuf';

/** A packet that left the host during an event. */
export interface Output {
  /** Name of the interface it left by. */
  readonly interface: string;
  readonly kind: OutputKind;
  /** From the network header on. */
  readonly bytes: Uint8Array;
  /** The link header that a frame in a bridge keeps; empty for what is given one by its link. */
  readonly link: Uint8Array;
  /** Next hop on the link, 16 or 4 bytes, or null when there is none. */
  readonly nexthop: Uint8Array | null;
  /** Number of the frame it is or answers, 0 for none. */
  readonly frame: number;
}
