/** EtherIP (RFC 3378): Ethernet frames in IP. */
import { get16 } from '../wire/bytes';
import { IPPROTO_ETHERIP } from '../wire/ipv6';
import type { Dissection } from './dissection';
import { ethernetWithoutFcs } from './ethernet';
import { expert, GROUP, SEVERITY } from './expert';
import { defineProtocol } from './registry';
import { dispatch, type Handle, ipProtocols } from './tables';

export const ETHERIP = defineProtocol(
  'etherip',
  'Ethernet over IP',
  {
    ver: ['etherip.ver', 'uint16', 'dec', 'Version', { mask: 0xf000 }],
    reserved: ['etherip.reserved', 'uint16', 'hex', 'Reserved', { mask: 0xfff }],
    verNot3: ['etherip.ver.not3', 'none', '', 'Version must be 3'],
    reservedNot0: ['etherip.reserved.not0', 'none', '', 'Reserved field must be 0'],
  },
  { short: 'ETHERIP', text: etheripText },
);

const VERSION = 3;
const HEADER_LENGTH = 2;

function etheripText(d: Dissection, k: number): string {
  return `EtherIP, Version ${d.sources[d.source[k]][d.offset[k]] >>> 4}`;
}

function dissectEtherip(d: Dissection, at: number, end: number, reported: number): number {
  d.need(at, HEADER_LENGTH, end, reported);
  const outer = d.openLayer(ETHERIP.self, at, HEADER_LENGTH);
  const word = get16(d.bytes, at);
  const version = d.open(ETHERIP.ver, at, 2, word >>> 12);
  if (word >>> 12 !== VERSION) expert(d, ETHERIP.verNot3, SEVERITY.warn, GROUP.protocol, at);
  d.close(version);
  const reserved = d.open(ETHERIP.reserved, at, 2, word & 0xfff);
  if ((word & 0xfff) !== 0) expert(d, ETHERIP.reservedNot0, SEVERITY.warn, GROUP.protocol, at);
  d.close(reserved);
  d.close(outer);
  return dispatch(d, ethernetWithoutFcs, at + HEADER_LENGTH, end, reported);
}

const etherip: Handle = { protocol: ETHERIP.self, dissect: dissectEtherip, leaf: false };
ipProtocols.register(etherip, IPPROTO_ETHERIP);
