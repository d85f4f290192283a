/** A dissection as a tree for people. */
import { type Dissection, EXPERT, GENERATED, HIDDEN } from './dissection';
import { valueName } from './names/valueNames';
import { fieldInfo } from './registry';
import { fieldText } from './text';

export interface LayerNode {
  /** Index of the entry in the dissection. */
  readonly entry: number;
  /** Filter name. */
  readonly name: string;
  /** Label for people; a protocol's own line. */
  readonly label: string;
  /** Text of the value, with its name where it has one; empty for protocols. */
  readonly text: string;
  /** Derived by the decoder: not on the wire, or what is wrong with it. */
  readonly generated: boolean;
  /** From the start of the frame, or of the reassembled datagram `source`. */
  readonly offset: number;
  readonly length: number;
  readonly source: number;
  readonly children: LayerNode[];
}

/** The visible entries as a tree, protocols at the top. */
export function layers(d: Dissection): LayerNode[] {
  const roots: LayerNode[] = [];
  const nodes = new Map<number, LayerNode>();
  for (const k of d.inTreeOrder()) {
    if ((d.flags[k] & HIDDEN) !== 0) continue;
    const info = fieldInfo(d.field[k]);
    const isProtocol = info.type === 'protocol';
    const isExpert = (d.flags[k] & EXPERT) !== 0;
    const text = isProtocol || info.type === 'none' ? '' : fieldText(d, k);
    const name = valueName(info.values, d.value[k]);
    const node: LayerNode = {
      entry: k,
      name: info.name,
      label: isExpert
        ? d.strings[d.value[k]]
        : isProtocol && info.text !== undefined && info.name !== 'data'
          ? fieldText(d, k)
          : info.label,
      text: name === undefined ? text : `${name} (${text})`,
      generated: (d.flags[k] & GENERATED) !== 0,
      offset: d.source[k] === 0 ? d.offset[k] - d.frameAt : d.offset[k],
      length: d.length[k],
      source: d.source[k],
      children: [],
    };
    nodes.set(k, node);
    (nodes.get(d.parent[k])?.children ?? roots).push(node);
  }
  return roots;
}
