/** IPv4 options (RFC 791, 1063, 1108, 1393, 1770, 2113, 4782, FIPS 188). */

import { get16, get32, toHex } from '../../wire/bytes';
import { type Dissection, GENERATED } from '../dissection';
import { expert, GROUP, SEVERITY } from '../expert';
import { defineProtocol, type FieldId } from '../registry';
import { IP } from './fields';
import { invalid } from './optionProblems';
import { directedBroadcast, recordRoute, sourceRoute, timestamp } from './routeOptions';
import { cipso, extendedSecurity, security } from './securityOptions';

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
