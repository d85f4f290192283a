/** Values that the user sets: from text to what happens to host or packet when the event is run again. */
import * as running from '#stack/running';
import { fieldInfo, fieldNamed } from '../decode';
import { encodeValue, type FieldPlace, writeValue } from '../decode/write';
import type { Host } from '../stack/host';
import type { Mbuf } from '../stack/net/mbuf';
import { entryChange } from './entryChange';
import type { Evaluator } from './evaluator';
import type { Moment } from './moment';
import { RequestError } from './requestError';
import { parseEntryName } from './tableEntries';
import type { Change, Timeline } from './timeline';

/**
 * The change of `expression` to `value` at a moment. Throws RequestError with what can be set, or how to
 * write the value.
 */
export function parseChange(
  expression: string,
  value: string,
  at: Moment,
  evaluator: Evaluator,
  timeline: Timeline,
): Change {
  const text = `${expression} = ${value}`;
  if (at.step >= timeline.recorded(at.event).steps.length) {
    throw new RequestError('Nothing follows from here: step back to a decision to set a value there.');
  }
  if (expression.startsWith('net.')) return { at, text, apply: settingChange(expression, value) };
  const mtu = /^if\.([^.]+)\.mtu$/.exec(expression);
  if (mtu !== null) return { at, text, apply: mtuChange(timeline.hostAt(at), mtu[1], value) };
  const entry = parseEntryName(expression);
  if (entry !== null) return { at, text, apply: entryChange(entry, value, timeline.hostAt(at)) };
  return { at, text, apply: packetChange(expression, value, at, evaluator, timeline) };
}

type Apply = (host: Host, m: Mbuf | null) => void;

function settingChange(name: string, value: string): Apply {
  const variable = running.sysctls[name];
  const number = integer(value);
  if (variable === undefined) throw new RequestError(`There is no setting ${name}.`);
  if (variable.readonly) throw new RequestError(`${name} cannot be set.`);
  if (number < variable.min || number > variable.max) {
    throw new RequestError(`${name} takes ${variable.min} to ${variable.max}, not ${value}.`);
  }
  return host => variable.set(host, number);
}

function mtuChange(here: Host, name: string, value: string): Apply {
  if (here.interfaces.every(one => one.name !== name)) {
    throw new RequestError(`There is no interface ${name}.`);
  }
  const mtu = integer(value);
  const { IF_MINMTU: least, IF_MAXMTU: most } = running;
  if (mtu < least || mtu > most) throw new RequestError(`An MTU is ${least} to ${most} bytes, not ${value}.`);
  return host => {
    const ifp = host.interfaces.find(one => one.name === name);
    if (ifp !== undefined) running.if_setmtu(host, ifp, mtu);
  };
}

/** Bytes of the packet under way: of a field, or of `frame[40:16]`. */
function packetChange(
  expression: string,
  value: string,
  at: Moment,
  evaluator: Evaluator,
  timeline: Timeline,
): Apply {
  const recorded = timeline.recorded(at.event);
  const found = evaluator.placeIn(recorded, at.step, expression);
  if (found === 'part') {
    throw new RequestError(`${expression} shares its bytes with other fields; set the bytes, as frame[0:1].`);
  }
  if (found === null) {
    throw new RequestError(
      `${expression} cannot be set here; fields of the packet, settings, MTUs and entries of tables can.`,
    );
  }
  if (recorded.steps[at.step].packetNumber === 0) {
    throw new RequestError('The packet can be set once the link has handed it on: step forward first.');
  }
  const bytes = encodeValue(value, found);
  if (bytes === null) throw new RequestError(wrongValue(expression, value, found));
  return (_host, m) => {
    if (m === null || found.offset + found.length > m.len) return;
    writeValue(m.data, m.off, found, bytes);
  };
}

function wrongValue(expression: string, value: string, { length, mask }: FieldPlace): string {
  if (mask !== 0)
    return isInteger(value)
      ? `${value} is no value for ${expression}: it does not fit.`
      : `${value} is no whole number.`;
  const type = fieldNamed(expression);
  const what = type === undefined ? `${length} bytes` : fieldInfo(type.id).type;
  return `${value} is no value for ${expression}, which takes ${what}.`;
}

function integer(value: string): number {
  if (!isInteger(value)) throw new RequestError(`${value} is no whole number.`);
  return Number(value.trim());
}

function isInteger(value: string): boolean {
  return value.trim() !== '' && Number.isInteger(Number(value.trim()));
}
