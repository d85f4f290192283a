/** Where the nodes and branches of a flow are drawn. */
import { Graph, layout, type Point } from '@dagrejs/dagre';
import type { Flow, FlowEdge, NodeId } from './pathGraph';

/** CSS pixels. */
const CHARACTER = 7;
const PADDING = 20;
const HEIGHT = 24;
const LABEL_HEIGHT = 16;
const GAP = 24;

interface Placed {
  readonly width: number;
  readonly height: number;
  /** Centre and size of a node. */
  node(id: NodeId): { x: number; y: number; width: number; height: number };
  /** Corners of a branch by its number: x, y, x, y… */
  points(edge: number): Float64Array;
}

/** Lays a flow out from top to bottom, with room for the labels. */
export function placed(
  flow: Flow,
  label: (id: NodeId) => string,
  edgeLabel: (edge: FlowEdge) => string,
): Placed {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: GAP, ranksep: GAP, edgesep: GAP / 2, marginx: GAP, marginy: GAP });
  for (const { id } of flow.nodes) {
    graph.setNode(String(id), { width: widthOf(label(id)) + PADDING, height: HEIGHT });
  }
  for (const [i, edge] of flow.edges.entries()) {
    const size = { width: widthOf(edgeLabel(edge)), height: LABEL_HEIGHT, labelpos: 'c' as const };
    graph.setEdge(String(edge.from), String(edge.to), size, String(i));
  }
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    node(id) {
      const { x = 0, y = 0, width: wide, height: high } = graph.node(String(id));
      return { x, y, width: wide, height: high };
    },
    points(i) {
      const { from, to } = flow.edges[i];
      const { points = [] } = graph.edge(String(from), String(to), String(i));
      return Float64Array.from(points.flatMap((point: Point) => [point.x, point.y]));
    },
  };
}

function widthOf(text: string): number {
  return CHARACTER * text.length;
}
