/** Injected failures: what no configuration can cause (`fault FUNCTION ERRNO` in a `.stack` file). */
import type { Origin } from '../trace';

/** A failure to inject. */
export interface Fault {
  /** The function that fails: `m_copy`, `ipsec6_getpolicybyaddr`, `ipsec6_output_tunnel`, `if_output`… */
  function: string;
  /** BSD errno number. */
  errno: number;
  /** Times left to fail; Infinity for always. */
  times: number;
  /** Fails only for packets whose number is here; null for all. */
  frames: number[] | null;
  origin: Origin | null;
}
