/** IEEE 802.1Q and 802.1ad tags. */
import { get16 } from '../wire/bytes';
import { ETHERTYPE_QINQ } from '../wire/linkHeader';
import type { Dissection } from './dissection';
import { dissect8023, dissectEthertype, ETH, MAX_LENGTH, type Trailing } from './ethernet';
import { expert, GROUP, SEVERITY } from './expert';
import { ETHER_TYPES } from './names/etherTypes';
import { VLAN_CFI, VLAN_DEI, VLAN_PRIORITY } from './names/link';
import { defineProtocol, type FieldId } from './registry';
import { ethertypes } from './tables';

export const VLAN = defineProtocol(
  'vlan',
  '802.1Q Virtual LAN',
  {
    priority: ['vlan.priority', 'uint16', 'dec', 'Priority', { values: VLAN_PRIORITY, mask: 0xe000 }],
    cfi: ['vlan.cfi', 'boolean', '', 'CFI', { values: VLAN_CFI, mask: 0x1000 }],
    dei: ['vlan.dei', 'boolean', '', 'DEI', { values: VLAN_DEI, mask: 0x1000 }],
    id: ['vlan.id', 'uint16', 'dec', 'ID', { mask: 0xfff }],
    idName: ['vlan.id_name', 'string', '', 'Name'],
    etype: ['vlan.etype', 'uint16', 'hex', 'Type', { values: ETHER_TYPES }],
    len: ['vlan.len', 'uint16', 'dec', 'Length'],
    trailer: ['vlan.trailer', 'bytes', '', 'Trailer'],
    lenPastEnd: ['vlan.len.past_end', 'none', '', 'Length field value goes past the end of the payload'],
    tooManyTags: ['vlan.too_many_tags', 'none', '', 'Too many nested VLAN tags'],
  },
  { text: vlanText, short: 'VLAN' },
);

export const VLAN_AD = defineProtocol(
  'ieee8021ad',
  'IEEE 802.1ad',
  {
    priority: ['ieee8021ad.priority', 'uint16', 'dec', 'Priority', { mask: 0xe000 }],
    dei: ['ieee8021ad.dei', 'uint16', 'dec', 'DEI', { mask: 0x1000 }],
    id: ['ieee8021ad.id', 'uint16', 'dec', 'ID', { mask: 0xfff }],
    svid: ['ieee8021ad.svid', 'uint16', 'dec', 'ID', { mask: 0xfff }],
    cvid: ['ieee8021ad.cvid', 'uint16', 'dec', 'ID', { mask: 0xfff }],
    etype: ['ieee8021ah.etype', 'uint16', 'hex', 'Type', { values: ETHER_TYPES }],
  },
  { text: adText, short: 'IEEE 802.1AD' },
);

/** IEEE 802.1ad, of both tags of a double-tagged frame too. */
const AD_TRAILING: Trailing = { trailer: ETH.trailer, fcs: false };
/** More tags than any network uses: what is deeper is not looked at. */
const MOST_TAGS = 20;
/** Values of a layer: no tag was read; one was; two were, and the customer's VLAN is added. */
const UNREAD = 0;
const SINGLE = 1;
const DOUBLE = 2;
const TRAILING: Trailing = { trailer: VLAN.trailer, fcs: false };

function vlanText(d: Dissection, k: number): string {
  if (d.value[k] === UNREAD) return 'vlan';
  const tci = get16(d.sources[d.source[k]], d.offset[k]);
  return `802.1Q Virtual LAN, PRI: ${tci >> 13}, DEI: ${(tci >> 12) & 1}, ID: ${tci & 0xfff}`;
}

function adText(d: Dissection, k: number): string {
  const bytes = d.sources[d.source[k]];
  const at = d.offset[k];
  if (d.value[k] === UNREAD) return 'ieee8021ad';
  const id = get16(bytes, at) & 0xfff;
  return d.value[k] === SINGLE
    ? `IEEE 802.1ad, ID: ${id}`
    : `IEEE 802.1ad, S-VID: ${id}, C-VID: ${d.value[k] - DOUBLE}`;
}

function dissectVlan(d: Dissection, at: number, end: number, reported: number): number {
  d.need(at, 2, end, reported);
  const outer = d.openLayer(VLAN.self, at, Math.min(4, end - at));
  const header = d.currentParent;
  if (d.layerNumber(VLAN.self) > MOST_TAGS) {
    expert(d, VLAN.tooManyTags, SEVERITY.warn, GROUP.undecoded, at);
    d.close(outer);
    return reported;
  }
  if (header !== outer) d.value[header] = SINGLE;
  const tci = get16(d.bytes, at);
  d.add(VLAN.priority, at, 2, tci >> 13);
  d.add(VLAN.dei, at, 2, (tci >> 12) & 1);
  d.add(VLAN.id, at, 2, tci & 0xfff);
  d.need(at + 2, 2, end, reported);
  const type = get16(d.bytes, at + 2);
  if (type <= MAX_LENGTH) {
    const under = d.open(VLAN.len, at + 2, 2, type);
    if (type > reported - at - 4) expert(d, VLAN.lenPastEnd, SEVERITY.error, GROUP.malformed, at + 2);
    d.close(under);
    d.close(outer);
    dissect8023(d, type, at + 4, end, reported, header, TRAILING);
  } else {
    d.add(VLAN.etype, at + 2, 2, type);
    d.close(outer);
    dissectEthertype(d, type, at + 4, end, reported, header, TRAILING);
  }
  return reported;
}

function addTag(d: Dissection, id: FieldId, at: number): number {
  const tci = get16(d.bytes, at);
  d.add(VLAN_AD.priority, at, 1, tci >> 13);
  d.add(VLAN_AD.dei, at, 1, (tci >> 12) & 1);
  d.add(id, at, 2, tci & 0xfff);
  return tci & 0xfff;
}

/** One tag, or a service and a customer tag of the same type. */
function dissectAd(d: Dissection, at: number, end: number, reported: number): number {
  d.need(at, 2, end, reported);
  const outer = d.openLayer(VLAN_AD.self, at, Math.min(4, end - at));
  const header = d.currentParent;
  d.need(at, 4, end, reported);
  let type = get16(d.bytes, at + 2);
  let next = at + 4;
  if (type === ETHERTYPE_QINQ) {
    d.need(next, 2, end, reported);
    addTag(d, VLAN_AD.svid, at);
    const customer = addTag(d, VLAN_AD.cvid, next);
    if (header !== outer) d.value[header] = DOUBLE + customer;
    d.need(next + 2, 2, end, reported);
    type = get16(d.bytes, next + 2);
    next += 4;
  } else {
    addTag(d, VLAN_AD.id, at);
    if (header !== outer) d.value[header] = SINGLE;
  }
  d.add(VLAN_AD.etype, next - 2, 2, type);
  d.close(outer);
  return dissectEthertype(d, type, next, end, reported, header, AD_TRAILING);
}

ethertypes.register({ protocol: VLAN.self, dissect: dissectVlan, leaf: false }, 0x8100, 0x9100);
ethertypes.register({ protocol: VLAN_AD.self, dissect: dissectAd, leaf: false }, ETHERTYPE_QINQ);
