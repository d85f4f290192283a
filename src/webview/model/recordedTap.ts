/** What the machines of a `.stack` file took in and sent, recorded by a tap in a replay of its own. */
import { CaptureFiles, joined } from '../../replay/export';
import type { TapWish } from '../../replay/recordingTap';
import type { ModelEnvironment } from './environment';
import { loadMachine } from './loadMachine';
import { Patience } from './patience';

/** Events run between two looks at the clock. */
const EVENTS = 256;

/** The bytes of a pcapng file. Throws RequestError, ReplayError or CaptureError. */
export async function recordedTap(
  stack: string,
  environment: ModelEnvironment,
  wish: TapWish,
  signal: AbortSignal,
  onProgress: (progress: number) => void,
): Promise<Uint8Array> {
  const { replay, recorded } = (await loadMachine(stack, environment, wish)).program;
  const parts: Uint8Array[] = [];
  const file = new CaptureFiles(recorded, () => bytes => parts.push(bytes));
  const { epoch, order } = replay.script;
  replay.collecting = true;
  replay.onEvent = event => file.event(epoch, event);
  const patience = new Patience(environment.breathe);
  while (!signal.aborted && replay.runOn(EVENTS) === 'limit') {
    if (!patience.over) continue;
    onProgress(replay.arrived / order.length);
    await patience.rest();
  }
  file.flush();
  return joined(parts);
}
