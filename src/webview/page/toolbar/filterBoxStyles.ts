/** Styles of the filter box. */
import { css } from 'lit';

export const filterBoxStyles = css`
  :host {
    display: block;
    position: relative;
    flex: 1 1 260px;
    min-width: 160px;
  }
  .box {
    display: flex;
    align-items: center;
    height: 26px;
    padding: 0 6px;
    gap: 6px;
    background: var(--vscode-input-background);
    color: var(--vscode-input-foreground);
    border: 1px solid var(--vscode-input-border, transparent);
    border-radius: 2px;
  }
  .box.wrong {
    border-color: var(--vscode-inputValidation-errorBorder);
  }
  .box:focus-within {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  .history {
    color: var(--pd-muted);
    height: 16px;
    line-height: 16px;
  }
  .history .glyph {
    vertical-align: top;
  }
  .history:disabled {
    color: var(--pd-muted);
  }
  .field {
    flex: 1;
    min-width: 0;
    position: relative;
    height: 18px;
  }
  input,
  .mirror {
    font: 12px/18px var(--pd-mono);
    letter-spacing: normal;
    padding: 0;
    border: 0;
    width: 100%;
    height: 18px;
    white-space: pre;
  }
  input {
    display: block;
    position: relative;
    background: none;
    color: inherit;
    text-overflow: ellipsis;
    user-select: text;
  }
  input:focus-visible {
    outline: none;
  }
  input::placeholder {
    color: var(--vscode-input-placeholderForeground);
    opacity: 1;
  }
  .mirror {
    position: absolute;
    left: 0;
    top: 0;
    height: 22px;
    overflow: hidden;
    color: transparent;
  }
  .bad {
    text-decoration: underline wavy var(--vscode-editorError-foreground) 1px;
    text-underline-offset: 3px;
    text-decoration-skip-ink: none;
  }
  .tally {
    font-size: 12px;
    color: var(--pd-muted);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .message,
  .offers {
    position: absolute;
    left: 0;
    right: 0;
    top: 25px;
    z-index: 4;
    font-size: 12px;
    line-height: 17px;
    border-radius: 0 0 2px 2px;
  }
  .message {
    padding: 4px 6px;
    background: var(--vscode-inputValidation-errorBackground);
    border: 1px solid var(--vscode-inputValidation-errorBorder);
    color: var(--vscode-inputValidation-errorForeground, var(--pd-fg));
    overflow-wrap: anywhere;
  }
  .message + .offers {
    top: 66px;
  }
  .offers {
    max-height: 240px;
    overflow-y: auto;
    padding: 2px 0;
    background: var(--vscode-editorSuggestWidget-background, var(--vscode-editor-background));
    color: var(--vscode-editorSuggestWidget-foreground, var(--vscode-foreground));
    border: 1px solid
      var(--vscode-editorSuggestWidget-border, var(--vscode-contrastBorder, var(--vscode-input-border)));
  }
  [role='option'] {
    display: flex;
    gap: 12px;
    padding: 0 6px;
    height: 22px;
    line-height: 22px;
    white-space: nowrap;
    cursor: pointer;
  }
  [role='option']:hover {
    background: var(--vscode-list-hoverBackground);
  }
  [role='option'][aria-selected='true'] {
    background: var(--vscode-list-activeSelectionBackground);
    color: var(--vscode-list-activeSelectionForeground);
    outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  .what {
    font-family: var(--pd-mono);
  }
  .detail {
    flex: 1;
    text-align: right;
    color: var(--pd-muted);
    overflow: hidden;
    text-overflow: ellipsis;
  }
  [aria-selected='true'] .detail {
    color: inherit;
  }
`;
