/** Times of rows as the list shows them. */
import { formatTime } from '../../../replay/time';
import type { ListSettings } from '../../protocol/messages';
import type { RowAt } from './rowCache';

/** A stretch of time in seconds, with as many digits (0 to 9) behind the point: `12.802119`. */
export function spanText(nanoseconds: number, digits: number): string {
  const size = Math.abs(nanoseconds);
  const whole = Math.floor(size / 1e9);
  return (nanoseconds < 0 ? '-' : '') + formatTime(whole, Math.round(size - whole * 1e9), digits);
}

const two = (value: number) => String(value).padStart(2, '0');

/** Time of day where the page is: `14:02:11.802119`. */
function timeOfDay(seconds: number, nanos: number, digits: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return formatTime(seconds, nanos, digits);
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return digits <= 0 ? clock : clock + formatTime(0, nanos, digits).slice(1);
}

/** A row's time in the way the user wants it. */
export function rowTime({ rows, i }: RowAt, kind: ListSettings['time'], digits: number): string {
  if (kind === 'absolute') return timeOfDay(rows.seconds[i], rows.nanos[i], digits);
  return spanText(kind === 'delta' ? rows.delta[i] : rows.relative[i], digits);
}

/** Date and time of a row, whole: for its tooltip. */
export function rowDate({ rows, i }: RowAt, digits: number): string {
  const date = new Date(rows.seconds[i] * 1000);
  if (Number.isNaN(date.getTime())) return '';
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${timeOfDay(rows.seconds[i], rows.nanos[i], digits)}`;
}
