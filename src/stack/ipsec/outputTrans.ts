/** Transport mode of packets of our own (ipsec6_output_trans in netinet6/ipsec.c). */
import { put16 } from '../../wire/bytes';
import { ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_ADMIN } from '../../wire/icmp6';
import { IP6_HDRLEN, IP6_PLEN } from '../../wire/ipv6';
import { EINVAL, ENOENT } from '../errno';
import type { Host } from '../host';
import { unfragmentable } from '../inet6/output/fragment';
import type { Mbuf } from '../net/mbuf';
import { decide, decision, enter, leave } from '../trace';
import { findAssociation } from './association';
import { IPSEC_MODE_TUNNEL, type Ipsecrequest, type Secpolicy } from './policy';
import { applyTransform } from './transform';

const length = decision('ipsec6_output_trans.length', {
  question: 'Can the payload length be written into the header?',
  outcomes: {
    fits: 'Yes: {plen} bytes.',
    'too-long': 'No: {plen} bytes are more than 65535, and jumbograms are not supported here (EINVAL).',
  },
  reference: 'RFC 8200 3; ipsec6_output_trans (netinet6/ipsec.c)',
});

/**
 * Applies the requests of a policy up to its first tunnel, behind the headers that every router reads: 0, or
 * an error number when the packet is gone. Whoever sent it on this machine is told when an association is
 * missing.
 */
export function ipsec6_output_trans(host: Host, m: Mbuf, sp: Secpolicy): number {
  enter(host, 'ipsec6_output_trans', m);
  let error = 0;
  for (let i = 0; i < sp.req.length && error === 0; i++) {
    if (sp.req[i].mode === IPSEC_MODE_TUNNEL) break;
    error = applyRequest(host, m, sp.req[i]);
  }
  leave(host);
  return error;
}

function applyRequest(host: Host, m: Mbuf, isr: Ipsecrequest): number {
  const found = findAssociation(host, isr, m, false);
  if (found.sav === null) {
    if (found.error === ENOENT) {
      m.rcvif = null;
      host.surroundings.icmp6_error(host, m, ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_ADMIN, 0);
    }
    return found.error;
  }
  const { headers, pointer } = unfragmentable(m);
  const error = applyTransform(host, m, pointer, headers, isr, found.sav);
  return error !== 0 ? error : writeLength(host, m);
}

function writeLength(host: Host, m: Mbuf): number {
  const plen = m.len - IP6_HDRLEN;
  const outcome = plen > 0xffff ? length.tooLong : length.fits;
  if (outcome === length.fits) put16(m.data, m.off + IP6_PLEN, plen);
  decide(host, length, outcome, RECORDING && { plen });
  if (outcome === length.fits) return 0;
  host.ipsec6stat.out_inval++;
  return EINVAL;
}
