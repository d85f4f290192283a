/**
 * Where the model and the capture do not agree. Found by a machine of its own, which runs ahead of the
 * replay: a packet may come late.
 */
import * as running from '#stack/running';
import { type Compared, Comparison, WINDOW } from '../replay/compare';
import { packetAt, packetLine } from '../replay/describe';
import { END, Machine, PASSED } from '../replay/machine';
import type { Program } from './launch';

export class Differences {
  private machine: Machine | null = null;
  private readonly comparison: Comparison;
  /** By the event in which the model sent its packet, or the captured one passed by. */
  private readonly found = new Map<number, Compared>();
  /** All differences of the events before this one are known. */
  private known = 0;

  constructor(private readonly program: Program) {
    const shown = new Set(program.replay.script.places.flat().filter(name => name !== null));
    this.comparison = new Comparison(shown, one => {
      if (one.counts && one.compare !== 'agree' && !this.found.has(one.event)) this.found.set(one.event, one);
    });
  }

  /** The first difference of an event; null when there is none. */
  at(event: number): Compared | null {
    if (event >= this.known) this.runPast(event);
    return this.found.get(event) ?? null;
  }

  /** A difference as a sentence. */
  sentence({ model, captured, interface: face }: Compared): string {
    if (model === null)
      return `The capture shows on ${face} what the model does not send: ${line(captured)}.`;
    if (captured === null)
      return `The model sends on ${face} what the capture does not show: ${line(model)}.`;
    return `The model sends on ${face} ${line(model)}, the capture shows it otherwise: ${difference(model, captured)}.`;
  }

  private runPast(event: number): void {
    const { replay } = this.program;
    const machine = this.machine ?? new Machine(replay.script, running, replay.checkpoints.all[0].hosts);
    this.machine = machine;
    machine.collecting = true;
    let going = true;
    while (going && machine.event <= event) going = this.step(machine);
    const until = machine.host.now + WINDOW;
    while (going && machine.host.now <= until) going = this.step(machine);
    this.comparison.expire(going ? machine.host.now : Number.POSITIVE_INFINITY);
    this.known = event + 1;
  }

  /** Runs one event of the machine; false at the end. */
  private step(machine: Machine): boolean {
    const { replay, names } = this.program;
    const kind = machine.step();
    if (kind === END) return false;
    const { now } = machine.host;
    const event = machine.event - 1;
    for (const { interface: face, frame, bytes } of machine.outputs) {
      this.comparison.sent(face, frame > 0 ? frame - 1 : machine.about - 1, now, bytes, event);
    }
    if (kind !== PASSED) return true;
    const position = machine.about - 1;
    const face = names.interfaceAt(position);
    if (face !== null) this.comparison.seen(face, position, now, packetAt(replay, position), event);
    return true;
  }
}

function line(bytes: Uint8Array | null): string {
  return bytes === null ? 'nothing' : packetLine(bytes);
}

/** The first byte in which two packets differ. */
function difference(model: Uint8Array, captured: Uint8Array): string {
  const most = Math.min(model.length, captured.length);
  let at = 0;
  while (at < most && model[at] === captured[at]) at++;
  if (at === most) return `${captured.length} bytes, not ${model.length}`;
  return `byte ${at} is 0x${captured[at].toString(16).padStart(2, '0')}, not 0x${model[at].toString(16).padStart(2, '0')}`;
}
