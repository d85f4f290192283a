/**
 * Selecting bytes, in Layers or Bytes: the step of the trace that changed or read them is selected too. A
 * session stays where it is.
 */
import { captureRequests } from '../../protocol/messages';
import type { ByteSpan } from '../../protocol/packet';
import type { Store } from '../store';
import { versionShown } from './shownPacket';
import { touches } from './touches';

/** Selects bytes of the version that is shown; null for none. */
export async function selectBytes(store: Store, span: ByteSpan | null): Promise<void> {
  store.set({ span });
  const { trace, row, step } = store;
  const version = trace === null ? null : versionShown(trace, store.version);
  if (span === null || trace === null || version === null || version.startsWith('out:')) return;
  if (touches(trace.steps[step], span)) return;
  const found = await store.ask(captureRequests.stepOfBytes, { row, step, version, span });
  // What has been selected meanwhile stays.
  if (found === null || store.span !== span || store.trace !== trace || store.step !== step) return;
  store.set(found);
}
