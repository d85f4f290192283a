/** Points in time: of the capture (seconds and nanoseconds), of the host (nanoseconds since its epoch), and as text. */

const units: Readonly<Record<string, number>> = { ns: 1, us: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };

/** A time as the command line takes it: a number with an optional unit (`5s`, `250ms`), or null when it is none. */
export interface TimeText {
  /** Whole seconds. */
  readonly seconds: number;
  /** 0 to 999,999,999. */
  readonly nanoseconds: number;
}

/** Reads `1700000000.5`, `5s`, `250ms`, `2m`; a number without unit is seconds. Null when it is no time. */
export function parseTime(text: string): TimeText | null {
  const match = /^(\d{1,15})(?:\.(\d{1,9}))?(ns|us|ms|s|m|h)?$/.exec(text);
  if (match === null) return null;
  const [, whole, fraction = '', unit = 's'] = match;
  if (unit === 's') return { seconds: Number(whole), nanoseconds: Number(fraction.padEnd(9, '0')) };
  const nanoseconds = Math.round(Number(`${whole}.${fraction || '0'}`) * units[unit]);
  return { seconds: Math.floor(nanoseconds / 1e9), nanoseconds: nanoseconds % 1e9 };
}

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
