/** The packet as layers and fields, as it is at a moment. */
import { type Dissection, fieldInfo, type LayerNode, layers } from '../../decode';
import { toHex } from '../../wire/bytes';
import type { Node } from './node';

/** Layers of a dissection above the frame; nodes hold no reference to it. `memory` shows the packet's bytes. */
export function packetNodes(d: Dissection, memory: string): Node[] {
  const packet = d.sources[0];
  if (packet.length === 0) return [];
  return layers(d)
    .filter(layer => layer.name !== 'frame' && layer.name !== 'raw')
    .map(layer => layerNode(d, packet, layer, memory));
}

function layerNode(d: Dissection, packet: Uint8Array, layer: LayerNode, memory: string): Node {
  const info = fieldInfo(d.field[layer.entry]);
  const isProtocol = info.type === 'protocol';
  const children = layer.children.map(child => layerNode(d, packet, child, memory));
  const own = layer.source === 0 && layer.length > 0;
  const bytes = own && !isProtocol ? toHex(packet, layer.offset, layer.offset + layer.length) : '';
  return {
    name: isProtocol ? layer.name : layer.label,
    value: isProtocol ? layer.label : layer.text,
    type:
      bytes === ''
        ? info.type
        : `${info.type}, bytes ${layer.offset} to ${layer.offset + layer.length - 1}: ${bytes}`,
    expression: isProtocol ? undefined : layer.name,
    settable: own && !isProtocol && children.length === 0,
    ...(own ? { at: { offset: layer.offset, length: layer.length }, memory } : {}),
    ...(children.length === 0
      ? {}
      : { count: children.length, children: (from: number, to: number) => children.slice(from, to) }),
  };
}
