/**
 * The canvas of the timeline: its bars, and the hatch over what cannot be read, in the colours of the theme.
 */
import type { Timeline } from '../../protocol/capture';
import { resolveColor } from '../look/theme';
import { drawBars, drawHatch } from './bars';

/** Height of the strip without its border, in CSS pixels. */
const HEIGHT = 41;

/** Where things are, in CSS pixels. */
export interface Place {
  /** Width of the strip, of the bars in it, and of what is left free before them. */
  readonly width: number;
  readonly room: number;
  readonly edge: number;
  /** Where the part begins that cannot be read, null without one. */
  readonly damaged: number | null;
}

/** @param probe an element whose style tells what the theme's variables are */
export function drawTimeline(
  canvas: HTMLCanvasElement,
  probe: HTMLElement,
  timeline: Timeline | null,
  { width, room, edge, damaged }: Place,
): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const scale = window.devicePixelRatio;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(HEIGHT * scale);
  context.setTransform(scale, 0, 0, scale, 0, 0);
  if (timeline === null) return;
  const colors = new Map<string, string>();
  const color = (value: string) => {
    const known = colors.get(value) ?? resolveColor(probe, value);
    colors.set(value, known);
    return known;
  };
  context.save();
  context.translate(edge, 3);
  drawBars(context, timeline, room, scale, {
    quiet: color('color-mix(in srgb, var(--vscode-foreground) 60%, transparent)'),
    of: verdict => color(`var(--v-${verdict})`),
  });
  context.restore();
  if (damaged !== null) drawHatch(context, damaged, width, HEIGHT, color('var(--pd-muted)'));
}
