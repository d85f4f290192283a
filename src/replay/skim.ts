/**
 * Frames that have arrived, looked into one after the other: a machine of the recording build goes along with
 * them.
 */
import * as recording from '#stack/recording';
import type { Host } from '../stack/host';
import { Machine } from './machine';
import { type Recorded, recordedEvent } from './recorded';
import type { Rerun } from './rerun';
import type { Script } from './script';

/** Events between two looked into that the machine runs through itself. */
const NEAR = 64;

export class Skim {
  private machine: Machine | null = null;

  constructor(
    private readonly script: Script,
    private readonly rerun: Rerun,
  ) {}

  /**
   * The steps of an event, and what it sent; null when it must be recorded whole.
   *
   * @param packets outcomes (1) at whose steps the packet's bytes are wanted; null: at every step
   * @param look sees the host before the event and at each step
   */
  event(event: number, packets: Uint8Array | null, look?: (host: Host) => void): Recorded | null {
    const machine = this.machineBefore(event);
    const host = machine.toNext();
    look?.(host);
    const recorder = recording.startRecording(host, look, packets ?? 'packets');
    const kind = machine.step();
    recorder.finish(machine.host);
    return recorder.lacksPacket ? null : recordedEvent(machine, kind, recorder);
  }

  private machineBefore(event: number): Machine {
    const near = this.machine;
    if (near !== null && near.panic === null && near.event <= event && event - near.event <= NEAR) {
      while (near.event < event) near.step();
      return near;
    }
    const before = this.rerun.before(event).checkpoint();
    const machine = near ?? new Machine(this.script, recording, before.hosts);
    machine.collecting = true;
    machine.restore(before);
    this.machine = machine;
    return machine;
  }
}
