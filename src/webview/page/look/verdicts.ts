/** Verdicts as the page shows them: by the number that rows carry. */
import type { GlyphName } from './glyphs';

interface VerdictLook {
  /** As in a filter: `dropped`. */
  readonly name: string;
  readonly word: string;
  readonly glyph: GlyphName;
}

/** In the order of the stack's verdict numbers. */
export const verdictLooks: readonly VerdictLook[] = [
  { name: 'none', word: 'Not run', glyph: 'none' },
  { name: 'forwarded', word: 'Forwarded', glyph: 'forwarded' },
  { name: 'delivered', word: 'Delivered', glyph: 'delivered' },
  { name: 'dropped', word: 'Dropped', glyph: 'dropped' },
  { name: 'encapsulated', word: 'Encapsulated', glyph: 'encapsulated' },
  { name: 'decapsulated', word: 'Decapsulated', glyph: 'decapsulated' },
  { name: 'diverted', word: 'Diverted', glyph: 'diverted' },
  { name: 'queued', word: 'Queued', glyph: 'queued' },
  { name: 'consumed', word: 'Consumed', glyph: 'consumed' },
  { name: 'panic', word: 'Panic', glyph: 'panic' },
];

/** The look of a verdict by its name. */
export function lookOf(name: string): VerdictLook {
  return verdictLooks.find(look => look.name === name) ?? verdictLooks[0];
}

/** In the order in which chips stand, and bars from the ground up. */
const order = [
  'none',
  'forwarded',
  'dropped',
  'encapsulated',
  'queued',
  'delivered',
  'decapsulated',
  'diverted',
  'consumed',
  'panic',
];

/** Sorts what bears a verdict's name. */
export function byVerdict(a: string, b: string): number {
  return order.indexOf(a) - order.indexOf(b);
}
