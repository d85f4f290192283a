/** Styles of the timeline. */
import { css } from 'lit';

export const timelineStyles = css`
  :host {
    display: block;
    position: relative;
    height: 42px;
    flex: none;
    border-bottom: 1px solid var(--pd-line);
  }
  .strip {
    position: relative;
    height: 100%;
    overflow: hidden;
    touch-action: none;
  }
  canvas {
    position: absolute;
    left: 0;
    top: 0;
    width: 100%;
    height: 41px;
    pointer-events: none;
  }
  .axis {
    position: absolute;
    left: 8px;
    right: 8px;
    top: 27px;
    height: 14px;
    border-top: 1px solid var(--pd-line);
    font-size: 11px;
    line-height: 14px;
    color: var(--pd-muted);
    font-variant-numeric: tabular-nums;
  }
  .axis span {
    position: absolute;
    transform: translateX(-50%);
    white-space: nowrap;
  }
  .axis span:first-child {
    transform: none;
  }
  .axis span.end {
    right: 0;
    transform: none;
  }
  .span {
    position: absolute;
    top: 0;
    height: 27px;
    background: color-mix(in srgb, var(--vscode-foreground) 8%, var(--vscode-list-hoverBackground, transparent));
    border: solid var(--pd-muted);
    border-width: 0 1px;
  }
  .now {
    position: absolute;
    top: 0;
    width: 1px;
    height: 41px;
    background: var(--pd-fg);
    pointer-events: none;
  }
  .now::before {
    content: '';
    position: absolute;
    left: -4px;
    top: 0;
    border: 4.5px solid transparent;
    border-top: 6px solid var(--pd-fg);
    border-bottom: 0;
  }
  .now.stopped::before {
    border-top-color: var(--pd-stop);
  }
  .now i {
    position: absolute;
    left: 5px;
    top: 27px;
    font: normal 11px/14px var(--vscode-font-family);
    font-variant-numeric: tabular-nums;
    background: var(--vscode-editor-background);
    padding: 0 3px;
    white-space: nowrap;
  }
  .now.flip i {
    left: auto;
    right: 5px;
  }
  .progress {
    position: absolute;
    left: 0;
    bottom: 0;
    height: 2px;
    background: var(--vscode-progressBar-background);
  }
  .indexing {
    position: absolute;
    left: 8px;
    top: 5px;
    font-size: 12px;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
    background: var(--vscode-editor-background);
    padding: 0 4px;
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .indexing button {
    color: var(--vscode-textLink-foreground);
    text-decoration: underline;
  }
`;
