/** Words of link layers: Ethernet, tags, cooked captures, raw IP, Null, PPP, PKTAP, the loopback test. */
import { LOOP } from '../configTest';
import { ETH } from '../ethernet';
import { FRAME } from '../frame';
import { NULL, RAW } from '../links';
import { LOOP_FUNCTION } from '../names/link';
import { valueName } from '../names/valueNames';
import { PKTAP } from '../pktap';
import { PPP } from '../ppp';
import { SLL } from '../sll';
import { ethertypes, pppProtocols } from '../tables';
import { VLAN, VLAN_AD } from '../vlan';
import { hexText } from './numbers';
import { FOLLOWS, type Row } from './row';
import type { Words } from './words';

/** Addresses of a link that has none. */
const NONE = 'N/A';

function expectEthertype(row: Row, type: number): void {
  if (type >= 0) row.expect(FOLLOWS.ethertype, type, ethertypes.get(type) !== undefined);
}

const ethernetWords: Words = {
  protocol: ETH.self,
  fields: [ETH.dst, ETH.src, ETH.type, ETH.len, ETH.invalidLentype],
  begin: row => {
    row.protocol = 'Ethernet';
  },
  say: (row, layer) => {
    row.destination = layer.text(ETH.dst);
    row.source = layer.text(ETH.src);
    const invalid = layer.value(ETH.invalidLentype);
    row.info = 'Ethernet II';
    if (invalid >= 0)
      row.info = `Ethernet Unknown: Invalid length/type: 0x${hexText(invalid, 4)} (${invalid})`;
    else if (layer.has(ETH.len)) row.info = 'IEEE 802.3 Ethernet ';
    else expectEthertype(row, layer.value(ETH.type));
  },
};

const vlanWords: Words = {
  protocol: VLAN.self,
  fields: [VLAN.priority, VLAN.dei, VLAN.id, VLAN.etype],
  begin: row => row.begin('VLAN'),
  say: (row, layer) => {
    if (!layer.has(VLAN.priority)) return;
    row.info = `PRI: ${layer.value(VLAN.priority)}  DEI: ${layer.value(VLAN.dei)}  ID: ${layer.value(VLAN.id)}`;
    expectEthertype(row, layer.value(VLAN.etype));
  },
};

const serviceVlanWords: Words = {
  protocol: VLAN_AD.self,
  fields: [VLAN_AD.priority, VLAN_AD.dei, VLAN_AD.id, VLAN_AD.svid, VLAN_AD.cvid, VLAN_AD.etype],
  begin: row => row.begin('802.1ad'),
  say: (row, layer) => {
    const id = layer.value(layer.has(VLAN_AD.svid) ? VLAN_AD.svid : VLAN_AD.id);
    if (id < 0) return;
    row.info = `PRI: ${layer.value(VLAN_AD.priority)}  DROP: ${layer.value(VLAN_AD.dei)} ID: ${id}`;
    expectEthertype(row, layer.value(VLAN_AD.etype));
  },
};

const cookedWords: Words = {
  protocol: SLL.self,
  fields: [SLL.pkttype, SLL.srcEth, SLL.srcIpv4, SLL.etype],
  begin: row => row.begin('SLL'),
  say: (row, layer) => {
    row.source = layer.text(SLL.srcEth) || layer.text(SLL.srcIpv4);
    const type = layer.value(SLL.pkttype);
    row.info = layer.name(SLL.pkttype) ?? `Unknown (${type})`;
    expectEthertype(row, layer.value(SLL.etype));
  },
};

function withoutAddresses(row: Row): void {
  if (row.source === '') row.source = NONE;
  if (row.destination === '') row.destination = NONE;
}

const nullWords: Words = {
  protocol: NULL.self,
  fields: [NULL.type],
  say: (row, layer) => {
    withoutAddresses(row);
    row.begin(NONE, 'Null/Loopback');
    row.byEthertype = layer.has(NULL.type);
  },
};

const rawWords: Words = {
  protocol: RAW.self,
  fields: [],
  say: row => {
    withoutAddresses(row);
    row.begin(NONE, 'Raw packet data');
  },
};

const pppWords: Words = {
  protocol: PPP.self,
  fields: [PPP.protocol],
  say: (row, layer) => {
    withoutAddresses(row);
    row.protocol = 'PPP';
    const protocol = layer.value(PPP.protocol);
    if (protocol >= 0) row.expect(FOLLOWS.ppp, protocol, pppProtocols.get(protocol) !== undefined);
  },
};

const pktapWords: Words = {
  protocol: PKTAP.self,
  fields: [PKTAP.hdrlen],
  begin: row => row.begin('PKTAP'),
  say: (row, layer) => {
    row.info = `PKTAP, ${layer.value(PKTAP.hdrlen)} byte header`;
  },
};

const loopWords: Words = {
  protocol: LOOP.self,
  fields: [LOOP.relevantFunction],
  begin: row => row.begin('LOOP'),
  say: (row, layer) => {
    const code = layer.value(LOOP.relevantFunction);
    if (code >= 0) row.info = valueName(LOOP_FUNCTION, code) ?? `Unknown function (${code})`;
    else if (!layer.failed) row.info = 'No valid function found';
  },
};

/** A frame of which no layer is known. */
const frameWords: Words = {
  protocol: FRAME.self,
  fields: [FRAME.encapType],
  say: (row, layer) => {
    if (layer.followed) return;
    const encapsulation = layer.value(FRAME.encapType);
    if (encapsulation < 0) row.begin('PCAPNG', 'Custom Block');
    else row.begin('UNKNOWN', layer.name(FRAME.encapType) ?? `WTAP_ENCAP = ${encapsulation}`);
  },
};

export const LINK_WORDS: readonly Words[] = [
  frameWords,
  ethernetWords,
  vlanWords,
  serviceVlanWords,
  cookedWords,
  nullWords,
  rawWords,
  pppWords,
  pktapWords,
  loopWords,
];
