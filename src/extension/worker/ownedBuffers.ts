/** Which buffers of an answer nobody here keeps, so that they travel without being copied. */
import type { Message } from '../../webview/protocol/channel';
import { captureRequests } from '../../webview/protocol/messages';

/** Requests whose answers are made for the asking side alone. */
const made: ReadonlySet<string> = new Set([captureRequests.rows.method, captureRequests.timeline.method]);
/** Bytes from which on handing a buffer over is cheaper than copying it. */
const LARGE = 4096;

export class OwnedBuffers {
  private readonly asked = new Set<number>();

  /** A message has come in. */
  note(message: Message): void {
    if (message.kind === 'request' && made.has(message.method)) this.asked.add(message.id);
  }

  /** The buffers of a message that goes out which may be handed over. */
  of(message: Message): ArrayBuffer[] {
    if (message.kind !== 'result' && message.kind !== 'error') return [];
    if (!this.asked.delete(message.id) || message.kind === 'error') return [];
    return Object.values(message.result ?? {}).flatMap((value: unknown) => {
      return ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer && value.byteLength >= LARGE
        ? [value.buffer]
        : [];
    });
  }
}
