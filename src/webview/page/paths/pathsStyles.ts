/** Styles of Paths. */
import { css } from 'lit';

export const pathsStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .bar {
    display: flex;
    align-items: center;
    gap: 2px;
    flex: none;
    padding: 2px 8px;
    font-size: 12px;
  }
  .said {
    flex: 1;
    min-width: 0;
    padding: 0 8px;
    color: var(--pd-muted);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .picture {
    flex: 1;
    min-height: 60px;
    overflow: hidden;
    touch-action: none;
    cursor: grab;
    position: relative;
    border-top: 1px solid var(--pd-line);
  }
  .picture.dragging {
    cursor: grabbing;
  }
  .picture svg.flow {
    display: block;
    width: 100%;
    height: 100%;
  }
  .branch {
    cursor: pointer;
  }
  .reach {
    fill: none;
    stroke: transparent;
    stroke-width: 14;
  }
  .line {
    fill: none;
    stroke: currentColor;
    stroke-opacity: 0.55;
    stroke-linejoin: round;
  }
  .branch:not([class*='v-']) {
    color: var(--pd-muted);
  }
  .branch:hover .line,
  .branch.chosen .line {
    stroke-opacity: 1;
  }
  .branch.chosen .reach {
    stroke: var(--vscode-list-inactiveSelectionBackground, transparent);
    stroke-width: 22;
  }
  .picture:focus-visible .branch.active .reach {
    stroke: var(--vscode-focusBorder);
    stroke-width: 20;
    stroke-opacity: 0.5;
  }
  .node rect {
    fill: var(--vscode-editor-background);
    stroke: var(--pd-muted);
    stroke-width: 1;
  }
  .node.verdict rect {
    stroke: currentColor;
    stroke-width: 1.5;
  }
  .node text,
  .outcome {
    font-family: var(--pd-mono);
    text-anchor: middle;
    fill: var(--pd-fg);
    pointer-events: none;
  }
  .node text {
    font-size: 11px;
  }
  .outcome {
    font-size: 10px;
    fill: var(--pd-muted);
    stroke: var(--vscode-editor-background);
    stroke-width: 4;
    paint-order: stroke;
  }
  .node.verdict text {
    font-family: var(--vscode-font-family);
    font-size: 12px;
  }
  pd-rare-paths {
    flex: 0 1 36%;
    min-height: 46px;
    border-top: 1px solid var(--pd-line);
  }
  .none {
    padding: 14px 20px;
    margin: 0;
    flex: 1;
  }
`;
