/** What a decoder shows where a dissector had to stop. */
import { CONTAINED, type Dissection, GENERATED, MALFORMED, SHORT, UNREASSEMBLED } from './dissection';
import { expert, GROUP, MALFORMED_MARK, SEVERITY } from './expert';
import { defineProtocol, type FieldId, fieldInfo } from './registry';

export const SHORT_MARK = defineProtocol('_ws.short', 'Short Frame', {}, { needsAllLayers: true });
export const UNREASSEMBLED_MARK = defineProtocol(
  '_ws.unreassembled',
  'Unreassembled Fragmented Packet',
  {
    expert: [
      '_ws.unreassembled.expert',
      'none',
      '',
      'Unreassembled fragment (change preferences to enable reassembly)',
    ],
  },
  { needsAllLayers: true },
);

/** What a mark adds when a part of a header reaches beyond its packet. */
export const CONTAINED_TEXT = ': length of contained item exceeds length of containing item';

/** Whether a thrown thing says that a packet is malformed. */
export function isMalformed(thrown: unknown): boolean {
  return thrown === MALFORMED || thrown === CONTAINED;
}

/** Whether a thrown thing is one of those that a dissector throws when bytes are missing. */
export function isProblem(thrown: unknown): boolean {
  return thrown === SHORT || isMalformed(thrown) || thrown === UNREASSEMBLED;
}

/**
 * Appends the mark for a problem, blamed on the protocol that was being dissected: `nanos` of its entry is
 * that protocol, `nth` the number of its layer. Rethrows anything else.
 */
export function markProblem(d: Dissection, problem: unknown, at: number): void {
  if (!isProblem(problem)) throw problem;
  const blamed = fieldInfo(d.currentProtocol).short;
  d.currentParent = -1;
  if (problem === SHORT) {
    addMark(d, SHORT_MARK.self, at, `[Packet size limited during capture: ${blamed} truncated]`);
    return;
  }
  const malformed = isMalformed(problem);
  const mark = malformed ? MALFORMED_MARK : UNREASSEMBLED_MARK;
  const contained = problem === CONTAINED ? CONTAINED_TEXT : '';
  const text = malformed
    ? `[Malformed Packet: ${blamed}${contained}]`
    : `[BoundError Unreassembled Packet: ${blamed}]`;
  const k = addMark(d, mark.self, at, text);
  if (k >= 0) d.currentParent = k;
  if (malformed) expert(d, mark.expert, SEVERITY.error, GROUP.malformed, at);
  else expert(d, mark.expert, SEVERITY.note, GROUP.undecoded, at);
  d.currentParent = -1;
}

function addMark(d: Dissection, mark: FieldId, at: number, text: string): number {
  if (!d.wants(mark)) return -1;
  const k = d.addText(mark, at, 0, text, GENERATED);
  d.nanos[k] = d.currentProtocol;
  return k;
}
