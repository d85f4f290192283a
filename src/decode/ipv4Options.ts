/** IPv4 options (RFC 791, 1063, 1108, 1393, 1770, 2113, 4782, FIPS 188). */

import { get16, get32, toHex } from '../wire/bytes';
import { type Dissection, GENERATED, HIDDEN } from './dissection';
import { expert, GROUP, SEVERITY } from './expert';
import { IP } from './ipv4Fields';
import { defineProtocol, type FieldId } from './registry';

const option = (name: string, label: string) =>
  defineProtocol(`ip.options.${name}`, label, {}, { text: optionText }).self;
const EOL = option('eol', 'IP Option - End of Options List (EOL)');
const NOP = option('nop', 'IP Option - No-Operation (NOP)');

/** How each option is laid out: its least length, or exact one, and what reads its body. */
interface Layout {
  readonly field: FieldId;
  readonly name: string;
  readonly length: number;
  readonly exact: boolean;
  readonly body: (d: Dissection, at: number, length: number, layer: number) => void;
}

const layouts: ReadonlyMap<number, Layout> = new Map<number, Layout>([
  [
    0x07,
    {
      field: option('record_route', 'IP Option - Record Route'),
      name: 'Record Route',
      length: 3,
      exact: false,
      body: recordRoute,
    },
  ],
  [
    0x83,
    {
      field: option('route', 'IP Option - Loose Source Route'),
      name: 'Loose Source Route',
      length: 3,
      exact: false,
      body: sourceRoute,
    },
  ],
  [
    0x89,
    {
      field: option('source_route', 'IP Option - Strict Source Route'),
      name: 'Strict Source Route',
      length: 3,
      exact: false,
      body: sourceRoute,
    },
  ],
  [
    0x44,
    {
      field: option('timestamp', 'IP Option - Time Stamp'),
      name: 'Time Stamp',
      length: 4,
      exact: false,
      body: timestamp,
    },
  ],
  [
    0x94,
    {
      field: option('routeralert', 'IP Option - Router Alert'),
      name: 'Router Alert',
      length: 4,
      exact: true,
      body: (d, at) => d.add(IP.optRa, at + 2, 2, get16(d.bytes, at + 2)),
    },
  ],
  [
    0x88,
    {
      field: option('sid', 'IP Option - Stream ID'),
      name: 'Stream ID',
      length: 4,
      exact: true,
      body: (d, at) => d.add(IP.optSid, at + 2, 2, get16(d.bytes, at + 2)),
    },
  ],
  [
    0x82,
    {
      field: option('security', 'IP Option - Security'),
      name: 'Security',
      length: 3,
      exact: false,
      body: security,
    },
  ],
  [
    0x85,
    {
      field: option('ext_security', 'IP Option - Extended Security'),
      name: 'Extended Security',
      length: 3,
      exact: false,
      body: extendedSecurity,
    },
  ],
  [
    0x86,
    {
      field: option('cipso', 'IP Option - Commercial Security'),
      name: 'Commercial Security',
      length: 10,
      exact: false,
      body: cipso,
    },
  ],
  [
    0x19,
    {
      field: option('qs', 'IP Option - Quick-Start'),
      name: 'Quick-Start',
      length: 8,
      exact: true,
      body: quickStart,
    },
  ],
  [
    0x0b,
    {
      field: option('mtu_probe', 'IP Option - MTU Probe'),
      name: 'MTU Probe',
      length: 4,
      exact: true,
      body: mtu,
    },
  ],
  [
    0x0c,
    {
      field: option('mtu_reply', 'IP Option - MTU Reply'),
      name: 'MTU Reply',
      length: 4,
      exact: true,
      body: mtu,
    },
  ],
  [
    0x52,
    {
      field: option('traceroute', 'IP Option - Traceroute'),
      name: 'Traceroute',
      length: 12,
      exact: true,
      body: traceroute,
    },
  ],
  [
    0x95,
    {
      field: option('sdb', 'IP Option - Selective Directed Broadcast'),
      name: 'Selective Directed Broadcast',
      length: 6,
      exact: false,
      body: directedBroadcast,
    },
  ],
]);

function optionText(d: Dissection, k: number): string {
  return toHex(d.sources[d.source[k]], d.offset[k], d.offset[k] + d.length[k]);
}

/** Appends the options in `from` … `to`, all of whose bytes are there. */
export function dissectOptions(d: Dissection, from: number, to: number): void {
  const { bytes } = d;
  let at = from;
  let nops = 0;
  while (at < to) {
    const type = bytes[at];
    if (type === 0 || type === 1) {
      const outer = d.open(type === 0 ? EOL : NOP, at, 1);
      addType(d, at, type);
      d.close(outer);
      if (type === 1 && ++nops === 4) expert(d, IP.nop, SEVERITY.warn, GROUP.protocol, at);
      at++;
      if (type === 0) return;
      continue;
    }
    nops = 0;
    const layout = layouts.get(type);
    const name = layout?.name ?? `Unknown (0x${type.toString(16).padStart(2, '0')})`;
    if (at + 1 >= to) {
      invalid(d, at, `${name} (length byte past end of options)`);
      return;
    }
    const length = bytes[at + 1];
    if (length < 2) {
      invalid(d, at, `${name} (with too-short option length = ${length} byte${length === 1 ? '' : 's'})`);
      return;
    }
    if (at + length > to) {
      invalid(d, at, `${name} (option length = ${length} bytes says option goes past end of options)`);
      return;
    }
    if (layout !== undefined) dissectOption(d, at, length, layout);
    at += length;
  }
}

