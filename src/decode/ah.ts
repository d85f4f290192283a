/** Authentication header (RFC 4302). */
import { IPPROTO_AH } from '../wire/ipv6';
import { add8, add32, addBytes } from './append';
import type { Dissection } from './dissection';
import { IP_PROTOCOLS } from './names/ipProtocols';
import { coverExtension, dissectNextHeader } from './nextHeader';
import { defineProtocol } from './registry';
import { type Handle, ipProtocols } from './tables';

export const AH = defineProtocol(
  'ah',
  'Authentication Header',
  {
    nextHeader: ['ah.next_header', 'uint8', 'dec', 'Next header', { values: IP_PROTOCOLS }],
    length: ['ah.length', 'uint8', 'dec', 'Length'],
    reserved: ['ah.reserved', 'bytes', '', 'Reserved'],
    spi: ['ah.spi', 'uint32', 'hex', 'AH SPI'],
    sequence: ['ah.sequence', 'uint32', 'dec', 'AH Sequence'],
    icv: ['ah.icv', 'bytes', '', 'AH ICV'],
  },
  { short: 'AH' },
);

/** Bytes before the check value. */
const FIXED_LENGTH = 12;

function dissectAh(d: Dissection, at: number, end: number, reported: number): number {
  d.need(at, 2, end, reported);
  const layer = d.count;
  const outer = d.openLayer(AH.self, at, end - at);
  const own = d.currentParent === outer ? -1 : layer;
  const next = add8(d, AH.nextHeader, at, end, reported);
  const length = 4 * (add8(d, AH.length, at + 1, end, reported) + 2);
  addBytes(d, AH.reserved, at + 2, 2, end, reported);
  add32(d, AH.spi, at + 4, end, reported);
  add32(d, AH.sequence, at + 8, end, reported);
  addBytes(d, AH.icv, at + FIXED_LENGTH, Math.max(length - FIXED_LENGTH, 0), end, reported);
  d.setLength(own, length);
  d.close(outer);
  coverExtension(d, d.currentSource, at + length);
  if (reported <= at + length) return reported;
  return dissectNextHeader(d, next, at + length, Math.max(end, at + length), reported);
}

const ah: Handle = { protocol: AH.self, dissect: dissectAh, leaf: false };
ipProtocols.register(ah, IPPROTO_AH);
