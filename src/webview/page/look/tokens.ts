/**
 * What colours and sizes mean here: one token a meaning, each made of a variable of VS Code's theme. Nothing
 * else names a colour.
 */
import { css } from 'lit';

/** The tokens; they belong on the editor's own element, under the theme class that VS Code puts on `body`. */
export const tokens = css`
  :host {
    --pd-fg: var(--vscode-foreground);
    --pd-muted: color-mix(in srgb, var(--vscode-foreground) 76%, transparent);
    --pd-line: var(--vscode-panel-border);
    --pd-mono: var(--vscode-editor-font-family);
    --pd-stop: var(--vscode-debugIcon-breakpointCurrentStackframeForeground);
    --pd-stop-bg: var(--vscode-editor-stackFrameHighlightBackground);
    --pd-bp: var(--vscode-debugIcon-breakpointForeground);
    --pd-changed: var(--vscode-editorGutter-modifiedBackground);
    --v-none: var(--pd-muted);
    --v-forwarded: var(--pd-muted);
    --v-delivered: var(--vscode-charts-green);
    --v-dropped: var(--vscode-charts-red);
    --v-encapsulated: var(--vscode-charts-purple);
    --v-decapsulated: var(--vscode-charts-purple);
    --v-diverted: var(--vscode-charts-blue);
    --v-queued: var(--vscode-charts-yellow);
    --v-consumed: var(--pd-muted);
    --v-panic: var(--vscode-editorError-foreground);
  }
  :host-context(body.vscode-high-contrast) {
    --pd-muted: var(--vscode-foreground);
  }
  :host-context(body.vscode-dark),
  :host-context(body.vscode-high-contrast) {
    --pd-changed: var(--vscode-charts-blue);
  }
  :host-context(body.vscode-high-contrast-light) {
    --pd-changed: var(--vscode-editorGutter-modifiedBackground);
  }
`;

/** What every part begins with. */
export const base = css`
  :host {
    box-sizing: border-box;
    color: var(--pd-fg);
    font: var(--vscode-font-size) / 18px var(--vscode-font-family);
    cursor: default;
    user-select: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: inherit;
  }
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    padding: 0;
    margin: 0;
    cursor: pointer;
  }
  button:disabled {
    color: var(--vscode-disabledForeground);
    cursor: default;
  }
  :focus {
    outline: none;
  }
  :focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  svg.glyph {
    width: 16px;
    height: 16px;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.2;
    stroke-linecap: round;
    stroke-linejoin: round;
    vertical-align: -3px;
  }
  svg.glyph .solid {
    fill: currentColor;
    stroke: none;
  }
  .mono {
    font-family: var(--pd-mono);
    font-size: 12px;
  }
  .muted {
    color: var(--pd-muted);
  }
`;

/** Colours of verdicts' glyphs. */
export const verdictColors = css`
  .v-none {
    color: var(--v-none);
  }
  .v-forwarded {
    color: var(--v-forwarded);
  }
  .v-delivered {
    color: var(--v-delivered);
  }
  .v-dropped {
    color: var(--v-dropped);
  }
  .v-encapsulated {
    color: var(--v-encapsulated);
  }
  .v-decapsulated {
    color: var(--v-decapsulated);
  }
  .v-diverted {
    color: var(--v-diverted);
  }
  .v-queued {
    color: var(--v-queued);
  }
  .v-consumed {
    color: var(--v-consumed);
  }
  .v-panic {
    color: var(--v-panic);
  }
`;
