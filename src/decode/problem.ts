/** What a decoder shows where a dissector had to stop. */
import { CONTAINED, type Dissection, GENERATED, MALFORMED, SHORT, UNREASSEMBLED } from './dissection';
import { expert, GROUP, MALFORMED_MARK, SEVERITY } from './expert';
import { defineProtocol, fieldInfo } from './registry';

const SHORT_MARK = defineProtocol('_ws.short', 'Short Frame', {}, { needsAllLayers: true });
const UNREASSEMBLED_MARK = defineProtocol(
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

/** Whether a thrown thing says that a packet is malformed. */
export function isMalformed(thrown: unknown): boolean {
  return thrown === MALFORMED || thrown === CONTAINED;
}

/** Whether a thrown thing is one of those that a dissector throws when bytes are missing. */
export function isProblem(thrown: unknown): boolean {
  return thrown === SHORT || isMalformed(thrown) || thrown === UNREASSEMBLED;
}

/** Appends the mark for a problem, blamed on the protocol that was being dissected. Rethrows anything else. */
export function markProblem(d: Dissection, problem: unknown, at: number): void {
  if (!isProblem(problem)) throw problem;
  const blamed = fieldInfo(d.currentProtocol).short;
  d.currentParent = -1;
  if (problem === SHORT) {
    if (d.wants(SHORT_MARK.self)) {
      d.addText(
        SHORT_MARK.self,
        at,
        0,
        `[Packet size limited during capture: ${blamed} truncated]`,
        GENERATED,
      );
    }
    return;
  }
  const malformed = isMalformed(problem);
  const mark = malformed ? MALFORMED_MARK : UNREASSEMBLED_MARK;
  const contained =
    problem === CONTAINED ? ': length of contained item exceeds length of containing item' : '';
  const text = malformed
    ? `[Malformed Packet: ${blamed}${contained}]`
    : `[BoundError Unreassembled Packet: ${blamed}]`;
  const k = d.wants(mark.self) ? d.addText(mark.self, at, 0, text, GENERATED) : -1;
  if (k >= 0) d.currentParent = k;
  if (malformed) expert(d, mark.expert, SEVERITY.error, GROUP.malformed, at);
  else expert(d, mark.expert, SEVERITY.note, GROUP.undecoded, at);
  d.currentParent = -1;
}
