/**
 * The glyphs of the editor, drawn in the colour of the text around them. Meaning is never in colour alone:
 * words or names go with them.
 */
import { svg, type TemplateResult } from 'lit';

const shapes = {
  forwarded: svg`<path d="M2.5 8h10.5M9 4l4 4-4 4"/>`,
  delivered: svg`<path d="M8 2v8M4.8 7L8 10.2 11.2 7M3 13.5h10"/>`,
  dropped: svg`<circle cx="8" cy="8" r="5.5"/><path d="M4.2 4.2l7.6 7.6"/>`,
  encapsulated: svg`<rect x="2.5" y="2.5" width="11" height="11"/><rect class="solid" x="5.5" y="5.5" width="5" height="5"/>`,
  decapsulated: svg`<path d="M10 2.5H2.5v11h11V6M7 9l6.5-6.5M9.8 2.5h3.7v3.7"/>`,
  diverted: svg`<path d="M2.5 13.5h11M8 10.5V2.5M4.8 5.7L8 2.5l3.2 3.2"/>`,
  queued: svg`<path d="M3 4.5h10M3 8h10M3 11.5h6"/>`,
  consumed: svg`<circle class="solid" cx="8" cy="8" r="4"/>`,
  panic: svg`<path d="M8 2.2l6 11H2zM6.4 8l3.2 3.2M9.6 8l-3.2 3.2"/>`,
  none: svg`<path d="M5 8h6"/>`,
  timer: svg`<circle cx="8" cy="8" r="5.5"/><path d="M8 4.8V8l2.2 1.6"/>`,
  command: svg`<path d="M3 4.5L6.5 8 3 11.5M8 12h5"/>`,
  check: svg`<path d="M3 8.5l3.2 3.2L13 4.8"/>`,
  pencil: svg`<path d="M3 13l.8-3L10.6 3.2l2.2 2.2L6 12.2zM9.2 4.6l2.2 2.2"/>`,
  letter: svg`<path d="M3 3.5h10v8.5H3zM3 4l5 4.2L13 4"/>`,
  filter: svg`<path d="M2.5 3.5h11L9.4 8.4v4.1l-2.8-1.3V8.4z"/>`,
  bug: svg`<path d="M5.2 7.2c0-1.6 1.2-2.9 2.8-2.9s2.8 1.3 2.8 2.9v2.9c0 1.6-1.2 2.9-2.8 2.9s-2.8-1.3-2.8-2.9zM6 4.6L4.8 2.8M10 4.6l1.2-1.8M5.2 8.4H2.4M13.6 8.4h-2.8M5.4 6.4L3 5M10.6 6.4L13 5M5.4 10.6L3 12.2M10.6 10.6l2.4 1.6"/>`,
  replay: svg`<path d="M4 4.2A5.3 5.3 0 1 1 2.7 8M4 1.8v2.6h2.6"/><path class="solid" d="M6.8 5.8v4.4L10.2 8z"/>`,
  previousSame: svg`<path d="M6 13V3.2M2.8 6.4L6 3.2l3.2 3.2M11 9.4h3M11 12h3"/>`,
  nextSame: svg`<path d="M6 3v9.8M2.8 9.6L6 12.8l3.2-3.2M11 4h3M11 6.6h3"/>`,
  export: svg`<path d="M7 3H3v10h10V9M9.5 2.5h4v4M13.2 2.8L7.5 8.5"/>`,
  more: svg`<circle class="solid" cx="3.5" cy="8" r="1.1"/><circle class="solid" cx="8" cy="8" r="1.1"/><circle class="solid" cx="12.5" cy="8" r="1.1"/>`,
  warning: svg`<path d="M8 2.2l6 11H2zM8 6.3v3.4M8 11.4v.2"/>`,
  down: svg`<path d="M4 6l4 4 4-4"/>`,
  right: svg`<path d="M6 4l4 4-4 4"/>`,
  arrowUp: svg`<path d="M8 13V3.4M4.5 6.8L8 3.4l3.5 3.4"/>`,
  arrowDown: svg`<path d="M8 3v9.6M4.5 9.2L8 12.6l3.5-3.4"/>`,
  zoomIn: svg`<circle cx="7" cy="7" r="4.5"/><path d="M10.3 10.3L14 14M5 7h4M7 5v4"/>`,
  zoomOut: svg`<circle cx="7" cy="7" r="4.5"/><path d="M10.3 10.3L14 14M5 7h4"/>`,
  fit: svg`<path d="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10"/>`,
  close: svg`<path d="M4 4l8 8M12 4l-8 8"/>`,
} as const;

export type GlyphName = keyof typeof shapes;

/**
 * A glyph, hidden from screen readers: what it says stands in words beside it or in the name of what it is
 * on.
 */
export function glyph(name: GlyphName, cls = ''): TemplateResult {
  return svg`<svg class="glyph ${cls}" viewBox="0 0 16 16" aria-hidden="true">${shapes[name]}</svg>`;
}
