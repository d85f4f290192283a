/** Wireshark's own numbers for link types, as `frame.encap_type` shows them. */
import { LINKTYPE_NONE } from '../wire/linktype';
import { NO_ENCAPSULATION } from './frame';

const ENCAPSULATIONS = new Map<number, number>([
  [0, 15],
  [1, 1],
  [9, 4],
  [12, 7],
  [14, 7],
  [50, 4],
  [51, 139],
  [101, 7],
  [108, 174],
  [107, 26],
  [113, 25],
  [149, 47],
  [195, 104],
  [204, 19],
  [228, 129],
  [229, 130],
  [253, 158],
  [258, 171],
  [276, 210],
]);

/** Wireshark's number for a LINKTYPE_, -1 (per packet) for one not known here. */
export function encapsulationOf(linkType: number): number {
  if (linkType === LINKTYPE_NONE) return NO_ENCAPSULATION;
  return ENCAPSULATIONS.get(linkType) ?? -1;
}
