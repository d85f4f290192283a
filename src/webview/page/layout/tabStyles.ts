/** Styles of tabs: the selected one is underlined. */
import { css } from 'lit';

export const tabStyles = css`
  [role='tab'] {
    position: relative;
    padding: 0 8px;
    white-space: nowrap;
    color: var(--vscode-panelTitle-inactiveForeground);
  }
  [role='tab'][aria-selected='true'] {
    color: var(--vscode-panelTitle-activeForeground);
  }
  [role='tab'][aria-selected='true']::after {
    content: '';
    position: absolute;
    left: 8px;
    right: 8px;
    bottom: 1px;
    height: 1px;
    background: var(--vscode-panelTitle-activeBorder);
  }
`;
