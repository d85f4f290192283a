/** Words of IPv4. */
import { IPPROTO_IGMP } from '../../wire/ipv6';
import { IP, MIN_HEADER } from '../ipv4/fields';
import { hasExtension } from '../nextHeader';
import { ipProtocols } from '../tables';
import { sayForeignIgmp } from './igmp';
import type { Layer } from './layer';
import { hexText, ipProtocolName } from './numbers';
import { FOLLOWS, type Row } from './row';
import type { Words } from './words';

const VERSION = 4;

function say(row: Row, layer: Layer): void {
  const version = layer.value(IP.version);
  const { byEthertype } = row;
  row.begin('IPv4');
  row.byEthertype = false;
  row.chain = VERSION;
  if (version >= 0 && version !== VERSION) {
    if (byEthertype) row.info = `Bogus IPv4 version (${version}, must be 4)`;
    else row.begin('IP', `Bogus IP version (${version})`);
    return;
  }
  const header = layer.value(IP.hdrLen);
  if (header >= 0 && header < MIN_HEADER)
    row.info = `Bogus IP header length (${header}, must be at least 20)`;
  const total = layer.value(IP.len);
  if (total >= 0 && total < header)
    row.info = `Bogus IP length (${total}, less than header length ${header})`;
  if (layer.has(IP.src)) row.source = layer.text(IP.src);
  if (layer.has(IP.dst)) row.destination = layer.text(IP.dst);
  else return;
  row.ttl = layer.value(IP.ttl);
  sayPayload(row, layer, header, total);
}

function sayPayload(row: Row, layer: Layer, header: number, total: number): void {
  const protocol = layer.value(IP.proto);
  const offset = 8 * layer.value(IP.fragOffset);
  const isFragment = offset > 0 || layer.value(IP.flagsMf) === 1;
  if (isFragment && !layer.has(IP.reassembledLength) && !layer.followed) {
    const name = `${ipProtocolName(protocol)} ${protocol}`;
    row.info = `Fragmented IP protocol (proto=${name}, off=${offset}, ID=${hexText(layer.value(IP.id), 4)})`;
  } else if (total > header) {
    row.expect(FOLLOWS.ipv4, protocol, ipProtocols.get(protocol) !== undefined || hasExtension(protocol));
    if (protocol === IPPROTO_IGMP && !layer.followed) sayForeignIgmp(row, layer.bytes[layer.at + header]);
  }
}

export const IPV4_WORDS: Words = {
  protocol: IP.self,
  fields: [
    IP.version,
    IP.hdrLen,
    IP.len,
    IP.id,
    IP.flagsMf,
    IP.fragOffset,
    IP.ttl,
    IP.proto,
    IP.src,
    IP.dst,
    IP.reassembledLength,
  ],
  // By other ways the version is read first.
  begin: row => {
    if (row.byEthertype) row.begin('IPv4');
  },
  say,
};
