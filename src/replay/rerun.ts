/**
 * Events that have run, run again on a machine of their own. Going back event by event is as quick as going
 * on: on its way to an event the machine leaves points to come back to, the closer together the nearer they
 * are.
 */
import * as running from '#stack/running';
import type { Host } from '../stack/host';
import type { Checkpoints } from './checkpoints';
import { ReplayError } from './error';
import { type Checkpoint, END, Machine } from './machine';
import type { Script } from './script';

/** Events that are run again rather than kept a point for. */
const SHORT = 64;
/** Points kept. */
const NEAR_MAX = 24;

export class Rerun {
  private readonly machine: Machine;
  /** In the order of their events. */
  private near: Checkpoint[] = [];

  constructor(
    script: Script,
    initial: readonly Host[],
    private readonly checkpoints: Checkpoints,
  ) {
    this.machine = new Machine(script, running, initial);
  }

  /**
   * The machine as it stood before `event`; valid until the next call. Throws ReplayError past the last
   * event.
   */
  before(event: number): Machine {
    const { machine } = this;
    this.near = this.near.filter(point => point.event <= event);
    const point = this.nearest(event);
    const goesOn = machine.panic === null && machine.event <= event && machine.event >= point.event;
    if (!goesOn) machine.restore(point);
    while (machine.event < event) {
      const left = event - machine.event;
      this.runTo(left > SHORT ? machine.event + (left >> 1) : event);
      if (machine.event < event) this.keep(machine.checkpoint());
    }
    return machine;
  }

  private runTo(event: number): void {
    const { machine } = this;
    while (machine.event < event) {
      if (machine.step() === END) throw new ReplayError(`There are only ${machine.event} events.`);
    }
  }

  private nearest(event: number): Checkpoint {
    const far = this.checkpoints.before(event);
    const near = this.near[this.near.length - 1];
    return near !== undefined && near.event > far.event ? near : far;
  }

  private keep(point: Checkpoint): void {
    this.near.push(point);
    if (this.near.length > NEAR_MAX) this.near.shift();
  }
}
