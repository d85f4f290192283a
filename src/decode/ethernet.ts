/** Ethernet (IEEE 802.3): addresses, type or length, padding, trailer and frame check sequence. */
import { formatMac } from '../wire/address';
import { get16 } from '../wire/bytes';
import { dissectData } from './data';
import { type Dissection, GENERATED, HIDDEN } from './dissection';
import { defineProtocol } from './registry';
import { dispatch, ethertypes, type Handle } from './tables';

export const ETH = defineProtocol(
  'eth',
  'Ethernet',
  {
    dst: ['eth.dst', 'ether', '', 'Destination'],
    dstResolved: ['eth.dst_resolved', 'string', '', 'Destination (resolved)', { text: macText }],
    dstOui: ['eth.dst.oui', 'uint24', 'oui', 'Destination OUI'],
    dstOuiResolved: ['eth.dst.oui_resolved', 'string', '', 'Destination OUI (resolved)', { text: macText }],
    src: ['eth.src', 'ether', '', 'Source'],
    srcResolved: ['eth.src_resolved', 'string', '', 'Source (resolved)', { text: macText }],
    srcOui: ['eth.src.oui', 'uint24', 'oui', 'Source OUI'],
    srcOuiResolved: ['eth.src.oui_resolved', 'string', '', 'Source OUI (resolved)', { text: macText }],
    len: ['eth.len', 'uint16', 'dec', 'Length'],
    type: ['eth.type', 'uint16', 'hex', 'Type'],
    invalidLentype: ['eth.invalid_lentype', 'uint16', 'hexdec', 'Invalid length/type'],
    addr: ['eth.addr', 'ether', '', 'Address'],
    addrResolved: ['eth.addr_resolved', 'string', '', 'Address (resolved)', { text: macText }],
    addrOui: ['eth.addr.oui', 'uint24', 'oui', 'Address OUI'],
    addrOuiResolved: ['eth.addr.oui_resolved', 'string', '', 'Address OUI (resolved)', { text: macText }],
    padding: ['eth.padding', 'bytes', '', 'Padding'],
    trailer: ['eth.trailer', 'bytes', '', 'Trailer'],
    fcs: ['eth.fcs', 'uint32', 'hex', 'Frame check sequence'],
    fcsStatus: ['eth.fcs.status', 'uint8', '', 'FCS Status'],
    dstLg: ['eth.dst.lg', 'boolean', '', 'LG bit', { mask: 0x20000 }],
    dstIg: ['eth.dst.ig', 'boolean', '', 'IG bit', { mask: 0x10000 }],
    srcLg: ['eth.src.lg', 'boolean', '', 'LG bit', { mask: 0x20000 }],
    srcIg: ['eth.src.ig', 'boolean', '', 'IG bit', { mask: 0x10000 }],
    lg: ['eth.lg', 'boolean', '', 'LG bit', { mask: 0x20000 }],
    ig: ['eth.ig', 'boolean', '', 'IG bit', { mask: 0x10000 }],
    invalidLentypeExpert: ['eth.invalid_lentype.expert', 'none', '', 'Invalid length/type'],
    srcNotGroup: [
      'eth.src_not_group',
      'none',
      '',
      'Source MAC must not be a group address: IEEE 802.3-2002, Section 3.2.3(b)',
    ],
    fcsBad: ['eth.fcs_bad', 'none', '', 'Bad checksum'],
    lenPastEnd: ['eth.len.past_end', 'none', '', 'Length field value goes past the end of the payload'],
    paddingBad: [
      'eth.padding_bad',
      'none',
      '',
      'Padding identification may be inaccurate and impact trailer dissector',
    ],
  },
  { text: ethernetText },
);

/** The pseudo protocol that `frame.protocols` names between a header with an Ethernet type and what follows. */
export const ETHERTYPE = defineProtocol('ethertype', 'Ethertype', {});

function macText(d: Dissection, k: number): string {
  return formatMac(d.valueBytes(k), d.valueAt(k));
}

function ethernetText(d: Dissection, k: number): string {
  const bytes = d.sources[d.source[k]];
  const at = d.offset[k];
  const kind =
    get16(bytes, at + 12) <= 1500
      ? 'IEEE 802.3 Ethernet'
      : `Ethernet II, Src: ${formatMac(bytes, at + 6)}, Dst: ${formatMac(bytes, at)}`;
  return kind;
}

const DESTINATION = {
  self: ETH.dst,
  resolved: ETH.dstResolved,
  oui: ETH.dstOui,
  lg: ETH.dstLg,
  ig: ETH.dstIg,
};
const SOURCE = { self: ETH.src, resolved: ETH.srcResolved, oui: ETH.srcOui, lg: ETH.srcLg, ig: ETH.srcIg };

function addAddress(d: Dissection, ids: typeof SOURCE, at: number): void {
  const outer = d.open(ids.self, at, 6);
  d.add(ids.resolved, at, 6, 0, GENERATED | HIDDEN);
  const oui = (d.bytes[at] << 16) | get16(d.bytes, at + 1);
  d.add(ids.oui, at, 3, oui, GENERATED | HIDDEN);
  d.add(ETH.addr, at, 6, 0, HIDDEN);
  d.add(ETH.addrResolved, at, 6, 0, GENERATED | HIDDEN);
  d.add(ETH.addrOui, at, 3, oui, GENERATED | HIDDEN);
  const lg = (d.bytes[at] >> 1) & 1;
  const ig = d.bytes[at] & 1;
  d.add(ids.lg, at, 3, lg, HIDDEN);
  d.add(ETH.lg, at, 3, lg);
  d.add(ids.ig, at, 3, ig, HIDDEN);
  d.add(ETH.ig, at, 3, ig);
  d.close(outer);
}

/** Hands what follows an Ethernet type to its dissector. */
export function dissectEthertype(
  d: Dissection,
  type: number,
  at: number,
  end: number,
  reported: number,
): number {
  d.enter(ETHERTYPE.self);
  const handle = ethertypes.get(type);
  if (handle !== undefined) {
    const next = dispatch(d, handle, at, end, reported);
    if (next >= 0) return next;
  }
  return dissectData(d, at, end, reported);
}

function dissectEthernet(d: Dissection, at: number, end: number, reported: number): number {
  const outer = d.openLayer(ETH.self, at, 14);
  d.need(at, 12, end, reported);
  addAddress(d, DESTINATION, at);
  addAddress(d, SOURCE, at + 6);
  d.need(at + 12, 2, end, reported);
  const type = get16(d.bytes, at + 12);
  d.add(ETH.type, at + 12, 2, type);
  d.close(outer);
  return dissectEthertype(d, type, at + 14, end, reported);
}

/** Ethernet frames without a frame check sequence, or with one that is recognised. */
export const ethernet: Handle = { protocol: ETH.self, dissect: dissectEthernet, leaf: false };
