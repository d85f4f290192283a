/** Wireshark's own numbers for link types, as `frame.encap_type` shows them. */
const ENCAPSULATIONS = new Map<number, number>([
  [0, 15],
  [1, 1],
  [9, 4],
  [12, 7],
  [101, 7],
  [108, 15],
  [113, 25],
  [228, 129],
  [229, 130],
  [258, 171],
  [276, 210],
]);

/** Wireshark's number for a LINKTYPE_, -1 (per packet) for one not known here. */
export function encapsulationOf(linkType: number): number {
  return ENCAPSULATIONS.get(linkType) ?? -1;
}
