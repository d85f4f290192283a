/** What stands in the place of a trace that is not there: why, and what can be done. */
import { html, nothing } from 'lit';
import { hostRequests } from '../../protocol/messages';
import type { PacketTrace } from '../../protocol/packet';
import type { Store } from '../store';
import { traceWords } from '../words';

export function absentTrace(store: Store, { absent, waiting, title, frame }: PacketTrace) {
  if (!waiting) return html`<div class="absent"><p>${absent === '' ? traceWords.noSteps : absent}</p></div>`;
  const replay = store.state?.replay;
  const progress = replay?.kind === 'running' ? replay.progress : 0;
  const run = () => void store.ask(hostRequests.debug, { frame });
  return html`<div class="absent">
    <p>${traceWords.waiting(title)}</p>
    ${
      progress > 0
        ? html`<p class="progress">
            <progress max="1" .value=${progress} aria-label=${traceWords.replaying}></progress>
            ${traceWords.progress(progress)}
          </p>`
        : nothing
    }
    <p><button class="link" @click=${run}>${traceWords.runNow}</button></p>
  </div>`;
}
