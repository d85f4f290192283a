/** Which association a packet was protected by (key_allocsa in netkey/key.c). */
import { IP6_DST, IP6_HDRLEN } from '../../wire/ipv6';
import type { Host } from '../host';
import type { Mbuf } from '../net/mbuf';
import { type Candidate, considered, decide, decision, enter, leave, used } from '../trace';
import { listed } from './candidates';
import { sameEnd } from './sad';
import { associationsOf } from './sadCache';
import { describeSa, endText, type Secasvar, saProtocolName, saState, spiText } from './secasvar';

const association = decision('key_allocsa.association', {
  question: 'Which association was the packet protected by?',
  outcomes: {
    found: 'The association {sa}.',
    none: {
      answer: 'None: {proto} with SPI {spi} for {dst} is not known.',
      verdict: 'no security association takes {proto} with SPI {spi} for {dst}',
    },
  },
  reference: 'RFC 4301 4.1; key_allocsa (netkey/key.c)',
});

/**
 * The association of this protocol, SPI and the packet's destination, null when none is mature or dying. The
 * source is not compared, nor is the policy: anybody who has the key may send.
 */
export function key_allocsa(
  host: Host,
  m: Mbuf,
  proto: number,
  spi: number,
  spiOffset: number,
): Secasvar | null {
  enter(host, 'key_allocsa', m);
  const dst = m.data.subarray(m.off + IP6_DST, m.off + IP6_HDRLEN);
  let sav: Secasvar | null = null;
  for (const one of associationsOf(host, spi)) {
    if (sav === null && whyNotSa(host, one, proto, spi, dst) === null) sav = one;
  }
  if (RECORDING) considered(host, () => candidates(host, proto, spi, dst, sav));
  if (sav !== null) used(host, sav.origin);
  decide(
    host,
    association,
    sav === null ? association.none : association.found,
    RECORDING && {
      sa: { value: sav === null ? null : describeSa(sav), origin: sav?.origin ?? null },
      proto: saProtocolName(proto),
      spi: { value: spiText(spi), at: { offset: spiOffset, length: 4 } },
      dst: { value: endText(dst.slice()), at: { offset: IP6_DST, length: 16 } },
    },
  );
  leave(host);
  return sav;
}

function whyNotSa(host: Host, sav: Secasvar, proto: number, spi: number, dst: Uint8Array): string | null {
  if (sav.spi !== spi) return `its SPI is ${spiText(sav.spi)}`;
  if (sav.proto !== proto) return `it is for ${saProtocolName(sav.proto)}`;
  if (!sameEnd(sav.dst, dst)) return `its destination is ${endText(sav.dst)}`;
  return saState(host, sav) === 'dead' ? 'its lifetime is over' : null;
}

function candidates(
  host: Host,
  proto: number,
  spi: number,
  dst: Uint8Array,
  chosen: Secasvar | null,
): Candidate[] {
  return listed(host.sad, sav => sav === chosen || sav.spi === spi).map(sav => ({
    name: describeSa(sav),
    chosen: sav === chosen,
    why:
      whyNotSa(host, sav, proto, spi, dst) ??
      (sav === chosen ? 'protocol, SPI and destination fit' : 'an earlier one fits too'),
    origin: sav.origin,
  }));
}
