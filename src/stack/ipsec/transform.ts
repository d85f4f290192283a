/**
 * The transforms of an outgoing packet (the switch in ipsec6_output_tunnel and ipsec6_output_trans,
 * netinet6/ipsec.c).
 */
import { IPPROTO_AH, IPPROTO_ESP } from '../../wire/ipv6';
import { EINVAL } from '../errno';
import type { Host } from '../host';
import type { Mbuf } from '../net/mbuf';
import { decide, decision } from '../trace';
import { ah6_output } from './ahOutput';
import { esp6_output } from './espOutput';
import type { Ipsecrequest } from './policy';
import { describeSa, type Secasvar, saProtocolName } from './secasvar';

const transform = decision('ipsec6_output.transform', {
  question: 'Which transform is applied?',
  outcomes: {
    esp: 'ESP, by {sa}.',
    ah: 'AH, by {sa}.',
    unsupported: 'None: {proto} is not supported for IPv6 here (EINVAL).',
  },
  reference: 'RFC 4301 5.1; ipsec6_output_tunnel, ipsec6_output_trans (netinet6/ipsec.c)',
});

/**
 * Puts ESP or AH in front of what begins at `off`, whose protocol number stands at `pointer`: 0, or an error
 * number.
 */
export function applyTransform(
  host: Host,
  m: Mbuf,
  pointer: number,
  off: number,
  isr: Ipsecrequest,
  sav: Secasvar,
): number {
  const outcome =
    isr.proto === IPPROTO_ESP
      ? transform.esp
      : isr.proto === IPPROTO_AH
        ? transform.ah
        : transform.unsupported;
  decide(
    host,
    transform,
    outcome,
    RECORDING && {
      sa: { value: describeSa(sav), origin: sav.origin },
      proto: saProtocolName(isr.proto),
    },
  );
  if (outcome === transform.esp) return esp6_output(host, m, pointer, off, sav);
  if (outcome === transform.ah) return ah6_output(host, m, pointer, off, sav);
  host.ipsec6stat.out_inval++;
  return EINVAL;
}
