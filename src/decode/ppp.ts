/** The Point-to-Point Protocol's header (RFC 1661, RFC 1662), as far as IP needs it. */
import { get16 } from '../wire/bytes';
import { LINKTYPE_PPP, LINKTYPE_PPP_HDLC, LINKTYPE_PPP_WITH_DIR } from '../wire/linktype';
import { dissectData } from './data';
import { type Dissection, REFUSED } from './dissection';
import { PPP_PROTOCOLS } from './names/ppp';
import { defineProtocol } from './registry';
import { dispatch, type Handle, linkTypes, pppProtocols } from './tables';

export const PPP = defineProtocol(
  'ppp',
  'Point-to-Point Protocol',
  {
    direction: ['ppp.direction', 'uint8', 'dec', 'Direction'],
    address: ['ppp.address', 'uint8', 'hex', 'Address'],
    control: ['ppp.control', 'uint8', 'hex', 'Control'],
    protocol: ['ppp.protocol', 'uint16', 'hex', 'Protocol', { values: PPP_PROTOCOLS }],
  },
  { short: 'PPP' },
);

const ALL_STATIONS = 0xff;
/** First byte of Cisco HDLC, which shares link types with PPP. */
const CISCO_UNICAST = 0x0f;
const CISCO_MULTICAST = 0x8f;

/**
 * Appends the layer's header, address and control included where they are not compressed, and what follows.
 */
function dissectHdlc(d: Dissection, at: number, end: number, reported: number): number {
  d.need(at, 1, end, reported);
  const first = d.bytes[at];
  if (first === CISCO_UNICAST || first === CISCO_MULTICAST) return dissectData(d, at, end, reported);
  const outer = d.openLayer(PPP.self, at, Math.min(4, end - at));
  const layer = d.currentParent;
  let next = at;
  if (first === ALL_STATIONS) {
    d.add(PPP.address, at, 1, first);
    d.need(at + 1, 1, end, reported);
    d.add(PPP.control, at + 1, 1, d.bytes[at + 1]);
    next = at + 2;
  }
  return dissectProtocol(d, layer, outer, at, next, end, reported);
}

function dissectProtocol(
  d: Dissection,
  layer: number,
  outer: number,
  start: number,
  at: number,
  end: number,
  reported: number,
): number {
  d.need(at, 1, end, reported);
  let protocol = d.bytes[at];
  let length = 1;
  if ((protocol & 1) === 0) {
    d.need(at, 2, end, reported);
    protocol = get16(d.bytes, at);
    length = 2;
  }
  d.add(PPP.protocol, at, length, protocol);
  d.setLength(layer, at + length - start);
  d.close(outer);
  const next = at + length;
  const handle = pppProtocols.get(protocol);
  if (handle !== undefined && dispatch(d, handle, next, end, reported) !== REFUSED) return reported;
  return dissectData(d, next, end, reported);
}

/** PPP without address and control, behind a direction byte. */
function dissectWithDirection(d: Dissection, at: number, end: number, reported: number): number {
  const first = d.bytes[at - 1];
  d.need(at, 1, end, reported);
  const outer = d.openLayer(PPP.self, at, Math.min(2, end - at));
  d.add(PPP.direction, at, 0, first === 0 ? 1 : 0);
  return dissectProtocol(d, d.currentParent, outer, at, at, end, reported);
}

/** PPP in HDLC framing. */
export const ppp: Handle = { protocol: PPP.self, dissect: dissectHdlc, leaf: false };

linkTypes.register(ppp, LINKTYPE_PPP, LINKTYPE_PPP_HDLC);
linkTypes.register({ protocol: PPP.self, dissect: dissectWithDirection, leaf: false }, LINKTYPE_PPP_WITH_DIR);
