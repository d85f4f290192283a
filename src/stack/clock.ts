/** The host's clock, as the kernel reads it. */
import type { Host } from './host';

/** The current second since 1970 (the kernel's `time_second`). */
export function time_second(host: Host): number {
  return host.epoch + Math.floor(host.now / 1e9);
}
