/**
 * Points in time: of the capture (seconds and nanoseconds), of the host (nanoseconds since its epoch), and as
 * text.
 */

/** Seconds since 1970 as a decimal, with as many digits (0 to 9) behind the point. */
export function formatTime(seconds: number, nanoseconds: number, digits: number): string {
  if (digits <= 0) return String(seconds);
  return `${seconds}.${String(nanoseconds).padStart(9, '0').slice(0, digits)}`;
}

/** The host's time as seconds since 1970, with nine digits. */
export function formatHostTime(epoch: number, now: number): string {
  const whole = Math.floor(now / 1e9);
  return formatTime(epoch + whole, Math.round(now - whole * 1e9), 9);
}

/** A time since the start of the replay for people: `0.000124`, in seconds. */
export function formatElapsed(nanoseconds: number): string {
  return (Math.max(nanoseconds, 0) / 1e9).toFixed(6);
}