function invalid(d: Dissection, at: number, message: string): void {
  expert(d, IP.optLenInvalid, SEVERITY.warn, GROUP.protocol, at, d.currentParent, message);
}

function dissectOption(d: Dissection, at: number, length: number, layout: Layout): void {
  const outer = d.open(layout.field, at, length);
  const layer = d.currentParent;
  addType(d, at, d.bytes[at]);
  const lengthEntry = d.add(IP.optLen, at + 1, 1, length);
  if (layout.exact ? length !== layout.length : length < layout.length) {
    const wanted = layout.exact ? `should be ${layout.length}` : `should be >= ${layout.length}`;
    const message = `${layout.name} (with option length = ${length} byte${length === 1 ? '' : 's'}; ${wanted})`;
    expert(d, IP.optLenInvalid, SEVERITY.warn, GROUP.protocol, at + 1, lengthEntry, message);
  }
  if (length >= layout.length) layout.body(d, at, length, layer);
  d.close(outer);
}

function addType(d: Dissection, at: number, type: number): void {
  const outer = d.open(IP.optType, at, 1, type);
  d.add(IP.optTypeCopy, at, 1, type >> 7);
  d.add(IP.optTypeClass, at, 1, (type >> 5) & 3);
  d.add(IP.optTypeNumber, at, 1, type & 31);
  d.close(outer);
}

function addRoute(d: Dissection, id: FieldId, host: FieldId, at: number): void {
  d.add(id, at, 4);
  d.add(host, at, 4, 0, GENERATED | HIDDEN);
}

/** Appends the pointer; false when it makes no sense. */
function pointer(d: Dissection, at: number): number {
  const value = d.bytes[at + 2];
  const entry = d.add(IP.optPtr, at + 2, 1, value);
  if (value < 4) {
    const message = `Pointer points before first address (${value})`;
    expert(d, IP.optPtrBeforeAddress, SEVERITY.warn, GROUP.protocol, at + 2, entry, message);
  } else if ((value & 3) !== 0) {
    const message = `Pointer points to middle of address (${value})`;
    expert(d, IP.optPtrMiddleAddress, SEVERITY.warn, GROUP.protocol, at + 2, entry, message);
  }
  return value;
}

function tooLong(d: Dissection, at: number): void {
  expert(d, IP.suboptTooLong, SEVERITY.warn, GROUP.protocol, at);
}

function recordRoute(d: Dissection, at: number, length: number): void {
  const next = pointer(d, at);
  for (let p = 3; p < length; p += 4) {
    if (p + 4 > length) {
      tooLong(d, at);
      return;
    }
    const empty = p + 1 >= next;
    addRoute(d, empty ? IP.emptyRt : IP.recRt, empty ? IP.emptyRtHost : IP.recRtHost, at + p);
  }
}

function sourceRoute(d: Dissection, at: number, length: number): void {
  const next = pointer(d, at);
  const usedUp = next > length;
  for (let p = 3; p < length; p += 4) {
    if (p + 4 > length) {
      tooLong(d, at);
      return;
    }
    const last = p + 8 > length;
    // The last address of a route in use is the destination, shown with the header.
    if (last && !usedUp) return;
    const passed = p + 1 < next;
    addRoute(d, passed ? IP.recRt : IP.srcRt, passed ? IP.recRtHost : IP.srcRtHost, at + p);
  }
}

function timestamp(d: Dissection, at: number, length: number): void {
  const { bytes } = d;
  d.add(IP.optPtr, at + 2, 1, bytes[at + 2]);
  d.add(IP.optOverflow, at + 3, 1, bytes[at + 3] >> 4);
  const flag = bytes[at + 3] & 15;
  d.add(IP.optFlag, at + 3, 1, flag);
  let p = 4;
  while (p < length) {
    if (flag === 0) {
      if (p + 4 > length) {
        tooLong(d, at);
        return;
      }
      d.add(IP.optTimeStamp, at + p, 4, get32(bytes, at + p));
      p += 4;
    } else {
      if (p + 8 > length) {
        tooLong(d, at);
        return;
      }
      d.add(IP.optTimeStampAddr, at + p, 4);
      d.add(IP.optTimeStamp, at + p + 4, 4, get32(bytes, at + p + 4));
      p += 8;
    }
  }
}

