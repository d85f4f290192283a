/** IPv6 (RFC 8200): the fixed header. */
import { get16, get32 } from '../wire/bytes';
import { dissectData } from './data';
import { type Dissection, GENERATED, HIDDEN } from './dissection';
import { defineProtocol } from './registry';
import { dispatch, ethertypes, type Handle, ipProtocols } from './tables';
import { ipv6Text } from './text';

export const IPV6 = defineProtocol(
  'ipv6',
  'Internet Protocol Version 6',
  {
    version: ['ipv6.version', 'uint8', 'dec', 'Version'],
    tclass: ['ipv6.tclass', 'uint32', 'hex', 'Traffic Class', { mask: 0xff00000 }],
    tclassDscp: [
      'ipv6.tclass.dscp',
      'uint32',
      'dec',
      'Differentiated Services Codepoint',
      { mask: 0xfc00000 },
    ],
    tclassEcn: ['ipv6.tclass.ecn', 'uint32', 'dec', 'Explicit Congestion Notification', { mask: 0x300000 }],
    flow: ['ipv6.flow', 'uint24', 'hex', 'Flow Label', { mask: 0xfffff }],
    plen: ['ipv6.plen', 'uint16', 'dec', 'Payload Length'],
    nxt: ['ipv6.nxt', 'uint8', 'dec', 'Next Header'],
    hlim: ['ipv6.hlim', 'uint8', 'dec', 'Hop Limit'],
    src: ['ipv6.src', 'ipv6', '', 'Source Address'],
    srcHost: ['ipv6.src_host', 'string', '', 'Source Host', { text: hostText }],
    srcSlaacMac: ['ipv6.src_slaac_mac', 'ether', '', 'Source SLAAC MAC'],
    srcIsatapIpv4: ['ipv6.src_isatap_ipv4', 'ipv4', '', 'Source ISATAP IPv4'],
    src6to4GwIpv4: ['ipv6.src_6to4_gw_ipv4', 'ipv4', '', 'Source 6to4 Gateway IPv4'],
    src6to4SlaId: ['ipv6.src_6to4_sla_id', 'uint16', 'dec', 'Source 6to4 SLA ID'],
    srcTsIpv4: ['ipv6.src_ts_ipv4', 'ipv4', '', 'Source Teredo Server IPv4'],
    srcTcPort: ['ipv6.src_tc_port', 'uint16', 'dec', 'Source Teredo Port'],
    srcTcIpv4: ['ipv6.src_tc_ipv4', 'ipv4', '', 'Source Teredo Client IPv4'],
    srcEmbedIpv4: ['ipv6.src_embed_ipv4', 'ipv4', '', 'Source Embedded IPv4'],
    dst: ['ipv6.dst', 'ipv6', '', 'Destination Address'],
    dstHost: ['ipv6.dst_host', 'string', '', 'Destination Host', { text: hostText }],
    dstSlaacMac: ['ipv6.dst_slaac_mac', 'ether', '', 'Destination SLAAC MAC'],
    dstIsatapIpv4: ['ipv6.dst_isatap_ipv4', 'ipv4', '', 'Destination ISATAP IPv4'],
    dst6to4GwIpv4: ['ipv6.dst_6to4_gw_ipv4', 'ipv4', '', 'Destination 6to4 Gateway IPv4'],
    dst6to4SlaId: ['ipv6.dst_6to4_sla_id', 'uint16', 'dec', 'Destination 6to4 SLA ID'],
    dstTsIpv4: ['ipv6.dst_ts_ipv4', 'ipv4', '', 'Destination Teredo Server IPv4'],
    dstTcPort: ['ipv6.dst_tc_port', 'uint16', 'dec', 'Destination Teredo Port'],
    dstTcIpv4: ['ipv6.dst_tc_ipv4', 'ipv4', '', 'Destination Teredo Client IPv4'],
    dstEmbedIpv4: ['ipv6.dst_embed_ipv4', 'ipv4', '', 'Destination Embedded IPv4'],
    addr: ['ipv6.addr', 'ipv6', '', 'Source or Destination Address'],
    host: ['ipv6.host', 'string', '', 'Source or Destination Host', { text: hostText }],
    slaacMac: ['ipv6.slaac_mac', 'ether', '', 'SLAAC MAC'],
    isatapIpv4: ['ipv6.isatap_ipv4', 'ipv4', '', 'ISATAP IPv4'],
    n6to4GwIpv4: ['ipv6.6to4_gw_ipv4', 'ipv4', '', '6to4 Gateway IPv4'],
    n6to4SlaId: ['ipv6.6to4_sla_id', 'uint16', 'dec', '6to4 SLA ID'],
    tsIpv4: ['ipv6.ts_ipv4', 'ipv4', '', 'Teredo Server IPv4'],
    tcPort: ['ipv6.tc_port', 'uint16', 'dec', 'Teredo Port'],
    tcIpv4: ['ipv6.tc_ipv4', 'ipv4', '', 'Teredo Client IPv4'],
    embedIpv4Prefix: ['ipv6.embed_ipv4_prefix', 'bytes', '', 'Embedded IPv4 Prefix'],
    embedIpv4: ['ipv6.embed_ipv4', 'ipv4', '', 'Embedded IPv4'],
    embedIpv4U: ['ipv6.embed_ipv4_u', 'bytes', '', 'Embedded IPv4 u field'],
    embedIpv4Suffix: ['ipv6.embed_ipv4_suffix', 'bytes', '', 'Embedded IPv4 Suffix'],
    fragment: ['ipv6.fragment', 'framenum', '', 'IPv6 Fragment'],
    fragmentOverlap: ['ipv6.fragment.overlap', 'boolean', '', 'Fragment overlap'],
    fragmentOverlapConflict: [
      'ipv6.fragment.overlap.conflict',
      'boolean',
      '',
      'Conflicting data in fragment overlap',
    ],
    fragmentMultipletails: ['ipv6.fragment.multipletails', 'boolean', '', 'Multiple tail fragments found'],
    fragmentToolongfragment: ['ipv6.fragment.toolongfragment', 'boolean', '', 'Fragment too long'],
    fragmentError: ['ipv6.fragment.error', 'framenum', '', 'Defragmentation error'],
    fragmentCount: ['ipv6.fragment.count', 'uint32', 'dec', 'Fragment count'],
    reassembledIn: ['ipv6.reassembled.in', 'framenum', '', 'Reassembled IPv6 in frame'],
    reassembledLength: ['ipv6.reassembled.length', 'uint32', 'dec', 'Reassembled IPv6 length'],
    reassembledData: ['ipv6.reassembled.data', 'bytes', '', 'Reassembled IPv6 data'],
  },
  { text: layerText },
);

