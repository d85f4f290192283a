/** The bars of the timeline, drawn on a canvas in the theme's colours. */

import type { Timeline } from '../../protocol/capture';
import { byVerdict } from '../look/verdicts';

/** Height of the bars' room, and the least height of what is not forwarded, in CSS pixels. */
const BARS_HEIGHT = 24;
const LEAST = 4;
/** Part of a bar's width that is filled. */
const FILLED = 0.8;

/** Colours as a canvas takes them, by verdict. */
interface BarColors {
  readonly quiet: string;
  of(verdict: string): string;
}

/** True for packets that are drawn grey: forwarded, or not run. */
function isQuiet(verdict: string): boolean {
  return verdict === 'none' || verdict === 'forwarded';
}

/** Draws the bars from x 0 to `width`, standing on `BARS_HEIGHT`. `scale` is device pixels a CSS pixel. */
export function drawBars(
  context: CanvasRenderingContext2D,
  { bars, counts, verdicts }: Timeline,
  width: number,
  scale: number,
  colors: BarColors,
): void {
  const kinds = verdicts.length;
  let most = 1;
  for (let bar = 0; bar < bars; bar++) {
    let sum = 0;
    for (let v = 0; v < kinds; v++) sum += counts[bar * kinds + v];
    if (sum > most) most = sum;
  }
  const upwards = verdicts.map((_, v) => v).sort((a, b) => byVerdict(verdicts[a], verdicts[b]));
  const snap = (value: number) => Math.round(value * scale) / scale;
  for (let bar = 0; bar < bars; bar++) {
    const left = snap((bar * width) / bars);
    const right = Math.max(left + 1 / scale, snap(((bar + FILLED) * width) / bars));
    let bottom = BARS_HEIGHT;
    let quiet = 0;
    for (const v of upwards) {
      const packets = counts[bar * kinds + v];
      if (packets === 0) continue;
      if (isQuiet(verdicts[v])) quiet += packets;
      else fill(colors.of(verdicts[v]), Math.max(LEAST, (packets / most) * BARS_HEIGHT));
    }
    if (quiet > 0) fill(colors.quiet, Math.max(1, (quiet / most) * BARS_HEIGHT));

    function fill(color: string, height: number): void {
      const top = Math.max(0, snap(bottom - height));
      context.fillStyle = color;
      context.fillRect(left, top, right - left, bottom - top);
      bottom = top;
    }
  }
}

/** Draws the hatch over what cannot be read. */
export function drawHatch(
  context: CanvasRenderingContext2D,
  from: number,
  to: number,
  height: number,
  color: string,
): void {
  context.save();
  context.beginPath();
  context.rect(from, 0, to - from, height);
  context.clip();
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.beginPath();
  for (let x = from - height; x < to; x += 7) {
    context.moveTo(x, height);
    context.lineTo(x + height, 0);
  }
  context.stroke();
  context.restore();
}
