/** Bytes above the stack, and bytes nobody knows: `data`. */
import { toHex } from '../wire/bytes';
import { type Dissection, GENERATED } from './dissection';
import { defineProtocol } from './registry';

const DATA = defineProtocol(
  'data',
  'Data',
  {
    data: ['data.data', 'bytes', '', 'Data'],
    len: ['data.len', 'int32', 'dec', 'Length'],
  },
  { text: dataText, needsAllLayers: true },
);

function dataText(d: Dissection, k: number): string {
  const at = d.offset[k];
  return toHex(d.sources[d.source[k]], at, at + d.length[k]);
}

/** Appends the rest of a packet as data, if there is any. Answers `reported`. */
export function dissectData(d: Dissection, at: number, end: number, reported: number): number {
  if (end <= at || !d.wantsAllLayers) return reported;
  d.enter(DATA.self);
  const n = d.currentNth;
  d.currentNth = d.layerNumber(DATA.self);
  const outer = d.openLayer(DATA.self, at, end - at);
  d.add(DATA.data, at, end - at);
  d.add(DATA.len, at, 0, end - at, GENERATED);
  d.close(outer);
  d.currentNth = n;
  return reported;
}
