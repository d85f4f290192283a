/** What is wrong or unknown in ICMPv6 messages. */
import type { Dissection } from '../dissection';
import { expert, GROUP, SEVERITY } from '../expert';
import type { FieldId } from '../registry';
import { ICMPV6 } from './fields';

/** Appends the rest of an option, from `at` to `optionEnd`, as unknown data, if there is any. */
export function addUnknownData(
  d: Dissection,
  at: number,
  optionEnd: number,
  end: number,
  reported: number,
): void {
  if (at >= optionEnd) return;
  d.need(at, optionEnd - at, end, reported);
  const outer = d.open(ICMPV6.unknownData, at, optionEnd - at);
  expert(d, ICMPV6.unknownDataExpert, SEVERITY.error, GROUP.malformed, at);
  d.close(outer);
}

/** Something that is known not to be decoded: a type of message or option. */
export function noteUndecoded(d: Dissection, id: FieldId, at: number): void {
  expert(d, id, SEVERITY.note, GROUP.undecoded, at);
}

export function noteInvalidLength(d: Dissection, at: number): void {
  expert(d, ICMPV6.invalidOptionLength, SEVERITY.error, GROUP.malformed, at);
}

/** A value that the protocol forbids. */
export function warn(d: Dissection, id: FieldId, at: number): void {
  expert(d, id, SEVERITY.warn, GROUP.protocol, at);
}
