/**
 * Packets that came by the links between hosts: rows of their own, each decoded alone from the bytes that it
 * came with.
 */
import { Decoder, type Dissection, type FieldId, type FrameInfo } from '../../decode';
import type { Arrival } from '../../replay/links';
import { LINK } from '../../replay/machine';
import type { FrameTimes } from './frameTimes';
import type { MachineRun } from './machineRun';

/** Reads and decodes the packets of one run. */
export class LinkPackets {
  private readonly decoder = new Decoder();

  /** `wanted`: the fields that anybody looks at, null for all. */
  constructor(
    private readonly run: MachineRun,
    private readonly times: FrameTimes,
    wanted: Iterable<FieldId> | null = null,
  ) {
    this.decoder.want(wanted);
  }

  /** The packet of the `k`th event that is no frame; null when that is a timer or a command. */
  arrival(k: number): Arrival | null {
    return isOnLink(this.run, k) ? this.run.replay.arrivalOf(this.run.eventOfExtra(k)) : null;
  }

  /**
   * The dissection of that packet, valid until the next call, as if `bytes` had come. Its number is that of
   * the frame that it stems from.
   */
  decode(k: number, { linkType, bytes: came }: Arrival, bytes = came): Dissection {
    const { decoder } = this;
    const { replay, program } = this.run;
    const stem = replay.extras.abouts[k] - 1;
    const { seconds, nanos: nanoseconds } = this.times;
    decoder.forget();
    decoder.passed({ seconds, nanoseconds }, this.moment(k));
    const frame: FrameInfo = {
      number: program.names.at(stem)?.frame ?? 0,
      ...this.moment(k),
      originalLength: bytes.length,
    };
    return decoder.dissect(bytes, 0, bytes.length, linkType, frame);
  }

  /** When that packet came, since the epoch. */
  moment(k: number): { seconds: number; nanoseconds: number } {
    const { seconds, nanos } = this.times;
    const since = nanos + this.run.timeOfExtra(k, this.times);
    const whole = Math.floor(since / 1e9);
    return { seconds: seconds + whole, nanoseconds: Math.round(since - whole * 1e9) };
  }
}

/** True when the `k`th event that is no frame is a packet on a link. */
export function isOnLink({ replay }: MachineRun, k: number): boolean {
  return replay.extras.kinds[k] === LINK;
}
