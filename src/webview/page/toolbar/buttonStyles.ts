/** Styles of buttons: those with a glyph, and chips that stay pressed. */
import { css } from 'lit';

export const buttonStyles = css`
  .icon {
    width: 22px;
    height: 22px;
    display: grid;
    place-items: center;
    border-radius: 5px;
    color: var(--vscode-icon-foreground);
  }
  .icon:disabled {
    color: var(--vscode-disabledForeground);
  }
  .icon:not(:disabled):hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  .icon:not(:disabled):not(:focus-visible):hover {
    outline: 1px dashed var(--vscode-toolbar-hoverOutline, transparent);
    outline-offset: -1px;
  }
  .chip {
    height: 22px;
    padding: 0 6px;
    border: 1px solid transparent;
    border-radius: 3px;
    font-size: 12px;
    white-space: nowrap;
  }
  .chip:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  .chip[aria-pressed='true'],
  .chip[aria-checked='true'] {
    background: var(--vscode-inputOption-activeBackground);
    border-color: var(--vscode-inputOption-activeBorder);
    color: var(--vscode-inputOption-activeForeground);
  }
`;