function security(d: Dissection, at: number, length: number): void {
  const { bytes } = d;
  d.add(IP.optSecCl, at + 2, 1, bytes[at + 2]);
  let p = 3;
  let more = true;
  while (p < length && more) {
    const flags = bytes[at + p];
    const outer = d.open(IP.optSecProtAuthFlags, at + p, 1, flags);
    if (p === 3) {
      d.add(IP.optSecProtAuthGenser, at + p, 1, flags >> 7);
      d.add(IP.optSecProtAuthSiopEsi, at + p, 1, (flags >> 6) & 1);
      d.add(IP.optSecProtAuthSci, at + p, 1, (flags >> 5) & 1);
      d.add(IP.optSecProtAuthNsa, at + p, 1, (flags >> 4) & 1);
      d.add(IP.optSecProtAuthDoe, at + p, 1, (flags >> 3) & 1);
      d.add(IP.optSecProtAuthUnassigned, at + p, 1, (flags >> 1) & 3);
    } else d.add(IP.optSecProtAuthUnassigned, at + p, 1, flags >> 1);
    d.add(IP.optSecProtAuthFti, at + p, 1, flags & 1);
    d.close(outer);
    more = (flags & 1) !== 0;
    p++;
  }
  if (p < length) invalid(d, at, 'Extraneous data in option');
}

function extendedSecurity(d: Dissection, at: number, length: number): void {
  d.add(IP.optExtSecAddSecInfoFormatCode, at + 2, 1, d.bytes[at + 2]);
  if (length > 3) d.add(IP.optExtSecAddSecInfo, at + 3, length - 3);
}

function cipso(d: Dissection, at: number, length: number): void {
  const { bytes } = d;
  d.add(IP.cipsoDoi, at + 2, 4, get32(bytes, at + 2));
  let p = 6;
  while (p < length) {
    const type = bytes[at + p];
    const size = bytes[at + p + 1];
    d.add(IP.cipsoTagType, at + p, 1, type);
    if (p + 1 >= length || size < 2 || p + size > length) {
      expert(d, IP.cipsoMalformed, SEVERITY.warn, GROUP.malformed, at + p);
      return;
    }
    if (type === 1 && size >= 4) {
      d.add(IP.cipsoSensitivityLevel, at + p + 3, 1, bytes[at + p + 3]);
      if (size > 4 && d.wants(IP.cipsoCategories)) {
        d.addText(IP.cipsoCategories, at + p + 4, size - 4, bitsSet(bytes, at + p + 4, size - 4));
      }
    } else if (type === 2 && size >= 4) {
      d.add(IP.cipsoSensitivityLevel, at + p + 3, 1, bytes[at + p + 3]);
      if (size > 4 && d.wants(IP.cipsoCategories)) {
        const values: number[] = [];
        for (let i = 4; i + 1 < size; i += 2) values.push(get16(bytes, at + p + i));
        d.addText(IP.cipsoCategories, at + p + 4, size - 4, values.join(','));
      }
    } else if (size > 2) d.add(IP.cipsoTagData, at + p + 2, size - 2);
    p += size;
  }
}

function bitsSet(bytes: Uint8Array, at: number, length: number): string {
  const bits: number[] = [];
  for (let i = 0; i < length * 8; i++) if ((bytes[at + (i >> 3)] & (0x80 >> (i & 7))) !== 0) bits.push(i);
  return bits.join(',');
}

function quickStart(d: Dissection, at: number): void {
  const { bytes } = d;
  const kind = bytes[at + 2] >> 4;
  d.add(IP.optQsFunc, at + 2, 1, kind);
  if (kind !== 0 && kind !== 8) return;
  d.add(IP.optQsRate, at + 2, 1, bytes[at + 2] & 15);
  if (kind === 0) {
    d.add(IP.optQsTtl, at + 3, 1, bytes[at + 3]);
    d.add(IP.optQsTtlDiff, at + 3, 1, (d.ttl - bytes[at + 3] + 256) % 256, GENERATED);
  } else d.add(IP.optQsUnused, at + 3, 1, bytes[at + 3]);
  const nonce = get32(bytes, at + 4);
  d.add(IP.optQsNonce, at + 4, 4, nonce >>> 2);
  d.add(IP.optQsReserved, at + 4, 4, nonce & 3);
}

function mtu(d: Dissection, at: number): void {
  d.add(IP.optMtu, at + 2, 2, get16(d.bytes, at + 2));
}

function traceroute(d: Dissection, at: number): void {
  d.add(IP.optIdNumber, at + 2, 2, get16(d.bytes, at + 2));
  d.add(IP.optOhc, at + 4, 2, get16(d.bytes, at + 4));
  d.add(IP.optRhc, at + 6, 2, get16(d.bytes, at + 6));
  d.add(IP.optOriginator, at + 8, 4);
}

function directedBroadcast(d: Dissection, at: number, length: number): void {
  for (let p = 2; p < length; p += 4) {
    if (p + 4 > length) {
      tooLong(d, at);
      return;
    }
    d.add(IP.optAddr, at + p, 4);
  }
}
