/** The call stack: the kernel functions entered and, last, the packet's arrival. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { placeOfStep } from '../replay/enginePlaces';
import { PROGRAM, programLine, programName } from '../replay/program';
import type { Recorded } from '../replay/recorded';
import type { Host } from '../stack/host';
import { Handles } from './handles';
import { type EngineFrame, framesAt } from './moment';
import { RequestError } from './requestError';
import type { Sources } from './sources';
import { cameBy } from './titles';

/** A frame shown: a kernel function, or the packet's arrival. */
export type ShownFrame = EngineFrame | 'arrival';

/** Stands for a host in which nothing happens: at the moment, or any more. */
interface HostFrame {
  readonly host: Host;
}

export class Frames {
  private readonly shown = new Handles<ShownFrame | HostFrame>(1000);

  constructor(private readonly sources: Sources) {}

  /** What was handed out before is void. */
  clear(): void {
    this.shown.clear();
  }

  /** Throws RequestError when the session has moved since, and for a host that is idle. */
  get(id: number): ShownFrame {
    const frame = this.shown.get(id);
    if (frame === undefined) throw new RequestError('That frame is no longer there: the session moved.');
    if (typeof frame === 'object' && 'host' in frame) {
      throw new RequestError(`No packet is in ${frame.host.name} here.`);
    }
    return frame;
  }

  /** The host whose only frame it is, because nothing happens there; null for any other frame. */
  hostOf(id: number): Host | null {
    const frame = this.shown.get(id);
    return typeof frame === 'object' && 'host' in frame ? frame.host : null;
  }

  /**
   * The one frame of a host in which nothing happens, where the `.stack` file describes it: its tables can be
   * read from it.
   */
  hostTrace(host: Host, name: string, described: number): DebugProtocol.StackTraceResponse['body'] {
    const id = this.shown.add({ host });
    const source = this.sources.stack();
    const place = { line: this.sources.line(described), column: this.sources.column(0), source };
    return { stackFrames: [{ id, name, ...place, canRestart: false }], totalFrames: 1 };
  }

  /** The frames at a step, `title` naming the last; `changed` marks an event that the user has changed. */
  stackTrace(
    recorded: Recorded,
    step: number,
    title: string,
    changed: boolean,
    { startFrame = 0, levels }: DebugProtocol.StackTraceArguments,
  ): DebugProtocol.StackTraceResponse['body'] {
    const all: ShownFrame[] = [...framesAt(recorded.steps, step), 'arrival'];
    const to = levels ? startFrame + levels : all.length;
    const mark = changed ? ' (changed by you)' : '';
    const stackFrames = all
      .slice(startFrame, to)
      .map(frame =>
        frame === 'arrival'
          ? this.arrival(recorded, `${title}${mark}`)
          : (this.programFrame(recorded, frame, mark) ?? this.engineFrame(recorded, frame, mark)),
      );
    return { stackFrames, totalFrames: all.length };
  }

  private arrival(recorded: Recorded, name: string): DebugProtocol.StackFrame {
    const id = this.shown.add('arrival');
    const origin = cameBy(recorded);
    const source = this.sources.stack();
    if (origin === null || source === undefined) {
      return { id, name, line: 0, column: 0, canRestart: true, presentationHint: 'label' };
    }
    const line = this.sources.line(origin.line);
    return { id, name, line, column: this.sources.column(origin.from), source, canRestart: true };
  }

  /** A program on a divert socket stands at the line that describes it: it is no part of the kernel. */
  private programFrame(
    recorded: Recorded,
    frame: EngineFrame,
    mark: string,
  ): DebugProtocol.StackFrame | null {
    if (frame.function !== PROGRAM) return null;
    const program = programName(recorded);
    const origin = programLine(recorded.steps, this.entryStep(frame, recorded));
    const source = this.sources.stack();
    if (program === null || origin === null || source === undefined) return null;
    return {
      id: this.shown.add(frame),
      name: `divert ${program}${mark}`,
      line: this.sources.line(origin.line),
      column: this.sources.column(origin.from),
      source,
      canRestart: true,
    };
  }

  private engineFrame(recorded: Recorded, frame: EngineFrame, mark: string): DebugProtocol.StackFrame {
    const id = this.shown.add(frame);
    const name = `${frame.function}${mark}`;
    const step = recorded.steps[frame.step];
    const place = placeOfStep(step);
    if (place === null) return { id, name, line: 0, column: 0, canRestart: true };
    const source = this.sources.engine(place.file);
    const kernel = step.point?.kernel ? this.sources.kernel.lineOf(step.point.kernel) : null;
    return {
      id,
      name,
      line: this.sources.line(place.line),
      column: this.sources.column(0),
      source:
        kernel !== null && 'path' in kernel
          ? { ...source, sources: [this.sources.kernelFile(kernel.path)] }
          : source,
      canRestart: true,
    };
  }

  /** The step at which a shown frame began: its function's first decision, or the packet's. */
  entryOf(id: number, recorded: Recorded): number {
    const { steps } = recorded;
    const frame = this.get(id);
    const entry = frame === 'arrival' ? 0 : this.entryStep(frame, recorded);
    const first = steps.findIndex((step, i) => i >= entry && step.kind === 'decision');
    return first < 0 ? steps.length : first;
  }

  /** The step at which a function was entered. */
  private entryStep(frame: EngineFrame, { steps }: Recorded): number {
    const { depth } = steps[frame.step];
    let entry = frame.step;
    while (entry > 0 && steps[entry - 1].depth >= depth) {
      if (steps[entry].kind === 'enter' && steps[entry].depth === depth) break;
      entry--;
    }
    return entry;
  }
}
