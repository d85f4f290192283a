/** Styles of the trace. */
import { css, unsafeCSS } from 'lit';

/** Functions around a step that make room at the left; deeper ones make no more. */
export const DEEPEST = 16;

const depths = Array.from(
  { length: DEEPEST + 1 },
  (_, inside) => `.inside${inside} { --inside: ${inside}; }`,
).join('\n');

export const traceStyles = css`
  :host {
    container-type: inline-size;
  }
  .rows {
    --room: 12px;
  }
  ${unsafeCSS(depths)}
  .row {
    position: relative;
    --in: calc((max(var(--inside), 1) - 1) * var(--room));
  }
  .guides {
    position: absolute;
    top: 0;
    bottom: 0;
    left: 28px;
    width: calc((var(--inside) - 1) * var(--room) + 1px);
    background: repeating-linear-gradient(
      to right,
      var(--vscode-tree-indentGuidesStroke) 0 1px,
      transparent 1px var(--room)
    );
    opacity: 0.5;
  }
  .inside0 .guides {
    display: none;
  }
  .margin {
    width: 20px;
    flex: none;
  }
  .function,
  .routine {
    display: flex;
    align-items: center;
    height: 20px;
    line-height: 20px;
    padding-right: 8px;
    white-space: nowrap;
  }
  .function {
    --in: calc(var(--inside) * var(--room));
  }
  .twistie {
    width: 16px;
    flex: none;
    display: grid;
    place-items: center;
    color: var(--pd-muted);
    margin-left: var(--in);
  }
  .routine .twistie {
    margin-left: calc(var(--in) + 10px);
  }
  .summary {
    margin-left: 8px;
    font-size: 12px;
    color: var(--pd-muted);
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .routine .summary {
    margin-left: 3px;
  }
  .routine .mono {
    font-size: 11px;
    margin-left: 2px;
  }
  .step {
    display: grid;
    grid-template-columns: 20px 18px minmax(0, 1fr) auto;
    padding: 1px 8px 2px 0;
    line-height: 17px;
    content-visibility: auto;
    contain-intrinsic-block-size: auto 35px;
  }
  .step .margin {
    grid-row: 1 / 3;
    display: grid;
    place-items: start center;
    padding-top: 1px;
  }
  .glyph-place {
    grid-row: 1 / 3;
    margin-left: calc(var(--in) + 10px);
  }
  .question {
    grid-column: 3 / 5;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
    padding-left: calc(var(--in) + 15px);
  }
  .question i {
    font-style: normal;
    color: var(--pd-muted);
    margin-right: 7px;
  }
  .values {
    grid-column: 3;
    font: 11px/15px var(--pd-mono);
    color: var(--pd-muted);
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
    padding-left: calc(var(--in) + 15px);
  }
  .links {
    grid-column: 4;
    display: grid;
    grid-template-columns: 70px 108px 128px;
    column-gap: 8px;
    font: 11px/15px var(--pd-mono);
    color: var(--pd-muted);
    text-align: right;
    white-space: nowrap;
  }
  .links button {
    text-align: right;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .links button:hover {
    color: var(--vscode-textLink-foreground);
    text-decoration: underline;
  }
  .row:hover {
    background: var(--vscode-list-hoverBackground);
  }
  .step .dot {
    margin-top: 3px;
  }
  .passed {
    color: var(--pd-muted);
  }
  .pencil {
    color: var(--pd-changed);
  }
  .current,
  .current:hover,
  .body:focus .current {
    background: var(--pd-stop-bg);
    color: var(--pd-fg);
  }
  .row.current *,
  .row.selected * {
    color: inherit;
  }
  .current.selected:not(.active) {
    outline-color: transparent;
  }
  .verdict {
    display: grid;
    grid-template-columns: 20px 18px minmax(0, 1fr);
    padding: 6px 10px 7px 0;
    border-top: 1px solid var(--pd-line);
    flex: none;
    max-height: 40%;
    overflow-y: auto;
    user-select: text;
  }
  .verdict > svg {
    grid-column: 2;
  }
  .verdict p {
    grid-column: 3;
    margin: 0;
    padding-left: 4px;
    overflow-wrap: anywhere;
  }
  .verdict b {
    font-weight: 600;
  }
  @container (max-width: 539px) {
    .rows {
      --room: 8px;
    }
    .step {
      contain-intrinsic-block-size: auto 67px;
    }
    .question {
      white-space: normal;
    }
    .question i {
      display: block;
      margin: 0;
    }
    .values {
      grid-column: 3 / 5;
    }
    .links {
      grid-column: 3 / 5;
      display: flex;
      flex-wrap: wrap;
      column-gap: 14px;
      text-align: left;
      padding-left: calc(var(--in) + 15px);
    }
    .links span {
      display: none;
    }
    .step .margin,
    .glyph-place {
      grid-row: 1 / 4;
    }
  }
`;
