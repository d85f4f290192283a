/** The host's clock, as the kernel reads it. */
import type { Host } from './host';

/** Nanoseconds, in which the host's clock counts. */
export const SECOND = 1e9;
export const MILLISECOND = 1e6;

/** The current second since 1970 (the kernel's `time_second`). */
export function time_second(host: Host): number {
  return host.epoch + Math.floor(host.now / SECOND);
}

/** A point in time of the kernel's (struct timeval): seconds since 1970 and microseconds. */
export interface Timeval {
  tv_sec: number;
  tv_usec: number;
}

/** The current time in microseconds, cut off (microtime). */
export function microtime(host: Host): Timeval {
  const seconds = Math.floor(host.now / SECOND);
  return { tv_sec: host.epoch + seconds, tv_usec: Math.floor((host.now - seconds * SECOND) / 1000) };
}
