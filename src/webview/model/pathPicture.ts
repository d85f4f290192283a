/** The ways that frames took through the stack: as a picture of decisions, and whole, the rarest first. */
import * as running from '#stack/running';
import type { PathPicture, WholePath } from '../protocol/paths';
import type { MachineRun } from './machineRun';
import { ENTRY, type FlowEdge, flowOf, type NodeId, type TakenPath, verdictOfNode } from './pathGraph';
import { placed } from './pathLayout';
import { decisionOfPath, verdictOfPath } from './pathTally';
import { Patience } from './patience';
import type { RowOrder } from './rowOrder';
import { pathWords } from './words';

const BRANCHES_MAX = 200;
const WHOLE_MAX = 50;

const nothing: PathPicture = {
  width: 0,
  height: 0,
  nodes: [],
  branches: [],
  merged: false,
  paths: [],
  frames: 0,
};

/** The picture over the frames of `shown`, or over all. */
export async function pathPicture(
  run: MachineRun | null,
  shown: RowOrder | null,
  signal: AbortSignal,
  breathe: () => Promise<void>,
): Promise<PathPicture> {
  if (run === null) return nothing;
  const taken = await takenPaths(run, shown, signal, breathe);
  const flow = flowOf(taken, BRANCHES_MAX);
  const place = placed(flow, labelOf, edgeLabel);
  return {
    width: place.width,
    height: place.height,
    nodes: flow.nodes.map(({ id, count }, i) => ({
      id: i,
      decision: decisionOf(id),
      label: labelOf(id),
      kind: id === ENTRY ? 'entry' : id < 0 ? 'verdict' : 'decision',
      verdict: verdictOfNode(id),
      count,
      ...place.node(id),
    })),
    branches: flow.edges.map((edge, i) => ({
      from: flow.nodes.findIndex(node => node.id === edge.from),
      to: flow.nodes.findIndex(node => node.id === edge.to),
      outcomes: edge.outcomes.map(outcomeText),
      label: edgeLabel(edge),
      count: edge.count,
      points: place.points(i),
    })),
    merged: flow.merged,
    paths: rarest(taken),
    frames: taken.reduce((sum, path) => sum + path.count, 0),
  };
}

interface Taken extends TakenPath {
  readonly decision: string;
  /** A frame that took it, from 1. */
  readonly example: number;
}

async function takenPaths(
  run: MachineRun,
  shown: RowOrder | null,
  signal: AbortSignal,
  breathe: () => Promise<void>,
): Promise<Taken[]> {
  const { paths } = run.replay;
  const counts = new Map<number, { count: number; example: number }>();
  const patience = new Patience(breathe);
  const rows = shown === null ? run.arrived : shown.count;
  for (let row = 0; row < rows && !signal.aborted; row++) {
    const frame = shown === null ? row : shown.at(row);
    const path = frame < 0 ? 0 : run.pathOf(frame);
    if (path !== 0) {
      const known = counts.get(path);
      if (known === undefined) counts.set(path, { count: 1, example: frame + 1 });
      else known.count++;
    }
    if (patience.over) await patience.rest();
  }
  return [...counts].map(([path, { count, example }]) => ({
    outcomes: paths.outcomesOf(path),
    verdict: verdictOfPath(paths, path),
    decision: decisionOfPath(paths, path),
    count,
    example,
  }));
}

function rarest(taken: readonly Taken[]): WholePath[] {
  return [...taken]
    .sort((a, b) => a.count - b.count || a.example - b.example)
    .slice(0, WHOLE_MAX)
    .map(({ outcomes, verdict, decision, count, example }) => ({
      outcomes: Array.from(outcomes, outcomeText),
      verdict,
      decision,
      count,
      example,
    }));
}

function outcomeText(outcome: number): string {
  return `${running.decisionOfOutcome[outcome].id}=${running.outcomeName(outcome)}`;
}

function decisionOf(id: NodeId): string {
  if (id === ENTRY) return '';
  return id < 0 ? running.verdicts[verdictOfNode(id)] : running.decisionOfOutcome[id].id;
}

function labelOf(id: NodeId): string {
  return id === ENTRY ? pathWords.entry : decisionOf(id);
}

function edgeLabel({ outcomes }: FlowEdge): string {
  return outcomes.length === 0 ? '' : running.outcomeName(outcomes[0]);
}
