/**
 * What can be said of the machine from the capture alone, in a few words: what the editor shows without a
 * `.stack` file.
 */
export interface CaptureFacts {
  /** Names that the capture has for them, else those that an inferred machine gives them. */
  readonly interfaces: readonly string[];
  /** The machine's own: `2001:db8:1::1`, `fe80::1%em0`. */
  readonly addresses: readonly string[];
  readonly prefixes: readonly string[];
  /** What no capture tells: `routes`, `policies`, `sysctl values`. */
  readonly missing: readonly string[];
}
