/** Words of IPv6 and its extension headers. */
import { IP6_HDRLEN } from '../../wire/ipv6';
import { IPV6 } from '../ipv6/fields';
import { hasExtension } from '../nextHeader';
import { ipProtocols } from '../tables';
import type { Layer } from './layer';
import { FOLLOWS, type Row } from './row';
import type { Words } from './words';

const VERSION = 6;

/** What follows is named by a next header. */
export function expectNextHeader(row: Row, layer: Layer, next: number): void {
  if (layer.failed) return;
  const known = ipProtocols.get(next) !== undefined || hasExtension(next);
  row.expect(FOLLOWS.ipv6, next, known);
}

function say(row: Row, layer: Layer): void {
  const version = layer.value(IPV6.version);
  if (version >= 0 && version !== VERSION) {
    row.info = `Bogus IPv6 version (${version}, must be 6)`;
    row.refuse();
    return;
  }
  row.chain = VERSION;
  row.byEthertype = false;
  if (layer.has(IPV6.invalidHeader)) {
    const length = layer.d.reach[layer.entry] - layer.at;
    row.info = `Invalid IPv6 header (${length} bytes, need exactly ${IP6_HDRLEN})`;
  }
  if (layer.has(IPV6.src)) row.source = layer.text(IPV6.src);
  if (!layer.has(IPV6.dst)) return;
  row.destination = layer.text(IPV6.dst);
  row.ttl = layer.value(IPV6.hlim);
  if (layer.has(IPV6.optJumboMissing)) row.info = 'Invalid IPv6 payload length';
  expectNextHeader(row, layer, layer.value(IPV6.nxt));
}

export const IPV6_WORDS: Words = {
  protocol: IPV6.self,
  fields: [IPV6.version, IPV6.nxt, IPV6.hlim, IPV6.src, IPV6.dst, IPV6.invalidHeader, IPV6.optJumboMissing],
  begin: row => row.begin('IPv6'),
  say,
};
