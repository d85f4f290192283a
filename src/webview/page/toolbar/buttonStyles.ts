/** Styles that chips and buttons of the toolbar share. */
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
  [aria-pressed='true'] {
    background: var(--vscode-inputOption-activeBackground);
    border-color: var(--vscode-inputOption-activeBorder);
    color: var(--vscode-inputOption-activeForeground);
  }
`;
