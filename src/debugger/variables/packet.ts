/** The packet as layers and fields, as it is at a moment. */
import { type Dissection, fieldInfo, type LayerNode, layers } from '../../decode';
import { dissectPacket, plaintextIn } from '../../replay/plaintext';
import type { Step } from '../../stack/recorder';
import { toHex } from '../../wire/bytes';
import type { Node } from './node';

/** ESP within ESP is followed so deep. */
const ESP_DEPTH_MAX = 8;

/**
 * Layers of a dissection above the frame, and behind its ESP those of the plaintext, where the machine knew
 * it; nodes hold no reference to it.
 *
 * @param memory shows the packet's bytes
 * @param steps of the event, from which plaintexts are known
 */
export function packetNodes(d: Dissection, memory: string, steps: readonly Step[]): Node[] {
  if (d.sources[0].length === 0) return [];
  return [...layersOf(d).map(layer => layerNode(d, layer, memory)), ...insideNodes(d, steps, 1)];
}

function layersOf(d: Dissection): LayerNode[] {
  return layers(d).filter(layer => layer.name !== 'frame' && layer.name !== 'raw');
}

/** What lies within ESP has no bytes in the packet: it can be read, not set. */
function insideNodes(d: Dissection, steps: readonly Step[], depth: number): Node[] {
  const inside = depth > ESP_DEPTH_MAX ? null : plaintextIn(d, steps);
  if (inside === null) return [];
  const within = dissectPacket(inside.packet);
  const own = layersOf(within).filter(({ source, offset }) => source !== 0 || offset >= inside.offset);
  const nodes = own.map(layer => layerNode(within, layer, null));
  return [
    ...nodes.map(node => ({ ...node, value: `inside ESP: ${node.value}` })),
    ...insideNodes(within, steps, depth + 1),
  ];
}

function layerNode(d: Dissection, layer: LayerNode, memory: string | null): Node {
  const packet = d.sources[0];
  const info = fieldInfo(d.field[layer.entry]);
  const isProtocol = info.type === 'protocol';
  const children = layer.children.map(child => layerNode(d, child, memory));
  const own = memory !== null && layer.source === 0 && layer.length > 0;
  const bytes = own && !isProtocol ? toHex(packet, layer.offset, layer.offset + layer.length) : '';
  return {
    name: isProtocol ? layer.name : layer.label,
    value: isProtocol ? layer.label : layer.text,
    type:
      bytes === ''
        ? info.type
        : `${info.type}, bytes ${layer.offset} to ${layer.offset + layer.length - 1}: ${bytes}`,
    expression: isProtocol || memory === null ? undefined : layer.name,
    settable: own && !isProtocol && children.length === 0,
    ...(own ? { at: { offset: layer.offset, length: layer.length }, memory } : {}),
    ...(children.length === 0
      ? {}
      : { count: children.length, children: (from: number, to: number) => children.slice(from, to) }),
  };
}
