/** Styles of the packet list. */
import { css } from 'lit';

export const listStyles = css`
  :host {
    display: block;
    position: relative;
    overflow: hidden;
  }
  .grid {
    height: 100%;
    overflow-x: auto;
    overflow-y: hidden;
    display: flex;
    flex-direction: column;
    scrollbar-width: thin;
  }
  .grid:focus-visible {
    outline: none;
  }
  .grid.bare:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
  .rows {
    flex: 1;
    min-height: 0;
    overflow: hidden;
    position: relative;
    min-width: var(--least);
  }
  .row {
    display: grid;
    grid-template-columns: var(--tracks);
    height: 22px;
    line-height: 22px;
    white-space: nowrap;
    position: relative;
    min-width: var(--least);
  }
  .row > * {
    padding: 0 6px;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .row > .margin {
    padding: 0;
    display: grid;
    place-items: center;
    overflow: visible;
  }
  .head {
    flex: none;
    background: var(--vscode-keybindingTable-headerBackground);
    border-bottom: 1px solid var(--pd-line);
    font-size: 12px;
  }
  .head > * {
    border-right: 1px solid var(--vscode-tree-tableColumnsBorder, var(--vscode-contrastBorder));
    line-height: 21px;
    position: relative;
    touch-action: none;
  }
  .head > .margin,
  .head > :last-child {
    border-right: 0;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .head .text {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .head .edge {
    position: absolute;
    right: -1px;
    top: 0;
    width: 5px;
    height: 100%;
    cursor: col-resize;
  }
  .head .drop {
    box-shadow: inset 2px 0 var(--vscode-focusBorder);
  }
  .number,
  .time,
  .length {
    font-variant-numeric: tabular-nums;
    text-align: right;
  }
  .row > .number,
  .row > .time,
  .row > .length {
    text-overflow: clip;
  }
  .source,
  .destination {
    font-variant-numeric: tabular-nums;
  }
  .number,
  .time,
  .interface,
  .length {
    color: var(--pd-muted);
  }
  .head > * {
    color: var(--pd-fg);
  }
  .row:not(.head) > .verdict {
    display: flex;
    align-items: center;
    gap: 5px;
  }
  .verdict span {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .row:not(.head) > .decision {
    font-family: var(--pd-mono);
    font-size: 12px;
    color: var(--pd-muted);
  }
  .row:not(.head):not(.end):hover {
    background: var(--vscode-list-hoverBackground);
  }
  .row.stopped:not(.selected) {
    background: var(--pd-stop-bg);
  }
  .row.stopped > *,
  .row.stopped .glyph {
    color: var(--pd-fg);
  }
  .row.selected:not(.head) {
    background: var(--vscode-list-inactiveSelectionBackground);
    outline: 1px dotted var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  .row.selected:not(.head) > *,
  .row.selected .muted {
    color: inherit;
  }
  .grid:focus .row.selected {
    background: var(--vscode-list-activeSelectionBackground);
    color: var(--vscode-list-activeSelectionForeground);
  }
  .grid:focus .row.current {
    outline: 1px solid var(--vscode-list-focusOutline);
    outline-offset: -1px;
  }
  .grid:focus .row.selected .glyph {
    color: inherit;
  }
  .row.end > * {
    grid-column: 2 / -1;
    display: flex;
    gap: 6px;
    align-items: center;
  }
  .row.end .glyph {
    color: var(--vscode-editorWarning-foreground);
  }
  .ghost i {
    display: block;
    height: 8px;
    margin: 7px 0;
    width: 70%;
    max-width: 120px;
    background: color-mix(in srgb, var(--vscode-foreground) 10%, transparent);
    border-radius: 2px;
  }
  .ghost .short i {
    width: 55%;
    max-width: 88px;
  }
  .ghost-number i,
  .ghost-length i {
    margin-left: auto !important;
  }
  .nothing {
    padding: 14px 20px;
    display: flex;
    gap: 10px;
    color: var(--pd-muted);
  }
  .nothing button {
    color: var(--vscode-textLink-foreground);
    text-decoration: underline;
  }
  pd-scroll-bar {
    top: 22px;
    bottom: 0;
  }
  @media (max-width: 559px) {
    .row > *:not(.margin) {
      padding: 0 4px;
    }
  }
`;
