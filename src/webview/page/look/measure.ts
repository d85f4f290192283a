/** How wide a text is, asked of a canvas: nothing is laid out for it. */

const canvas = document.createElement('canvas').getContext('2d');
const widths = new Map<string, number>();
/** Widths remembered at most. */
const KEPT = 4096;

/** Width of a text in CSS pixels, in a font as styles write it. */
export function textWidth(text: string, font: string): number {
  const key = `${font}\n${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  if (canvas === null) return 0;
  canvas.font = font;
  const { width } = canvas.measureText(text);
  if (widths.size >= KEPT) widths.clear();
  widths.set(key, width);
  return width;
}

/** The font of an element, as a canvas takes it. */
export function fontOf(element: Element): string {
  const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(element);
  return `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
}
