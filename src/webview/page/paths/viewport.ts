/** The part of a picture that is in sight: moved and made larger or smaller without leaving the picture. */

export interface Viewport {
  /** Left upper corner in the picture, and CSS pixels a unit of it. */
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const SCALE_MIN = 0.1;
const SCALE_MAX = 4;

function kept(value: number, inside: number, whole: number): number {
  return whole <= inside ? (whole - inside) / 2 : Math.max(0, Math.min(value, whole - inside));
}

/** The nearest viewport from which the picture can be seen. */
function held({ x, y, scale }: Viewport, picture: Size, pane: Size): Viewport {
  return {
    x: kept(x, pane.width / scale, picture.width),
    y: picture.height <= pane.height / scale ? 0 : kept(y, pane.height / scale, picture.height),
    scale,
  };
}

/**
 * From its top on, in its whole width: as large as it is drawn where there is room for that, else smaller,
 * around where it begins.
 */
export function begun(picture: Size, pane: Size, beginning: number): Viewport {
  const scale = Math.max(SCALE_MIN, Math.min(1, pane.width / Math.max(1, picture.width)));
  return held({ x: beginning - pane.width / scale / 2, y: 0, scale }, picture, pane);
}

/** All of it. */
export function fitted(picture: Size, pane: Size): Viewport {
  const scale = Math.min(1, pane.width / picture.width, pane.height / picture.height);
  return held({ x: 0, y: 0, scale: Math.max(SCALE_MIN, scale) }, picture, pane);
}

/** Moved by CSS pixels. */
export function moved(port: Viewport, dx: number, dy: number, picture: Size, pane: Size): Viewport {
  return held({ ...port, x: port.x + dx / port.scale, y: port.y + dy / port.scale }, picture, pane);
}

/** Larger or smaller by a factor, around a point of the pane. */
export function zoomed(
  port: Viewport,
  by: number,
  at: { x: number; y: number },
  picture: Size,
  pane: Size,
): Viewport {
  const scale = Math.max(SCALE_MIN, Math.min(SCALE_MAX, port.scale * by));
  const x = port.x + at.x / port.scale - at.x / scale;
  const y = port.y + at.y / port.scale - at.y / scale;
  return held({ x, y, scale }, picture, pane);
}

/** Moved as little as it takes to bring a point into sight. */
export function showing(port: Viewport, x: number, y: number, picture: Size, pane: Size): Viewport {
  const [width, height] = [pane.width / port.scale, pane.height / port.scale];
  const edge = Math.min(60 / port.scale, width / 4, height / 4);
  const to = (from: number, inside: number, point: number) =>
    Math.min(Math.max(from, point + edge - inside), point - edge);
  return held({ ...port, x: to(port.x, width, x), y: to(port.y, height, y) }, picture, pane);
}
