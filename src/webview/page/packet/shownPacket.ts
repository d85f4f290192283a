/**
 * The packet that Layers and Bytes show: one version of the selected row's, asked for whenever another one is
 * meant.
 */
import { captureRequests } from '../../protocol/messages';
import type { ByteSpan, PacketBytes, PacketTrace, TraceStep, Version } from '../../protocol/packet';
import type { Store } from '../store';
import { touches } from './touches';

export interface ShownPacket extends PacketBytes {
  readonly row: number;
  readonly version: Version['id'];
}

/** The version that is shown of a packet: the one that is wished where there is one, else how it came in. */
export function versionShown({ versions }: PacketTrace, wished: Version['id']): Version['id'] | null {
  const found = [wished, 'now', 'in'].find(id => versions.some(version => version.id === id));
  return (found as Version['id'] | undefined) ?? versions[0]?.id ?? null;
}

/** Bytes that stand for a step: those that it changed, else those that it read. */
function bytesOfStep(step: TraceStep | undefined): ByteSpan | null {
  return step?.changes[0] ?? step?.reads[0] ?? null;
}

/** Keeps the store's packet the one that is meant. */
export class PacketWatch {
  private asked = '';
  private stepShown = '';
  private asking: AbortController | null = null;

  constructor(private readonly store: Store) {
    store.onChange(() => this.look());
  }

  private look(): void {
    const { trace, step, row } = this.store;
    if (trace === null || trace.row !== row) {
      if (row < 0 && this.store.packet !== null) this.store.set({ packet: null });
      return;
    }
    this.showStep(trace, step);
    const version = versionShown(trace, this.store.version);
    const key = [trace.revision, row, version, version === 'now' ? step : '', trace.versions.length].join(
      ' ',
    );
    if (key === this.asked) return;
    this.asked = key;
    if (version === null) this.store.set({ packet: null });
    else void this.ask(row, version, step);
  }

  /** Selects the bytes of a step that has just been selected, unless some of them are. */
  private showStep({ revision, steps }: PacketTrace, step: number): void {
    const key = `${revision} ${this.store.row} ${step}`;
    if (key === this.stepShown) return;
    this.stepShown = key;
    const span = bytesOfStep(steps[step]);
    if (span !== null && !touches(steps[step], this.store.span)) this.store.set({ span });
  }

  private async ask(row: number, version: Version['id'], step: number): Promise<void> {
    const { store } = this;
    this.asking?.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    const bytes = await store.ask(captureRequests.bytes, { row, step, version }, { signal });
    if (signal.aborted) return;
    if (bytes === null) this.asked = '';
    store.set({ packet: bytes === null ? null : { ...bytes, row, version } });
  }
}
