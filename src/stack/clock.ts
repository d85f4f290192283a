/** The host's clock, as the kernel reads it. */
import type { Host } from './host';

/** The current second since 1970 (the kernel's `time_second`). */
export function time_second(host: Host): number {
  return host.epoch + Math.floor(host.now / 1e9);
}

/** A point in time of the kernel's (struct timeval): seconds since 1970 and microseconds. */
export interface Timeval {
  tv_sec: number;
  tv_usec: number;
}

/** The current time in microseconds, cut off (microtime). */
export function microtime(host: Host): Timeval {
  const seconds = Math.floor(host.now / 1e9);
  return { tv_sec: host.epoch + seconds, tv_usec: Math.floor((host.now - seconds * 1e9) / 1000) };
}
