/** Words of the extension headers of IPv6: each is listed, the last one names what follows. */
import { DSTOPTS, FRAGHDR, HOPOPTS, IPV6, ROUTING } from '../ipv6/fields';
import type { FieldId } from '../registry';
import { fieldText } from '../text';
import { expectNextHeader } from './ipv6';
import type { Layer } from './layer';
import { hexText } from './numbers';
import type { Words } from './words';

const hopByHopWords: Words = {
  protocol: HOPOPTS.self,
  fields: [HOPOPTS.nxt],
  begin: row => row.list('IPv6 hop-by-hop options'),
  say: (row, layer) => expectNextHeader(row, layer, layer.value(HOPOPTS.nxt)),
};

const destinationWords: Words = {
  protocol: DSTOPTS.self,
  fields: [DSTOPTS.nxt, IPV6.optMipv6HomeAddress],
  begin: row => row.list('IPv6 destination options'),
  say: (row, layer) => {
    // The home address is the true source (RFC 6275 6.3).
    if (layer.has(IPV6.optMipv6HomeAddress)) row.source = layer.text(IPV6.optMipv6HomeAddress);
    expectNextHeader(row, layer, layer.value(DSTOPTS.nxt));
  },
};

/**
 * Addresses of routing headers, by type; the last of the list is the final destination, in type 4 the first.
 */
const FIRST_IS_FINAL: readonly FieldId[] = [ROUTING.srhAddr];
const LAST_IS_FINAL: readonly FieldId[] = [ROUTING.srcAddr, ROUTING.mipv6HomeAddress, ROUTING.rplFullAddress];

/**
 * The entry of the final destination while the packet is underway, -1 when it is there or the header does not
 * tell.
 */
function finalDestination(layer: Layer): number {
  if (layer.value(ROUTING.segleft) <= 0) return -1;
  for (const id of FIRST_IS_FINAL) if (layer.has(id)) return layer.find(id);
  let final = -1;
  for (const id of LAST_IS_FINAL) {
    for (let k = layer.find(id); k >= 0; k = layer.find(id, k + 1)) final = k;
  }
  return final;
}

const routingWords: Words = {
  protocol: ROUTING.self,
  fields: [ROUTING.nxt, ROUTING.segleft, ...FIRST_IS_FINAL, ...LAST_IS_FINAL],
  begin: row => row.list('IPv6 routing'),
  say: (row, layer) => {
    const final = finalDestination(layer);
    if (final >= 0) row.destination = fieldText(layer.d, final);
    expectNextHeader(row, layer, layer.value(ROUTING.nxt));
  },
};

const fragmentWords: Words = {
  protocol: FRAGHDR.self,
  fields: [FRAGHDR.nxt, FRAGHDR.offset, FRAGHDR.more, FRAGHDR.ident, IPV6.reassembledLength],
  say: (row, layer) => {
    const offset = 8 * layer.value(FRAGHDR.offset);
    const more = layer.value(FRAGHDR.more) === 1;
    const next = layer.value(FRAGHDR.nxt);
    const identification = hexText(layer.value(FRAGHDR.ident), 8);
    row.info = `IPv6 fragment (off=${offset} more=${more ? 'y' : 'n'} ident=0x${identification} nxt=${next})`;
    if ((offset === 0 && !more) || layer.has(IPV6.reassembledLength)) expectNextHeader(row, layer, next);
  },
};

export const IPV6_EXTENSION_WORDS: readonly Words[] = [
  hopByHopWords,
  destinationWords,
  routingWords,
  fragmentWords,
];
