/**
 * The ways that packets took through the stack, frames and others: as a picture of decisions, and whole, the
 * rarest first.
 */
import * as running from '#stack/running';
import type { PathPicture, WholePath } from '../protocol/paths';
import type { MachineRun } from './machineRun';
import { ENTRY, type FlowEdge, flowOf, type NodeId, type TakenPath, verdictOfNode } from './pathGraph';
import { placed } from './pathLayout';
import { decisionOfPath, verdictOfPath } from './pathTally';
import { Patience } from './patience';
import { eventEntry, type RowOrder } from './rowOrder';
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
  packets: 0,
};

/** The picture over the packets of `shown`, or over all. */
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
    paths: rarest(taken, run),
    packets: taken.reduce((sum, path) => sum + path.count, 0),
  };
}

interface Taken extends TakenPath {
  readonly decision: string;
  /** A packet that took it, as in RowOrder. */
  readonly entry: number;
}

async function takenPaths(
  run: MachineRun,
  shown: RowOrder | null,
  signal: AbortSignal,
  breathe: () => Promise<void>,
): Promise<Taken[]> {
  const { paths, extras } = run.replay;
  const counts = new Map<number, { count: number; entry: number }>();
  const patience = new Patience(breathe);
  const { arrived } = run;
  const rows = shown === null ? arrived + extras.count : shown.count;
  for (let row = 0; row < rows && !signal.aborted; row++) {
    const entry = shown !== null ? shown.at(row) : row < arrived ? row : eventEntry(row - arrived);
    const path = run.pathOfEntry(entry);
    if (path !== 0) {
      const known = counts.get(path);
      if (known === undefined) counts.set(path, { count: 1, entry });
      else known.count++;
    }
    if (patience.over) await patience.rest();
  }
  return [...counts].map(([path, { count, entry }]) => ({
    outcomes: paths.outcomesOf(path),
    verdict: verdictOfPath(paths, path),
    decision: decisionOfPath(paths, path),
    count,
    entry,
  }));
}

/**
 * In the order in which they were taken where several are as rare: those of frames before those of packets on
 * links.
 */
function rarest(taken: readonly Taken[], run: MachineRun): WholePath[] {
  return [...taken]
    .sort((a, b) => a.count - b.count)
    .slice(0, WHOLE_MAX)
    .map(({ outcomes, verdict, decision, count, entry }) => ({
      outcomes: Array.from(outcomes, outcomeText),
      verdict,
      decision,
      count,
      example: exampleOf(run, entry),
    }));
}

function exampleOf({ replay, program }: MachineRun, entry: number): WholePath['example'] {
  if (entry >= 0) return { frame: entry + 1 };
  const k = eventEntry(entry);
  const { abouts, times } = replay.extras;
  const frame = program.names.at(abouts[k] - 1)?.frame ?? 0;
  return { frame, event: { number: k + 1, time: times[k] } };
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
