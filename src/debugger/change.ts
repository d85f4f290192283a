/** Values that the user sets: from text to what happens to host or packet when the event is run again. */
import * as running from '#stack/running';
import { fieldInfo, fieldNamed } from '../decode';
import type { Host } from '../stack/host';
import type { Mbuf } from '../stack/net/mbuf';
import { parseIpv4, parseIpv6, parseMac } from '../wire/address';
import { fromHex } from '../wire/bytes';
import { entryChange } from './entryChange';
import type { Evaluator } from './evaluator';
import type { Moment } from './moment';
import { RequestError } from './requestError';
import { parseEntryName } from './tableEntries';
import type { Change, Timeline } from './timeline';

/** The change of `expression` to `value` at a moment. Throws RequestError with what can be set, or how to write the value. */
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
  if (mtu < 72 || mtu > 65535) throw new RequestError(`An MTU is 72 to 65535 bytes, not ${value}.`);
  return host => {
    const ifp = host.interfaces.find(one => one.name === name);
    if (ifp !== undefined) ifp.mtu = mtu;
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
  const { offset, length, mask } = found;
  const bytes = mask === 0 ? encode(expression, value, length) : encodeBits(expression, value, length, mask);
  const keep = maskBytes(length, mask);
  return (_host, m) => {
    if (m === null || offset + length > m.len) return;
    for (let i = 0; i < length; i++) {
      const here = m.off + offset + i;
      m.data[here] = (m.data[here] & keep[i]) | bytes[i];
    }
  };
}

/** For each byte the bits that stay; all of them are given up by a field without a mask. */
function maskBytes(length: number, mask: number): Uint8Array {
  const keep = new Uint8Array(length);
  if (mask === 0) return keep;
  for (let i = 0; i < length; i++) keep[i] = ~Number((BigInt(mask) >> BigInt(8 * (length - 1 - i))) & 0xffn);
  return keep;
}

/** An integer in the bits of a mask. */
function encodeBits(expression: string, value: string, length: number, mask: number): Uint8Array {
  let shift = 0n;
  while (((BigInt(mask) >> shift) & 1n) === 0n) shift++;
  const shifted = BigInt(integer(value)) << shift;
  const bytes = (shifted & ~BigInt(mask)) === 0n ? integerBytes(String(shifted), length) : null;
  if (bytes === null) throw new RequestError(`${value} is no value for ${expression}: it does not fit.`);
  return bytes;
}

/** A value as `length` bytes: an address, `0a:0b` bytes, or an integer. */
function encode(expression: string, value: string, length: number): Uint8Array {
  const bytes =
    parseIpv6(value) ??
    parseIpv4(value) ??
    parseMac(value) ??
    colonBytes(value) ??
    integerBytes(value, length);
  if (bytes === null || bytes.length !== length) {
    const type = fieldNamed(expression);
    const what = type === undefined ? `${length} bytes` : fieldInfo(type.id).type;
    throw new RequestError(`${value} is no value for ${expression}, which takes ${what}.`);
  }
  return bytes;
}

function colonBytes(value: string): Uint8Array | null {
  return /^[0-9a-f]{2}([:-][0-9a-f]{2})+$/i.test(value) ? fromHex(value.replace(/[:-]/g, '')) : null;
}

function integerBytes(value: string, length: number): Uint8Array | null {
  if (!/^(0x[0-9a-f]+|\d+)$/i.test(value.trim()) || length > 8) return null;
  let rest = BigInt(value.trim());
  const bytes = new Uint8Array(length);
  for (let i = length - 1; i >= 0; i--) {
    bytes[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return rest === 0n ? bytes : null;
}

function integer(value: string): number {
  const number = Number(value.trim());
  if (value.trim() === '' || !Number.isInteger(number))
    throw new RequestError(`${value} is no whole number.`);
  return number;
}
