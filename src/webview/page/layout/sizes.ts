/** How the regions share the room: the design's sizes, and the user's within what the room allows. */
import type { Layout } from '../store';

export type Mode = 'wide' | 'middle' | 'narrow';

/**
 * `wide`: three panes side by side; `middle`: Layers over Bytes beside Trace; `narrow`: one pane at a time,
 * under tabs.
 */
export function modeOf(width: number): Mode {
  return width >= 1440 ? 'wide' : width >= 900 ? 'middle' : 'narrow';
}

const ROW = 22;
/** Part of the page's height that the list has, as the design draws it. */
const listPart: Readonly<Record<Mode, number>> = { wide: 308 / 860, middle: 242 / 760, narrow: 198 / 760 };
/** The least that a pane, and the list, may have. */
const PANE = 120;
const LIST = 4 * ROW;

/** A size with the bounds it may be moved in. */
export interface Size {
  readonly value: number;
  readonly min: number;
  readonly max: number;
}

export interface Sizes {
  readonly list: Size;
  readonly left: Size;
  readonly bytes: Size;
  readonly layers: Size;
  readonly hex: Size;
}

function within(wanted: number, min: number, max: number): Size {
  const most = Math.max(min, max);
  return { value: Math.max(min, Math.min(wanted, most)), min, max: most };
}

/**
 * @param width of the page
 * @param height of the page
 * @param taken by what stands above the list
 */
export function sizesOf(layout: Layout, width: number, height: number, taken: number): Sizes {
  const mode = modeOf(width);
  const whole = Math.floor((listPart[mode] * height) / ROW + 0.01) * ROW;
  const list = within(layout.list ?? whole, LIST, height - taken - PANE);
  const panes = height - taken - list.value;
  const layers = within(layout.layers ?? 372, PANE, width - 2 * PANE);
  return {
    list,
    left: within(layout.left ?? 482, PANE, width - PANE),
    bytes: within(layout.bytes ?? 183, 60, panes - 60),
    layers,
    hex: within(layout.hex ?? 484, PANE, width - layers.value - PANE),
  };
}
