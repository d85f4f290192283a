/** Which fields of a frame can be compared with tshark's. */
import { allFields, fieldNamed } from '../../src/decode';

/**
 * Which protocols of a frame are comparable: all of them when every layer is ours, else those before the
 * first foreign one.
 */
export function comparable(layers: string): { whole: boolean; protocols: Set<string> } {
  const protocols = new Set(['frame', 'data']);
  for (const layer of layers.split(':')) {
    if (fieldNamed(layer) === undefined) return { whole: false, protocols };
    protocols.add(layer);
  }
  return { whole: true, protocols };
}

/** The protocol whose layer an entry of field `name` lies in. */
export function protocolOf(name: string): string {
  const field = fieldNamed(name)!;
  return allFields()[field.protocol].name;
}
