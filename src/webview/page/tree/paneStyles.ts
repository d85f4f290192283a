/**
 * Styles that the panes share: how they fill their room, their heading, what scrolls, and how a row of theirs
 * is selected.
 */
import { css } from 'lit';

export const paneStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .heading {
    display: flex;
    align-items: center;
    height: 24px;
    padding: 0 4px 0 8px;
    gap: 10px;
    flex: none;
    font-size: 11px;
  }
  h2 {
    font-size: 11px;
    font-weight: 600;
    margin: 0;
    text-transform: uppercase;
    letter-spacing: 0.02em;
  }
  @media (max-width: 899px) {
    h2.tab,
    .heading.tab {
      display: none;
    }
  }
  .body {
    flex: 1;
    min-height: 0;
    overflow: hidden auto;
    position: relative;
    scrollbar-width: thin;
    scrollbar-color: var(--vscode-scrollbarSlider-background) transparent;
  }
  .body:focus-visible {
    outline: none;
  }
  .body:focus-visible:empty {
    outline: 1px solid var(--vscode-focusBorder);
  }
  .room {
    position: relative;
  }
  .slice {
    position: absolute;
    left: 0;
    right: 0;
    top: 0;
  }
  .selected {
    background: var(--vscode-list-inactiveSelectionBackground);
    outline: 1px dotted var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  .selected * {
    color: inherit;
  }
  .body:focus .selected {
    background: var(--vscode-list-activeSelectionBackground);
    color: var(--vscode-list-activeSelectionForeground);
  }
  .body:focus .active {
    outline: 1px solid var(--vscode-list-focusOutline);
    outline-offset: -1px;
  }
`;
