/** A capture as somebody names it. */
export interface NamedCapture {
  /** A path, absolute or relative. */
  readonly file: string;
  /**
   * The `.stack` file that names it, which the path is relative to; null for a path of the command line or
   * launch.
   */
  readonly beside: string | null;
}
