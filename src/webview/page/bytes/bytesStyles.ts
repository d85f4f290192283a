/** Styles of Bytes. */
import { css } from 'lit';

export const bytesStyles = css`
  .versions {
    display: flex;
    height: 100%;
    min-width: 0;
    overflow: hidden;
  }
  .versions button {
    font-size: 12px;
  }
  .body {
    padding: 2px 8px 0;
    font: 12px/18px var(--pd-mono);
  }
  .line {
    display: flex;
    height: 18px;
    white-space: pre;
  }
  .offset {
    flex: none;
    width: calc(var(--digits, 4ch) + 12px);
    color: var(--pd-muted);
  }
  .byte,
  .letter {
    flex: none;
    text-align: center;
    border: 0 solid transparent;
    color: var(--pd-fg);
  }
  .byte {
    width: calc(2ch + 4px);
  }
  .byte.half {
    margin-left: 7px;
  }
  .letter {
    width: 1ch;
  }
  .letter.first {
    margin-left: 10px;
  }
  .short .letter.first {
    margin-left: 12px;
  }
  .link {
    color: var(--pd-muted);
  }
  .read {
    background: var(--vscode-list-inactiveSelectionBackground);
    border-color: var(--vscode-contrastActiveBorder, transparent);
    border-style: dotted;
    border-width: 1px 0;
    line-height: 16px;
  }
  .hover {
    background: var(--vscode-editor-wordHighlightBackground);
    border-color: var(--vscode-editor-wordHighlightBorder, transparent);
    border-width: 1px 0;
    line-height: 16px;
    color: var(--pd-fg);
  }
  .hover.begin {
    border-left-width: 1px;
  }
  .hover.end {
    border-right-width: 1px;
  }
  .byte.selected,
  .letter.selected,
  .body:focus .selected {
    background: var(--vscode-editor-selectionBackground);
    color: var(--vscode-editor-selectionForeground, var(--pd-fg));
    outline: 0;
  }
  .changed {
    border-bottom: 2px solid var(--vscode-editorGutter-modifiedBackground);
    font-weight: 700;
  }
  .earlier {
    border-bottom: 1px dotted var(--vscode-editorGutter-modifiedBackground);
  }
  .body:focus-visible .byte.active {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  .clipped {
    padding: 2px 8px;
    font-size: 12px;
    color: var(--pd-muted);
    flex: none;
  }
  .change {
    display: flex;
    align-items: center;
    gap: 8px;
    height: 26px;
    flex: none;
    padding: 0 4px 0 8px;
    font-size: 12px;
    border-top: 1px solid var(--pd-line);
    white-space: nowrap;
    overflow: hidden;
  }
  .change .field,
  .change .by {
    overflow: hidden;
    text-overflow: ellipsis;
    min-width: 0;
  }
  .gap {
    flex: 1;
  }
  .buttons {
    display: flex;
  }
  del,
  ins {
    font: 12px/16px var(--pd-mono);
    text-decoration: none;
    padding: 0 3px;
    outline: 1px dashed transparent;
    outline-offset: -1px;
  }
  del {
    background: var(--vscode-diffEditor-removedTextBackground);
    outline-color: var(--vscode-diffEditor-removedTextBorder, transparent);
    text-decoration: line-through;
  }
  ins {
    background: var(--vscode-diffEditor-insertedTextBackground);
    outline-color: var(--vscode-diffEditor-insertedTextBorder, transparent);
  }
`;
