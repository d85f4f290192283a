/** Scopes and variables that a client was shown, and what it may do with them until the session moves. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Host } from '../stack/host';
import type { Evaluator } from './evaluator';
import { Handles } from './handles';
import { inHex } from './hexadecimal';
import { RequestError } from './requestError';
import type { Sources } from './sources';
import type { Node } from './variables/node';
import type { Scope } from './variables/scopes';

type Place = DebugProtocol.LocationsResponse['body'] & object;

/** Where variables are. */
interface Whereabouts {
  readonly host: Host;
  /** Nothing of them can be set: no event runs there. */
  readonly readOnly: boolean;
}

/** A variable that was shown. */
interface Shown {
  readonly node: Node;
  readonly of: Whereabouts;
}

export class ShownVariables {
  private readonly nodes = new Handles<Shown>();
  private readonly places = new Handles<Place>();

  constructor(
    private readonly sources: Sources,
    private readonly evaluator: Evaluator,
  ) {}

  /** What was handed out before is void. */
  clear(): void {
    this.nodes.clear();
    this.places.clear();
  }

  /** Scopes as the protocol has them. */
  scopes(shown: readonly Scope[], of: Whereabouts): DebugProtocol.ScopesResponse['body'] {
    const scopes = shown.map(({ node, hint }) => ({
      name: node.name,
      variablesReference: this.nodes.add({ node, of }),
      expensive: hint === null,
      ...(hint === null ? {} : { presentationHint: hint }),
      ...(node.paged ? { indexedVariables: node.count } : {}),
    }));
    return { scopes };
  }

  /** `variables`. Throws RequestError for those handed out before the session moved. */
  variables(args: DebugProtocol.VariablesArguments): DebugProtocol.VariablesResponse['body'] {
    const shown = this.nodes.get(args.variablesReference);
    if (shown === undefined)
      throw new RequestError('These variables are no longer there: the session moved.');
    const { node, of } = shown;
    if (args.filter === (node.paged ? 'named' : 'indexed')) return { variables: [] };
    const count = node.count ?? 0;
    const from = args.start ?? 0;
    const to = args.count ? Math.min(count, from + args.count) : count;
    const hex = args.format?.hex === true;
    const children = node.children?.(from, to) ?? [];
    return { variables: children.map(child => this.variable({ node: child, of }, hex)) };
  }

  private variable(shown: Shown, hex: boolean): DebugProtocol.Variable {
    const { node } = shown;
    const readOnly = !isSettable(shown);
    const place = this.placeOf(node);
    return {
      name: node.name,
      value: hex ? inHex(node.value) : node.value,
      variablesReference: node.children === undefined ? 0 : this.nodes.add(shown),
      ...(node.type === undefined ? {} : { type: node.type }),
      ...(node.expression === undefined ? {} : { evaluateName: node.expression }),
      ...(node.count === undefined
        ? {}
        : node.paged
          ? { indexedVariables: node.count }
          : { namedVariables: node.count }),
      ...(node.memory === undefined ? {} : { memoryReference: node.memory }),
      ...(place === null ? {} : { valueLocationReference: this.places.add(place) }),
      ...(readOnly ? { presentationHint: { attributes: ['readOnly'] } } : {}),
    };
  }

  /** The expression of a variable that was shown. Throws RequestError when it cannot be set. */
  expressionOf(args: DebugProtocol.SetVariableArguments): string {
    const shown = this.childNamed(args.variablesReference, args.name);
    const expression = shown?.node.expression;
    if (shown?.of.readOnly === true) {
      throw new RequestError(`${args.name} cannot be set: no packet is in this host here.`);
    }
    if (shown === undefined || expression === undefined || !isSettable(shown)) {
      throw new RequestError(
        `${args.name} cannot be set; fields of the packet, settings, MTUs and entries of tables can.`,
      );
    }
    return expression;
  }

  /**
   * The expression that means this variable alone: among several hosts a value of one of them is named with
   * it.
   */
  private watchable(shown: Shown | undefined): string | undefined {
    const expression = shown?.node.expression;
    if (shown === undefined || expression === undefined) return undefined;
    const named = `${shown.of.host.name}.${expression}`;
    const isOfHost = this.evaluator.isHostValue(expression) && this.evaluator.hostNamed(named) !== null;
    return isOfHost ? named : expression;
  }

  private childNamed(reference: number, name: string): Shown | undefined {
    const parent = this.nodes.get(reference);
    if (parent === undefined) return undefined;
    const node = parent.node.children?.(0, parent.node.count ?? 0).find(child => child.name === name);
    return node === undefined ? undefined : { ...parent, node };
  }

  /** Where a value comes from: its line of the `.stack` file, or of the source that takes the decision. */
  location(args: DebugProtocol.LocationsArguments): DebugProtocol.LocationsResponse['body'] {
    const place = this.places.get(args.locationReference);
    if (place === undefined) throw new RequestError('That value has no place.');
    return place;
  }

  private placeOf({ origin, place }: Node): Place | null {
    if (place !== undefined) return { source: place.source, line: this.sources.line(place.line) };
    const source = this.sources.stack();
    if (!origin || source === undefined) return null;
    return { source, line: this.sources.line(origin.line), column: this.sources.column(origin.from) };
  }

  /**
   * Whether a variable, an expression or a range of the packet's bytes can be watched, and by which `dataId`.
   */
  dataBreakpointInfo(
    args: DebugProtocol.DataBreakpointInfoArguments,
  ): DebugProtocol.DataBreakpointInfoResponse['body'] {
    if (args.asAddress === true) return bytesWatched(args);
    const expression =
      args.variablesReference === undefined
        ? args.name
        : this.watchable(this.childNamed(args.variablesReference, args.name));
    if (expression === undefined) {
      return { dataId: null, description: `${args.name} is no value that can be watched.` };
    }
    try {
      this.evaluator.check(expression);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      return { dataId: null, description: error.message };
    }
    return watched(expression);
  }
}

function isSettable({ node, of }: Shown): boolean {
  return !of.readOnly && node.settable === true;
}

/** A range of the packet's bytes, by address: an offset into it. VS Code gives the length negative. */
function bytesWatched({
  name,
  bytes,
}: DebugProtocol.DataBreakpointInfoArguments): DebugProtocol.DataBreakpointInfoResponse['body'] {
  const offset = Number(name);
  const length = Math.abs(bytes ?? 1);
  if (!Number.isInteger(offset) || offset < 0 || length < 1) {
    return { dataId: null, description: `${name} is no offset into the packet.` };
  }
  return watched(`frame[${offset}:${length}]`);
}

function watched(dataId: string): DebugProtocol.DataBreakpointInfoResponse['body'] {
  return { dataId, description: `changes ${dataId}`, accessTypes: ['write'], canPersist: true };
}
