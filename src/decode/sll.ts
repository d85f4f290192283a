/** Linux cooked captures, versions 1 and 2. */
import { get16, get32 } from '../wire/bytes';
import { LINKTYPE_LINUX_SLL, LINKTYPE_LINUX_SLL2 } from '../wire/linktype';
import { dissectData } from './data';
import { type Dissection, REFUSED } from './dissection';
import { dissectEthertype, type Trailing } from './ethernet';
import { dissectLlc } from './llc';
import { defineProtocol } from './registry';
import { dispatch, ethertypes, linkTypes } from './tables';

const PACKET_TYPES = {
  0: 'Unicast to us',
  1: 'Broadcast',
  2: 'Multicast',
  3: 'Unicast to another host',
  4: 'Sent by us',
} as const;

export const SLL = defineProtocol(
  'sll',
  'Linux cooked-mode capture',
  {
    pkttype: ['sll.pkttype', 'uint16', 'dec', 'Packet type', { values: PACKET_TYPES }],
    hatype: ['sll.hatype', 'uint16', 'dec', 'Link-layer address type'],
    halen: ['sll.halen', 'uint16', 'dec', 'Link-layer address length'],
    srcEth: ['sll.src.eth', 'ether', '', 'Source'],
    srcIpv4: ['sll.src.ipv4', 'ipv4', '', 'Source'],
    srcOther: ['sll.src.other', 'bytes', '', 'Source'],
    unused: ['sll.unused', 'bytes', '', 'Unused'],
    ltype: ['sll.ltype', 'uint16', 'hex', 'Protocol'],
    gretype: ['sll.gretype', 'uint16', 'hex', 'Protocol'],
    etype: ['sll.etype', 'uint16', 'hex', 'Protocol'],
    trailer: ['sll.trailer', 'bytes', '', 'Trailer'],
    ifindex: ['sll.ifindex', 'uint32', 'dec', 'Interface index'],
  },
  { text: sllText, short: 'SLL' },
);

const TRAILING: Trailing = { trailer: SLL.trailer, fcs: false };
const HEADER_1 = 16;
const HEADER_2 = 20;
const ARPHRD_NETLINK = 824;
const ARPHRD_IPGRE = 778;
/** Protocol numbers up to here are Linux's own, not Ethernet types. */
const MAX_LINUX_TYPE = 1536;
const LINUX_802_2 = 4;

function sllText(d: Dissection, k: number): string {
  return `Linux cooked capture v${d.value[k]}`;
}

function dissectSll(d: Dissection, at: number, end: number, reported: number): number {
  const { bytes } = d;
  d.need(at, 4, end, reported);
  const hardware = get16(bytes, at + 2);
  if (hardware === ARPHRD_NETLINK) return dissectData(d, at, end, reported);
  const outer = d.open(SLL.self, at, Math.min(HEADER_1, end - at), 1);
  const layer = d.currentParent;
  d.add(SLL.pkttype, at, 2, get16(bytes, at));
  d.add(SLL.hatype, at + 2, 2, hardware);
  d.need(at + 4, 2, end, reported);
  d.add(SLL.halen, at + 4, 2, get16(bytes, at + 4));
  addSource(d, at + 6, get16(bytes, at + 4), end, reported);
  d.need(at + 14, 2, end, reported);
  const protocol = get16(bytes, at + 14);
  addProtocol(d, at + 14, protocol, hardware);
  d.close(outer);
  return dissectPayload(d, protocol, hardware, at + HEADER_1, end, reported, layer);
}

function dissectSll2(d: Dissection, at: number, end: number, reported: number): number {
  const { bytes } = d;
  d.need(at, 12, end, reported);
  const hardware = get16(bytes, at + 8);
  if (hardware === ARPHRD_NETLINK) return dissectData(d, at, end, reported);
  const outer = d.open(SLL.self, at, Math.min(HEADER_2, end - at), 2);
  const layer = d.currentParent;
  const protocol = get16(bytes, at);
  addProtocol(d, at, protocol, hardware);
  d.add(SLL.ifindex, at + 4, 4, get32(bytes, at + 4));
  d.add(SLL.hatype, at + 8, 2, hardware);
  d.add(SLL.pkttype, at + 10, 1, bytes[at + 10]);
  d.add(SLL.halen, at + 11, 1, bytes[at + 11]);
  addSource(d, at + 12, bytes[at + 11], end, reported);
  d.close(outer);
  return dissectPayload(d, protocol, hardware, at + HEADER_2, end, reported, layer);
}

/** The sender's link address in a field of 8 bytes. */
function addSource(d: Dissection, at: number, stated: number, end: number, reported: number): void {
  const length = Math.min(8, stated);
  d.need(at, length, end, reported);
  if (stated === 4) d.add(SLL.srcIpv4, at, 4);
  else if (stated === 6) d.add(SLL.srcEth, at, 6);
  else if (stated > 0) d.add(SLL.srcOther, at, length);
  if (length === 8) return;
  d.need(at + length, 8 - length, end, reported);
  d.add(SLL.unused, at + length, 8 - length);
}

function addProtocol(d: Dissection, at: number, protocol: number, hardware: number): void {
  const id = hardware === ARPHRD_IPGRE ? SLL.gretype : protocol <= MAX_LINUX_TYPE ? SLL.ltype : SLL.etype;
  d.add(id, at, 2, protocol);
}

function dissectPayload(
  d: Dissection,
  protocol: number,
  hardware: number,
  at: number,
  end: number,
  reported: number,
  layer: number,
): number {
  if (hardware === ARPHRD_IPGRE) {
    const handle = ethertypes.get(protocol);
    if (handle !== undefined && dispatch(d, handle, at, end, reported) !== REFUSED) return reported;
    return dissectData(d, at, end, reported);
  }
  if (protocol > MAX_LINUX_TYPE) return dissectEthertype(d, protocol, at, end, reported, layer, TRAILING);
  if (protocol === LINUX_802_2) return dissectLlc(d, at, end, reported);
  return dissectData(d, at, end, reported);
}

linkTypes.register({ protocol: SLL.self, dissect: dissectSll, leaf: false }, LINKTYPE_LINUX_SLL);
linkTypes.register({ protocol: SLL.self, dissect: dissectSll2, leaf: false }, LINKTYPE_LINUX_SLL2);
