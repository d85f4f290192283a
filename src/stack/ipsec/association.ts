/**
 * Whether a request can be served: what becomes of a packet whose association is missing
 * (ipsec6_output_tunnel in netinet6/ipsec.c).
 */
import { EIO, ENOENT, errnoName } from '../errno';
import type { Host } from '../host';
import type { Mbuf } from '../net/mbuf';
import { decide, decision, PANIC, Panic, settle } from '../trace';
import { type Checked, key_checkrequest } from './checkrequest';
import { IPSEC_LEVEL_REQUIRE, type Ipsecrequest } from './policy';
import { ipsec_get_reqlevel } from './reqlevel';
import { describeSa, saModeName, saProtocolName } from './secasvar';

const association = decision('key_checkrequest.association', {
  question: 'Is there an association for {request}?',
  outcomes: {
    found: 'Yes: {sa}.',
    skipped: 'No, and level {level} does not insist: the request is passed over.',
    missing:
      'No, and level {level} insists on one: the key daemon was asked, and the packet does not wait (ENOENT).',
    'acquire-failed': 'No, and the key daemon could not be asked ({error}): the packet is dropped.',
    panic: {
      answer:
        'No, and the key daemon could not be asked ({error}), which the kernel does not expect where level {level} insists.',
      verdict:
        'the kernel stops: no association for {request}, though level {level} insists on one ({error})',
    },
  },
  reference: 'RFC 4301 4.4.2, 5.1; key_checkrequest (netkey/key.c), ipsec6_output_tunnel (netinet6/ipsec.c)',
});

/**
 * The association of a request; none with 0 when the request is passed over, with an error number when the
 * packet is gone.
 */
export function findAssociation(host: Host, isr: Ipsecrequest, m: Mbuf, tunnelled: boolean): Checked {
  const found = key_checkrequest(host, isr, m, tunnelled);
  const insists = ipsec_get_reqlevel(host, isr, 'ip6') === IPSEC_LEVEL_REQUIRE;
  const outcome = outcomeOf(found, insists);
  decide(
    host,
    association,
    outcome,
    RECORDING && {
      sa: found.sav === null ? null : { value: describeSa(found.sav), origin: found.sav.origin },
      request: `${saProtocolName(isr.proto)}/${saModeName(isr.mode)}`,
      level: insists ? 'require' : 'use',
      error: found.sav === null ? errnoName(found.error) : '0',
    },
  );
  if (outcome === association.missing) host.ipsec6stat.out_nosa++;
  if (outcome === association.panic) {
    settle(host, PANIC);
    throw new Panic('no-association-though-required');
  }
  return outcome === association.skipped ? { sav: null, error: 0 } : found;
}

function outcomeOf(found: Checked, insists: boolean): number {
  if (found.sav !== null) return association.found;
  if (found.error === ENOENT) return association.missing;
  if (found.error === EIO) return association.acquireFailed;
  // Any other error number is forgotten, and so is the request, unless it is insisted on.
  return found.error !== 0 && insists ? association.panic : association.skipped;
}
