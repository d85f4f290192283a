/**
 * What the margin of a row bears: where a session stopped, a breakpoint, or the hint of one that a click
 * would set.
 */
import { css, html, nothing, svg } from 'lit';
import { marginWords } from '../words';

/** @param breakable a click sets or clears a breakpoint here */
export function marginMark(stopped: boolean, armed: boolean, breakable: boolean) {
  if (stopped) return stopArrow(armed);
  if (armed) return html`<i class="dot" role="img" aria-label=${marginWords.breakpoint}></i>`;
  return breakable ? html`<i class="dot hint"></i>` : nothing;
}

/** The arrow of where a session stopped; hollow around a dot when a breakpoint is there too. */
function stopArrow(onBreakpoint: boolean) {
  return svg`<svg class="stop" viewBox="0 0 16 16" role="img" aria-label=${marginWords.stopped}>
    <path class="arrow ${onBreakpoint ? '' : 'solid'}" d="M2.5 4.5h6.3L13.5 8l-4.7 3.5H2.5z"/>
    ${onBreakpoint ? svg`<circle class="breakpoint" cx="7" cy="8" r="2.4"/>` : nothing}
  </svg>`;
}

/** Styles of marks in an element of class `margin`. */
export const marginStyles = css`
  .dot {
    width: 10px;
    height: 10px;
    border-radius: 50%;
    background: var(--pd-bp);
  }
  .dot.hint {
    visibility: hidden;
    opacity: 0.45;
  }
  .margin:hover > .dot.hint {
    visibility: visible;
  }
  svg.stop {
    width: 16px;
    height: 16px;
  }
  svg.stop .arrow {
    fill: none;
    stroke: var(--pd-stop);
    stroke-width: 1.4;
    stroke-linejoin: round;
  }
  svg.stop .solid {
    fill: var(--pd-stop);
  }
  svg.stop .breakpoint {
    fill: var(--pd-bp);
  }
`;
