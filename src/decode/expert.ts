/** Expert information: what is wrong with a packet or worth a note, hung under the entry it is about. */
import { type Dissection, EXPERT, GENERATED, HIDDEN } from './dissection';
import { defineProtocol, type FieldId, fieldInfo } from './registry';

export const MALFORMED_MARK = defineProtocol(
  '_ws.malformed',
  'Malformed Packet',
  { expert: ['_ws.malformed.expert', 'none', '', 'Malformed Packet (Exception occurred)'] },
  { needsAllLayers: true },
);

/** Severities, as Wireshark numbers them. */
export const SEVERITY = {
  comment: 0x100000,
  chat: 0x200000,
  note: 0x400000,
  warn: 0x600000,
  error: 0x800000,
} as const;

/** What expert information is about, as Wireshark numbers it. */
export const GROUP = {
  checksum: 0x01000000,
  sequence: 0x02000000,
  response: 0x03000000,
  request: 0x04000000,
  undecoded: 0x05000000,
  reassemble: 0x06000000,
  malformed: 0x07000000,
  debug: 0x08000000,
  protocol: 0x09000000,
  security: 0x0a000000,
  comments: 0x0b000000,
  decryption: 0x0c000000,
  assumption: 0x0d000000,
  deprecated: 0x0e000000,
} as const;

/**
 * Appends expert information `id` (a field of type `none`) under entry `parent`, the current parent when left
 * out. The entry's value is the index of its message in `strings`, its `nanos` the severity. The message is
 * the field's label unless given.
 */
export function expert(
  d: Dissection,
  id: FieldId,
  severity: number,
  group: number,
  at: number,
  parent = d.currentParent,
  message?: string,
): void {
  const late = parent !== d.currentParent;
  const flags = GENERATED | EXPERT;
  const k = late ? d.addLate(id, parent, at, 0, 0, flags) : d.add(id, at, 0, 0, flags);
  if (k >= 0) {
    d.value[k] = d.strings.push(message ?? fieldInfo(id).label) - 1;
    d.nanos[k] = severity;
  }
  if (group !== GROUP.malformed) return;
  if (late) d.addLate(MALFORMED_MARK.self, parent, at, 0, 0, GENERATED | HIDDEN);
  else d.add(MALFORMED_MARK.self, at, 0, 0, GENERATED | HIDDEN);
}
