/** Styles of the field tree. */
import { css } from 'lit';

export const layersStyles = css`
  .row {
    display: flex;
    align-items: center;
    height: 20px;
    line-height: 20px;
    padding-right: 8px;
    white-space: nowrap;
    position: relative;
  }
  .twistie {
    width: 16px;
    margin-left: 4px;
    flex: none;
    display: grid;
    place-items: center;
    color: var(--pd-muted);
  }
  .key,
  .summary {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .layer .key {
    flex: none;
    max-width: 70%;
  }
  .summary {
    margin-left: 8px;
    color: var(--pd-muted);
    font-size: 12px;
  }
  .field {
    --indent: calc(16px + (var(--deep, 1) - 1) * 12px);
    padding-left: var(--indent);
  }
  .field::before {
    content: '';
    position: absolute;
    left: 12px;
    top: 0;
    bottom: 0;
    width: calc((var(--deep, 1) - 1) * 12px + 1px);
    background: repeating-linear-gradient(
      to right,
      var(--vscode-tree-indentGuidesStroke) 0 1px,
      transparent 1px 12px
    );
    opacity: 0.5;
  }
  .level3 {
    --deep: 2;
  }
  .level4 {
    --deep: 3;
  }
  .level5 {
    --deep: 4;
  }
  .level6 {
    --deep: 5;
  }
  .field .twistie {
    margin-left: 0;
    width: 14px;
  }
  .field .key {
    width: calc(var(--key) + 16px - var(--indent));
    flex: none;
    padding: 0 4px;
  }
  .field .twistie + .key {
    width: calc(var(--key) + 2px - var(--indent));
    padding-left: 0;
  }
  :host {
    --key: 132px;
  }
  .value {
    font: 12px/20px var(--pd-mono);
    overflow: hidden;
    text-overflow: ellipsis;
    flex: 0 1 auto;
  }
  .note,
  .bad {
    flex: 0 999 auto;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    font-size: 12px;
  }
  .value:has(+ .note),
  .value:has(+ .bad) {
    flex-shrink: 0;
    max-width: 75%;
  }
  .note {
    color: var(--pd-muted);
    margin-left: 14px;
  }
  .bad {
    display: inline-flex;
    align-items: center;
    margin-left: 8px;
    min-width: 16px;
  }
  .bad > span {
    margin-left: 4px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: pre;
  }
  .bad .glyph {
    color: var(--vscode-editorWarning-foreground);
  }
  .offset {
    flex: none;
    margin-left: auto;
    padding-left: 8px;
    font: 11px/20px var(--pd-mono);
    color: var(--pd-muted);
  }
  .generated .key,
  .generated .value {
    color: var(--pd-muted);
  }
  .hover {
    background: var(--vscode-list-hoverBackground);
    outline: 1px dashed var(--vscode-toolbar-hoverOutline, transparent);
    outline-offset: -1px;
  }
  .hover .offset,
  .hover .note {
    color: inherit;
  }
  @media (min-width: 1440px) {
    :host {
      --key: 108px;
    }
  }
`;
