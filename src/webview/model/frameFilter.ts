/**
 * Display filters over the packets of the list, frames and those on links: Wireshark's fields, and with a
 * machine host, verdict, decision and the engine's own values.
 */
import * as running from '#stack/running';
import type { Scene } from '../../debugger/engineValues';
import { EngineFilters } from '../../debugger/filters';
import { RequestError } from '../../debugger/requestError';
import type { Looked, Sight } from '../../debugger/sight';
import { CaptureDecoder, ColumnFilter, Dissection } from '../../decode';
import { compileFilter, type ExtraField, type Filter, type FilterError } from '../../decode/filter';
import type { Node, Operand } from '../../decode/filter/syntax';
import type { PathTable } from '../../replay/paths';
import type { Recorded } from '../../replay/recorded';
import type { Value } from '../../stack/trace';
import type { Opened } from './indexedCapture';
import { LinkPackets } from './linkPackets';
import type { MachineRun } from './machineRun';
import { decisionOfPath, verdictOfPath } from './pathTally';
import { eventEntry } from './rowOrder';

/** Answer of a column filter that frames must be dissected for. */
const UNDECIDED = -1;

/**
 * A packet in the light of the replay, as filters look at it: at the end of its event. One object for all.
 */
class FrameScene implements Scene {
  private entry = 0;
  private sight: Sight | null = null;
  private readonly looked: Looked;

  constructor(
    private readonly run: MachineRun,
    names: readonly string[],
  ) {
    this.looked = { names, packets: NO_PACKETS };
  }

  /** @param entry as in RowOrder */
  moveTo(entry: number): void {
    this.entry = entry;
    this.sight = null;
  }

  get paths(): PathTable {
    return this.run.replay.paths;
  }

  get path(): number {
    return this.run.pathOfEntry(this.entry);
  }

  get recorded(): Recorded {
    this.sight ??= this.run.timeline.sight(this.run.eventOfEntry(this.entry), this.looked);
    return this.sight.recorded;
  }

  /** The host that the packet came to; undefined where the file describes one machine. */
  get host(): string | undefined {
    const { replay } = this.run;
    return replay.script.hosts?.[replay.past(this.run.eventOfEntry(this.entry)).number];
  }

  get step(): number {
    return this.recorded.steps.length;
  }

  hostValue(name: string): Value | undefined {
    const { step } = this;
    return this.sight?.through(name).at[step];
  }
}

const NO_PACKETS = new Uint8Array(0);

/** A display filter ready to be asked about frames. */
export class FrameFilter {
  private constructor(
    private readonly filter: Filter<FrameScene>,
    /** Names in it that the host itself may bear. */
    private readonly names: readonly string[],
    /** True when it can only be asked about frames that the replay has come to. */
    readonly needsReplay: boolean,
  ) {}

  /** Compiles a filter; what is wrong with it instead. `run` is null without a machine. */
  static compile(text: string, run: MachineRun | null): FrameFilter | FilterError {
    const compiled = compileFilter(text, ownFields);
    if (compiled.ok) {
      const looksAtRun = names(compiled.filter.tree, new Set(ownFields.map(field => field.name)));
      return new FrameFilter(compiled.filter, [], run !== null && looksAtRun);
    }
    if (run === null) return compiled.error;
    try {
      const { filter, names: ofHost } = new EngineFilters(run.replay).compileWith(text, ownFields);
      return new FrameFilter(filter, ofHost, true);
    } catch (error) {
      // What is wrong without the engine's values tells the place, and is the likelier mistake.
      if (error instanceof RequestError) return compiled.error;
      throw error;
    }
  }

  /**
   * A walk over packets in the order of the list, by entries as in RowOrder. Timers and commands that judged
   * none are none, and no other has fields.
   */
  walk(opened: Opened, run: MachineRun | null): (entry: number) => boolean {
    const { filter } = this;
    const { capture, columns } = opened;
    const scene = run === null ? undefined : new FrameScene(run, this.names);
    const byColumns = ColumnFilter.of(filter);
    const nothing = new Dissection();
    let decoder: CaptureDecoder | null = null;
    let onLinks: LinkPackets | null = null;
    return entry => {
      if (entry < 0 && run?.hasVerdict(eventEntry(entry)) !== true) return false;
      scene?.moveTo(entry);
      // What did not run has neither verdict nor decision.
      const ran = scene !== undefined && scene.path !== 0 ? scene : undefined;
      if (filter.fields.size === 0) return filter.matches(nothing, ran);
      if (entry < 0 && run !== null) {
        const k = eventEntry(entry);
        onLinks ??= new LinkPackets(run, opened.times, filter.fields);
        const came = onLinks.arrival(k);
        return came !== null && filter.matches(onLinks.decode(k, came), ran);
      }
      const answer = byColumns === null ? UNDECIDED : byColumns.test(columns, entry, ran);
      if (answer !== UNDECIDED) return answer === 1;
      decoder ??= new CaptureDecoder(capture, filter.fields);
      decoder.skipTo(entry);
      const d = decoder.next();
      return d !== null && filter.matches(d, ran);
    };
  }
}

/** True for what is wrong with a filter. */
export function isProblem(compiled: FrameFilter | FilterError): compiled is FilterError {
  return !(compiled instanceof FrameFilter);
}

/** The fields that filters have beyond Wireshark's and the engine's. */
export const ownFields: readonly ExtraField<FrameScene>[] = [
  {
    name: 'verdict',
    type: 'string',
    description: 'What became of the packet',
    values: Object.fromEntries(running.verdicts.entries()),
    get: scene => running.verdicts[verdictOfPath(scene.paths, scene.path)],
  },
  {
    name: 'decision',
    type: 'string',
    description: 'The decision that settled the packet',
    get: scene => decisionOfPath(scene.paths, scene.path) || undefined,
  },
  {
    name: 'host',
    type: 'string',
    description: 'The host that the packet came to, in a file that describes several',
    get: scene => scene.host,
  },
];

/** True when a filter's tree names one of these fields. */
function names(node: Node | null, fields: ReadonlySet<string>): boolean {
  switch (node?.kind) {
    case undefined:
      return false;
    case 'logic':
      return node.parts.some(part => names(part, fields));
    case 'not':
      return names(node.of, fields);
    case 'test':
      return namesIn(node.of, fields);
    case 'compare':
      return namesIn(node.left, fields) || namesIn(node.right, fields);
    case 'in':
      return namesIn(node.left, fields);
  }
}

function namesIn(operand: Operand, fields: ReadonlySet<string>): boolean {
  switch (operand.kind) {
    case 'word':
      return fields.has(operand.text);
    case 'slice':
    case 'sign':
      return namesIn(operand.of, fields);
    case 'call':
      return operand.operands.some(one => namesIn(one, fields));
    case 'arithmetic':
      return namesIn(operand.left, fields) || namesIn(operand.right, fields);
    default:
      return false;
  }
}
