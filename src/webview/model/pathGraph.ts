/** Paths laid over each other: which decision followed which, and how many frames went there. */
import * as running from '#stack/running';

/** A path that frames took. */
export interface TakenPath {
  readonly outcomes: ArrayLike<number>;
  readonly verdict: number;
  readonly count: number;
}

/** The entry, a decision by the number of its first outcome, or a verdict: `verdictNode(n)`. */
export type NodeId = number;
export const ENTRY: NodeId = -1;

interface FlowNode {
  readonly id: NodeId;
  readonly count: number;
}

export interface FlowEdge {
  readonly from: NodeId;
  readonly to: NodeId;
  /** Outcomes taken one after the other on the way; the first is that of the decision it leaves. */
  readonly outcomes: readonly number[];
  readonly count: number;
}

export interface Flow {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
  /** True when rarer ways were taken together. */
  readonly merged: boolean;
}

/** Node of a verdict by its number. */
export function verdictNode(verdict: number): NodeId {
  return -2 - verdict;
}

/** Number of the verdict of a verdict's node, else 0. */
export function verdictOfNode(node: NodeId): number {
  return node <= -2 ? -2 - node : 0;
}

/** Paths drawn in full at most when there are too many branches. */
const WHOLE_MAX = 256;

/**
 * The flow of all paths with at most `most` branches: the rarest paths keep only the way that they share with
 * commoner ones.
 */
export function flowOf(paths: readonly TakenPath[], most: number): Flow {
  const byCount = [...paths].sort((a, b) => b.count - a.count);
  let whole = byCount.length;
  for (;;) {
    const flow = new FlowBuilder(byCount, whole).flow();
    if (flow.edges.length <= most || whole === 0) return flow;
    whole = Math.min(WHOLE_MAX, Math.floor(whole / 2));
  }
}

interface Link {
  readonly from: NodeId;
  readonly outcome: number;
  readonly to: NodeId;
  count: number;
  /** The last path that was counted here: a loop counts once. */
  seen: number;
}

class FlowBuilder {
  private readonly links = new Map<string, Link>();
  private readonly counts = new Map<NodeId, { count: number; seen: number }>();
  private readonly merged: boolean;

  constructor(paths: readonly TakenPath[], whole: number) {
    this.merged = whole < paths.length;
    for (const [i, path] of paths.entries()) this.add(path, i, i < whole);
  }

  flow(): Flow {
    const leaving = grouped([...this.links.values()], link => link.from);
    const arriving = grouped([...this.links.values()], link => link.to);
    const kept = (node: NodeId) =>
      node < 0 || leaving.get(node)?.length !== 1 || arriving.get(node)?.length !== 1;
    const edges: FlowEdge[] = [];
    const nodes = new Set<NodeId>([ENTRY]);
    for (const link of this.links.values()) {
      if (!kept(link.from)) continue;
      const outcomes = link.outcome < 0 ? [] : [link.outcome];
      let last = link;
      while (!kept(last.to)) {
        last = (leaving.get(last.to) as Link[])[0];
        outcomes.push(last.outcome);
      }
      nodes.add(link.from).add(last.to);
      edges.push({ from: link.from, to: last.to, outcomes, count: link.count });
    }
    const counted = [...nodes].map(id => ({ id, count: this.counts.get(id)?.count ?? 0 }));
    return { nodes: counted, edges, merged: this.merged };
  }

  /**
   * Lays one path over the others; when not `whole`, only as far as others go, and then straight to its
   * verdict.
   */
  private add({ outcomes, verdict, count }: TakenPath, number: number, whole: boolean): void {
    let from = ENTRY;
    let outcome = -1;
    this.countNode(ENTRY, count, number);
    for (let i = 0; i < outcomes.length; i++) {
      const to = running.decisionOfOutcome[outcomes[i]].first;
      if (!whole && !this.links.has(keyOf(from, outcome, to))) break;
      this.countLink(from, outcome, to, count, number);
      from = to;
      outcome = outcomes[i];
    }
    this.countLink(from, outcome, verdictNode(verdict), count, number);
  }

  private countLink(from: NodeId, outcome: number, to: NodeId, count: number, number: number): void {
    const key = keyOf(from, outcome, to);
    let link = this.links.get(key);
    if (link === undefined) {
      link = { from, outcome, to, count: 0, seen: -1 };
      this.links.set(key, link);
    }
    if (link.seen !== number) link.count += count;
    link.seen = number;
    this.countNode(to, count, number);
  }

  private countNode(id: NodeId, count: number, number: number): void {
    const known = this.counts.get(id);
    if (known === undefined) this.counts.set(id, { count, seen: number });
    else if (known.seen !== number) {
      known.count += count;
      known.seen = number;
    }
  }
}

function keyOf(from: NodeId, outcome: number, to: NodeId): string {
  return `${from} ${outcome} ${to}`;
}

function grouped<T>(all: readonly T[], key: (one: T) => NodeId): Map<NodeId, T[]> {
  const groups = new Map<NodeId, T[]>();
  for (const one of all) {
    const group = groups.get(key(one));
    if (group === undefined) groups.set(key(one), [one]);
    else group.push(one);
  }
  return groups;
}
