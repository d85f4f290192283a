/** Styles of the capture editor as a whole. */
import { css } from 'lit';

export const shellStyles = css`
  :host {
    position: absolute;
    inset: 0;
    display: flex;
    flex-direction: column;
    overflow: hidden;
    background: var(--vscode-editor-background);
  }
  pd-packet-list {
    flex: none;
    height: var(--list);
  }
  .panes {
    flex: 1;
    min-height: 0;
    position: relative;
    display: grid;
    border-top: 1px solid var(--pd-line);
  }
  .pane {
    min-width: 0;
    min-height: 0;
    display: flex;
    flex-direction: column;
    overflow: hidden;
    position: relative;
  }
  .pane > :last-child {
    flex: 1;
    min-height: 0;
  }
  .head {
    display: flex;
    align-items: center;
    height: 24px;
    flex: none;
    min-width: 0;
    padding-right: 8px;
  }
  .where {
    color: var(--pd-muted);
    font-size: 12px;
    margin-left: 2px;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .wide .panes {
    grid-template: minmax(0, 1fr) / var(--layers) var(--hex) minmax(0, 1fr);
  }
  .middle .panes {
    grid-template: minmax(0, 1fr) var(--bytes) / var(--left) minmax(0, 1fr);
  }
  .wide .pane.bytes,
  .wide .pane.trace,
  .middle .pane.trace {
    border-left: 1px solid var(--pd-line);
  }
  .middle .pane.bytes {
    grid-area: 2 / 1;
    border-top: 1px solid var(--pd-line);
  }
  .middle .pane.trace {
    grid-area: 1 / 2 / 3 / 3;
  }
  .page {
    flex: 1;
    min-height: 0;
    display: flex;
    flex-direction: column;
  }
  .narrow .panes {
    display: flex;
    flex-direction: column;
    border-top: 0;
  }
  .narrow pd-tabs[look='strip'] {
    border-top: 1px solid var(--pd-line);
  }
  .narrow .pane {
    flex: 1;
  }
  .narrow .pane:not(.shown),
  .narrow .head {
    display: none;
  }
  pd-sash.list {
    left: 0;
    right: 0;
    top: 0;
  }
  pd-sash.left {
    left: var(--left);
    top: 0;
    bottom: 0;
  }
  pd-sash.bytes {
    left: 0;
    width: var(--left);
    bottom: calc(var(--bytes) - 2px);
    margin-top: 0;
  }
  pd-sash.layers {
    left: var(--layers);
    top: 0;
    bottom: 0;
  }
  pd-sash.hex {
    left: calc(var(--layers) + var(--hex));
    top: 0;
    bottom: 0;
  }
  .spoken {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
`;
