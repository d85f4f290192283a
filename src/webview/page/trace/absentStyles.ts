/** Styles of texts in the place of steps. */
import { css } from 'lit';

export const absentStyles = css`
  .absent {
    padding: 14px 20px;
    max-width: 520px;
    user-select: text;
  }
  .absent p {
    margin: 0 0 10px;
  }
  .link {
    color: var(--vscode-textLink-foreground);
  }
  .link:hover {
    text-decoration: underline;
  }
  .progress {
    color: var(--pd-muted);
    font-variant-numeric: tabular-nums;
  }
  progress {
    appearance: none;
    border: 0;
    width: 180px;
    height: 2px;
    margin-right: 8px;
    vertical-align: 4px;
    background: var(--pd-line);
  }
  progress::-webkit-progress-bar {
    background: var(--pd-line);
  }
  progress::-webkit-progress-value {
    background: var(--vscode-progressBar-background);
  }
  @media (max-width: 559px) {
    .absent {
      padding: 12px;
    }
  }
`;
