/** Hop-by-hop and destination options headers of IPv6 (RFC 8200 4.3, 4.6). */
import { type Dissection, GENERATED } from '../dissection';
import { expert, GROUP, SEVERITY } from '../expert';
import { registerExtension } from '../nextHeader';
import { DSTOPTS, HOPOPTS, IPV6 } from './fields';
import { type OptionBody, take } from './optionBody';
import { DESTINATION, HOP, type Layout, layouts } from './options';

const ENDPOINT_IDENTIFICATION = 0x8a;
const LOW_BITS_EXPERIMENT = 0x1e;

/** Appends the options in `at` … `to`. An option's data may reach beyond, but not beyond the packet. */
function dissectOptions(
  d: Dissection,
  from: number,
  to: number,
  end: number,
  reported: number,
  header: number,
): void {
  const { bytes } = d;
  let at = from;
  while (at < to) {
    d.need(at, 2, end, reported);
    const type = bytes[at];
    const outer = d.open(IPV6.opt, at, type === 0 ? 1 : 2);
    const entry = d.currentParent;
    if (type === 0) {
      d.add(IPV6.optType, at, 1, 0);
      d.add(IPV6.optPad1, at, 1);
      at++;
    } else {
      const typeEntry = addType(d, at, type);
      const layout = layouts.get(type);
      if (layout !== undefined && (layout.header & header) === 0) {
        expert(d, IPV6.optHeaderMismatch, SEVERITY.note, GROUP.protocol, at, typeEntry);
      }
      if (type === ENDPOINT_IDENTIFICATION) {
        expert(d, IPV6.optDeprecated, SEVERITY.note, GROUP.deprecated, at, typeEntry);
      }
      const length = bytes[at + 1];
      const lengthEntry = d.add(IPV6.optLength, at + 1, 1, length);
      d.setLength(entry === outer ? -1 : entry, Math.min(2 + length, end - at));
      const used = dissectBody(d, type, layout, {
        at: at + 2,
        length,
        entry,
        typeEntry,
        lengthEntry,
        end,
        reported,
      });
      at += 2 + Math.max(length, used);
    }
    d.close(outer);
  }
}

function dissectBody(d: Dissection, type: number, layout: Layout | undefined, body: OptionBody): number {
  const { at, length, lengthEntry } = body;
  if (layout !== undefined) {
    if (length < layout.least || length > layout.most) {
      expert(d, IPV6.optInvalidLen, SEVERITY.warn, GROUP.malformed, at - 1, lengthEntry);
    }
    const used = layout.body(d, body);
    if (used >= length) return used;
    const k = d.add(IPV6.optUnknownData, take(d, body, used, length - used), length - used);
    expert(d, IPV6.optUnknownDataExpert, SEVERITY.note, GROUP.undecoded, at + used, k);
    return length;
  }
  take(d, body, 0, length);
  if ((type & 0x1f) === LOW_BITS_EXPERIMENT) d.add(IPV6.optExperimental, at, length);
  else {
    const k = d.add(IPV6.optUnknown, at, length);
    expert(d, IPV6.optUnknownDataExpert, SEVERITY.note, GROUP.undecoded, at, k);
  }
  return length;
}

function addType(d: Dissection, at: number, type: number): number {
  const outer = d.open(IPV6.optType, at, 1, type);
  const entry = d.currentParent;
  d.add(IPV6.optTypeAction, at, 1, type >> 6);
  d.add(IPV6.optTypeChange, at, 1, (type >> 5) & 1);
  d.add(IPV6.optTypeRest, at, 1, type & 31);
  d.close(outer);
  return entry === outer ? -1 : entry;
}

type OptionsHeader = typeof HOPOPTS | typeof DSTOPTS;

function dissectHeader(
  d: Dissection,
  ids: OptionsHeader,
  kind: number,
  at: number,
  end: number,
  reported: number,
): number {
  const { bytes } = d;
  d.need(at, 2, end, reported);
  const length = 8 * (bytes[at + 1] + 1);
  const outer = d.open(ids.self, at, Math.min(length, end - at));
  if (kind === HOP && at !== d.firstExtension) {
    expert(d, HOPOPTS.notFirst, SEVERITY.warn, GROUP.protocol, at);
  }
  d.add(ids.nxt, at, 1, bytes[at]);
  d.add(ids.len, at + 1, 1, bytes[at + 1]);
  d.add(ids.lenOct, at + 1, 1, length, GENERATED);
  dissectOptions(d, at + 2, at + length, end, reported, kind);
  d.close(outer);
  d.nextHeader = bytes[at];
  return at + length;
}

registerExtension(0, {
  protocol: HOPOPTS.self,
  dissect: (d, at, end, reported) => dissectHeader(d, HOPOPTS, HOP, at, end, reported),
});
registerExtension(60, {
  protocol: DSTOPTS.self,
  dissect: (d, at, end, reported) => dissectHeader(d, DSTOPTS, DESTINATION, at, end, reported),
});
