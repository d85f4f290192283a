/** The labels under the timeline. */

/** Pixels between two labels at least. */
const ROOM = 95;

interface Tick {
  /** Seconds from the first packet. */
  readonly seconds: number;
  readonly label: string;
}

/** The distance of labels: 1, 2 or 5 times a power of ten, in seconds. */
function stepFor(seconds: number, width: number): number {
  const least = (seconds / Math.max(width, 1)) * ROOM;
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5].map(times => times * power).find(step => step >= least) ?? 10 * power;
}

/** A number of seconds without the noise of doubles. */
function tidy(seconds: number): string {
  return String(Number(seconds.toPrecision(6)));
}

/**
 * Labels from 0 to `seconds`, which `width` pixels show: the first with its unit, the last where the capture
 * ends.
 */
export function axisTicks(seconds: number, width: number): Tick[] {
  const ticks: Tick[] = [{ seconds: 0, label: '0 s' }];
  if (!(seconds > 0) || width < ROOM) return ticks;
  const step = stepFor(seconds, width);
  const last = seconds * (1 - 56 / width);
  for (let i = 1; i * step < last; i++) ticks.push({ seconds: i * step, label: tidy(i * step) });
  return ticks;
}

/** The label at the end of the capture: `31.2 s`. */
export function endLabel(seconds: number): string {
  return `${Number(seconds.toPrecision(3))} s`;
}
