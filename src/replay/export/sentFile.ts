/** What a machine sent, as a pcapng file: its events are run again to have their bytes. */
import { Replay } from '../replay';
import { FrameNames } from '../rows';
import { joined, type Piece, SLICE } from './piece';
import { SentCapture, type Wants } from './sentCapture';

/** A replay that has run, and which of what it sent is wanted. */
export interface WantedOutputs {
  readonly replay: Replay;
  /** Names of the captures as given, in the order of the script. */
  readonly names: readonly string[];
  /** null for all. */
  readonly wants: Wants | null;
}

/** The file, piece by piece. Throws ReplayError or CaptureError. */
export function* sentFile({ replay, names, wants }: WantedOutputs): Generator<Piece> {
  const { script, checkpoints } = replay;
  const total = replay.events;
  const again = new Replay(script, checkpoints.all[0].hosts);
  const frames = new FrameNames(again, names);
  let bytes: Uint8Array[] = [];
  const file = new SentCapture(piece => bytes.push(piece));
  again.collecting = true;
  again.onEvent = event => file.event(script.epoch, frames, event, wants);
  while (again.events < total && again.run(Math.min(SLICE, total - again.events)) === 'limit') {
    yield { bytes: joined(bytes), progress: again.events / total };
    bytes = [];
  }
  file.flush();
  yield { bytes: joined(bytes), progress: 1 };
}
