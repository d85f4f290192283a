/**
 * Link headers that say little more than which IP version follows: Null and Loop, and raw IP of several
 * kinds.
 */
import { get16, get32 } from '../wire/bytes';
import {
  LINKTYPE_IPV4,
  LINKTYPE_IPV6,
  LINKTYPE_LOOP,
  LINKTYPE_NULL,
  LINKTYPE_RAW,
  LINKTYPE_RAW_BSD,
  LINKTYPE_RAW_OPENBSD,
} from '../wire/linktype';
import { dissectData } from './data';
import { type Dissection, REFUSED } from './dissection';
import { ip } from './ipv4/ipv4';
import { ipv6 } from './ipv6/ipv6';
import { ppp } from './ppp';
import { defineProtocol } from './registry';
import { dispatch, ethertypes, type Handle, linkTypes } from './tables';

const FAMILIES = { 2: 'IP', 24: 'IPv6', 28: 'IPv6', 30: 'IPv6' } as const;

export const NULL = defineProtocol(
  'null',
  'Null/Loopback',
  {
    type: ['null.type', 'uint16', 'hex', 'Type'],
    family: ['null.family', 'uint32', 'dec', 'Family', { values: FAMILIES }],
  },
  { short: 'Null' },
);
export const RAW = defineProtocol('raw', 'Raw packet data', {}, { short: 'Raw' });

const AF_INET = 2;
/** IPv6 in NetBSD and OpenBSD, FreeBSD, Darwin. */
const AF_INET6 = new Set([24, 28, 30]);
const HDLC = 0xff03;
const MAX_FAMILY = 1500;
/** Where systems put the PPP header of a frame that calls itself raw IP. */
const PPP_OFFSETS = [0, 6, 1];

function swap(word: number): number {
  return (((word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0) as number;
}

/**
 * The family or Ethernet type in the header of a Null frame. It was written in the byte order of the machine
 * that captured; the order in which it is small is taken.
 */
function familyOf(bytes: Uint8Array, at: number): number {
  const word = swap(get32(bytes, at));
  if (word >>> 16 !== 0) {
    if (word >>> 24 === 0 && (word & 0xff0000) < 0x60000) return word >>> 16;
    return swap(word);
  }
  if ((word & 0xff) === 0 && (word & 0xff00) < 0x600) return word >>> 8;
  return word;
}

function dissectNull(d: Dissection, at: number, end: number, reported: number): number {
  d.need(at, 4, end, reported);
  if (get32(d.bytes, at) >>> 16 === HDLC) return dispatch(d, ppp, at, end, reported);
  return dissectFamily(d, familyOf(d.bytes, at), true, at, end, reported);
}

function dissectLoop(d: Dissection, at: number, end: number, reported: number): number {
  d.need(at, 4, end, reported);
  return dissectFamily(d, get32(d.bytes, at), false, at, end, reported);
}

function dissectFamily(
  d: Dissection,
  family: number,
  mayBeType: boolean,
  at: number,
  end: number,
  reported: number,
): number {
  const outer = d.openLayer(NULL.self, at, 4);
  const isType = mayBeType && family > MAX_FAMILY;
  d.add(isType ? NULL.type : NULL.family, at, 4, isType ? family & 0xffff : family);
  d.close(outer);
  const next = at + 4;
  let handle: Handle | undefined;
  if (isType) handle = ethertypes.get(family & 0xffff);
  else if (family === AF_INET) handle = ip;
  else if (AF_INET6.has(family)) handle = ipv6;
  if (handle !== undefined && dispatch(d, handle, next, end, reported) !== REFUSED) return reported;
  return dissectData(d, next, end, reported);
}

/** Raw IP: the version tells; some systems put a PPP header or ten zero bytes before it. */
function dissectRaw(d: Dissection, at: number, end: number, reported: number): number {
  const outer = d.openLayer(RAW.self, at, end - at);
  d.close(outer);
  d.need(at, 2, end, reported);
  const { bytes } = d;
  for (const offset of PPP_OFFSETS) {
    d.need(at + offset, 2, end, reported);
    if (get16(bytes, at + offset) === HDLC) return dispatch(d, ppp, at + offset, end, reported);
  }
  let start = at;
  if (end - at >= 10 && zeros(bytes, at, at + 10)) start += 10;
  const version = bytes[start] >> 4;
  const handle = start > at || version === 4 ? ip : version === 6 ? ipv6 : undefined;
  if (handle !== undefined && dispatch(d, handle, start, end, reported) !== REFUSED) return reported;
  return dissectData(d, at, end, reported);
}

function zeros(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] !== 0) return false;
  return true;
}

linkTypes.register({ protocol: NULL.self, dissect: dissectNull, leaf: false }, LINKTYPE_NULL);
linkTypes.register({ protocol: NULL.self, dissect: dissectLoop, leaf: false }, LINKTYPE_LOOP);
linkTypes.register(
  { protocol: RAW.self, dissect: dissectRaw, leaf: false },
  LINKTYPE_RAW,
  LINKTYPE_RAW_BSD,
  LINKTYPE_RAW_OPENBSD,
);
linkTypes.register(ip, LINKTYPE_IPV4);
linkTypes.register(ipv6, LINKTYPE_IPV6);
