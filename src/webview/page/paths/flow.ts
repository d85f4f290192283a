/** The picture of paths as a drawing: branches as thick as the packets that took them, decisions as boxes. */
import { nothing, svg } from 'lit';
import type { PathBranch, PathNode, PathPicture } from '../../protocol/paths';
import { verdictLooks } from '../look/verdicts';
import { pathWords } from '../words';

/** Thinnest and thickest branch, in CSS pixels. */
const THIN = 1.25;
const THICK = 14;

/** What the pointer can do with a branch, and how branches stand out. */
interface FlowLook {
  /** Place of the branch that has the keyboard, -1 for none. */
  readonly active: number;
  /** Place of the branch that the list is restricted to, -1 for none. */
  readonly chosen: number;
  choose(branch: PathBranch): void;
}

export function flow(picture: PathPicture, look: FlowLook) {
  const { nodes, branches, packets } = picture;
  return svg`${branches.map((branch, i) => edge(branch, i, nodes, packets, look))}
    ${nodes.map(box)}
    ${branches.map(label)}`;
}

function edge(branch: PathBranch, i: number, nodes: readonly PathNode[], packets: number, look: FlowLook) {
  const to = nodes[branch.to];
  const color = to.kind === 'verdict' ? `v-${verdictLooks[to.verdict]?.name ?? 'none'}` : '';
  const classes = ['branch', color, i === look.active ? 'active' : '', i === look.chosen ? 'chosen' : ''];
  const line = curve(branch.points);
  return svg`<g
    id="branch${i}"
    class=${classes.join(' ')}
    role="option"
    aria-selected=${i === look.chosen}
    aria-label=${branchName(branch, nodes)}
    @click=${() => look.choose(branch)}
  >
    <title>${branchName(branch, nodes)}</title>
    <path class="reach" d=${line}/>
    <path class="line" d=${line} stroke-width=${thickness(branch.count, packets)}/>
  </g>`;
}

/** `ip6_forward.route-lookup found, to ip6_forward.link-mtu: 12 packets`. */
function branchName(branch: PathBranch, nodes: readonly PathNode[]): string {
  const { from, to, label, count } = branch;
  return pathWords.branch(nodes[from].label, label, nodes[to].label, count);
}

function thickness(count: number, packets: number): number {
  return Math.max(THIN, (THICK * count) / Math.max(1, packets));
}

function box({ kind, verdict, x, y, width, height, label, count }: PathNode) {
  const look = kind === 'verdict' ? verdictLooks[verdict] : undefined;
  return svg`<g class="node ${kind} ${look === undefined ? '' : `v-${look.name}`}" aria-hidden="true">
    <title>${pathWords.node(look?.word ?? label, count)}</title>
    <rect x=${x - width / 2} y=${y - height / 2} width=${width} height=${height} rx="2"/>
    <text x=${x} y=${y + 4}>${look?.word ?? label}</text>
  </g>`;
}

function label({ label: text, points }: PathBranch) {
  if (text === '') return nothing;
  const { x, y } = middle(points);
  return svg`<text class="outcome" aria-hidden="true" x=${x} y=${y + 4}>${text}</text>`;
}

/** The middle corner of a branch: there its label is. */
export function middle(points: Float64Array): { x: number; y: number } {
  const at = Math.floor(points.length / 4) * 2;
  return { x: points[at], y: points[at + 1] };
}

/** A line through corners, bent around those between its ends. */
function curve(points: Float64Array): string {
  const parts = [`M${points[0]} ${points[1]}`];
  for (let i = 2; i + 3 < points.length; i += 2) {
    const [x, y] = [points[i], points[i + 1]];
    parts.push(`Q${x} ${y} ${(x + points[i + 2]) / 2} ${(y + points[i + 3]) / 2}`);
  }
  parts.push(`L${points.at(-2)} ${points.at(-1)}`);
  return parts.join(' ');
}