function hostText(d: Dissection, k: number): string {
  return ipv6Text(d.valueBytes(k), d.valueAt(k));
}

function layerText(d: Dissection, k: number): string {
  const bytes = d.sources[d.source[k]];
  const at = d.offset[k];
  return `Internet Protocol Version 6, Src: ${ipv6Text(bytes, at + 8)}, Dst: ${ipv6Text(bytes, at + 24)}`;
}

function dissectIpv6(d: Dissection, at: number, end: number, reported: number): number {
  const outer = d.openLayer(IPV6.self, at, 40);
  d.need(at, 40, end, reported);
  const word = get32(d.bytes, at);
  d.add(IPV6.version, at, 1, word >>> 28);
  const under = d.open(IPV6.tclass, at, 4, (word >>> 20) & 0xff);
  d.add(IPV6.tclassDscp, at, 4, (word >>> 22) & 0x3f);
  d.add(IPV6.tclassEcn, at, 4, (word >>> 20) & 3);
  d.close(under);
  d.add(IPV6.flow, at + 1, 3, word & 0xfffff);
  const plen = get16(d.bytes, at + 4);
  d.add(IPV6.plen, at + 4, 2, plen);
  const next = d.bytes[at + 6];
  d.add(IPV6.nxt, at + 6, 1, next);
  d.add(IPV6.hlim, at + 7, 1, d.bytes[at + 7]);
  d.add(IPV6.src, at + 8, 16);
  d.add(IPV6.addr, at + 8, 16, 0, HIDDEN);
  d.add(IPV6.srcHost, at + 8, 16, 0, GENERATED | HIDDEN);
  d.add(IPV6.host, at + 8, 16, 0, GENERATED | HIDDEN);
  d.add(IPV6.dst, at + 24, 16);
  d.add(IPV6.addr, at + 24, 16, 0, HIDDEN);
  d.add(IPV6.dstHost, at + 24, 16, 0, GENERATED | HIDDEN);
  d.add(IPV6.host, at + 24, 16, 0, GENERATED | HIDDEN);
  d.netVersion = 6;
  d.addressBytes = d.bytes;
  d.sourceAddress = at + 8;
  d.destinationAddress = at + 24;
  d.ipProtocol = next;
  d.close(outer);
  const packetEnd = Math.min(reported, at + 40 + plen);
  return dissectUpper(d, next, at + 40, Math.min(end, packetEnd), packetEnd);
}

function dissectUpper(d: Dissection, protocol: number, at: number, end: number, reported: number): number {
  const handle = ipProtocols.get(protocol);
  if (handle !== undefined) {
    const next = dispatch(d, handle, at, end, reported);
    if (next >= 0) return next;
  }
  return dissectData(d, at, end, reported);
}

export const ipv6: Handle = { protocol: IPV6.self, dissect: dissectIpv6, leaf: false };
ethertypes.register(ipv6, 0x86dd);
ipProtocols.register(ipv6, 41);
