/** The inbound policy check (ipsec6_in_reject, ipsec_in_reject in netinet6/ipsec.c). */
import { IPPROTO_AH, IPPROTO_ESP } from '../../wire/ipv6';
import type { Host } from '../host';
import { IP_FORWARDING } from '../inet/output/flags';
import { M_AUTHIPDGM, M_AUTHIPHDR, M_DECRYPTED, type Mbuf } from '../net/mbuf';
import { decide, decision } from '../trace';
import { usableSa } from './allocsaPolicy';
import { secasindex } from './checkrequest';
import { ipsec6_getpolicybyaddr, policyOperand } from './getpolicy';
import {
  IPSEC_DIR_INBOUND,
  IPSEC_LEVEL_REQUIRE,
  IPSEC_POLICY_DISCARD,
  IPSEC_POLICY_IPSEC,
  type Ipsecrequest,
  type Secpolicy,
} from './policy';
import { ipsec_get_reqlevel } from './reqlevel';
import { authenticates } from './secasvar';

const protection = decision('ipsec6_in_reject.protection', {
  question: 'Did the packet arrive with the protection that its inbound policy requires?',
  outcomes: {
    sufficient: 'Yes: it was {marks}, and {needs} is required.',
    'not-decrypted': 'No: {policy} requires ESP, and it was {marks}.',
    'not-authenticated': 'No: {policy} requires ESP with authentication, and it was only {marks}.',
    'header-not-authenticated': 'No: {policy} requires AH, and it was {marks}.',
  },
  reference: 'RFC 4301 5.2; ipsec_in_reject (netinet6/ipsec.c)',
});

/**
 * True when the inbound policy forbids that the packet arrived in this form. Which association protected it
 * is not compared.
 */
export function ipsec6_in_reject(host: Host, m: Mbuf): boolean {
  const sp = ipsec6_getpolicybyaddr(host, m, IPSEC_DIR_INBOUND, IP_FORWARDING);
  if (sp === null) return false;
  const reject =
    sp.policy === IPSEC_POLICY_DISCARD ||
    (sp.policy === IPSEC_POLICY_IPSEC && isProtected(host, m, sp) !== protection.sufficient);
  // The FAST_IPSEC build counts here, the KAME build in the caller.
  if (reject && host.options.fastIpsec) host.ipsec6stat.in_polvio++;
  return reject;
}

/** What the requests of a policy insist on. */
interface Needs {
  encryption: boolean;
  header: boolean;
  datagram: boolean;
}

function isProtected(host: Host, m: Mbuf, sp: Secpolicy): number {
  const needs = needsOf(host, m, sp.req);
  return decide(
    host,
    protection,
    protectionOutcome(m.flags, needs),
    RECORDING && {
      policy: policyOperand(sp),
      marks: marksText(m.flags),
      needs: needsText(needs),
    },
  );
}

function needsOf(host: Host, m: Mbuf, req: readonly Ipsecrequest[]): Needs {
  const needs: Needs = { encryption: false, header: false, datagram: false };
  for (const isr of req) {
    // A level left to the default is resolved with the settings of IPv4, also for IPv6.
    if (ipsec_get_reqlevel(host, isr, 'ip4') !== IPSEC_LEVEL_REQUIRE) continue;
    if (isr.proto === IPPROTO_AH) needs.header = true;
    if (isr.proto !== IPPROTO_ESP) continue;
    needs.encryption = true;
    if (lacksDatagram(m.flags) && isAuthenticated(host, m, isr)) needs.datagram = true;
  }
  return needs;
}

/** Only then does it matter what the association of the request would have done. */
function lacksDatagram(flags: number): boolean {
  return (flags & M_DECRYPTED) !== 0 && (flags & M_AUTHIPDGM) === 0;
}

function isAuthenticated(host: Host, m: Mbuf, isr: Ipsecrequest): boolean {
  const sav = usableSa(host, isr, secasindex(isr, m, false));
  return sav !== null && authenticates(sav);
}

function protectionOutcome(flags: number, needs: Needs): number {
  if (needs.encryption && (flags & M_DECRYPTED) === 0) return protection.notDecrypted;
  if (needs.header && (flags & M_AUTHIPHDR) === 0) return protection.headerNotAuthenticated;
  return needs.datagram && !needs.header ? protection.notAuthenticated : protection.sufficient;
}

function marksText(flags: number): string {
  const marks = [
    (flags & M_DECRYPTED) !== 0 ? 'decrypted' : null,
    (flags & M_AUTHIPHDR) !== 0 ? 'authenticated with its header' : null,
    (flags & M_AUTHIPDGM) !== 0 && (flags & M_AUTHIPHDR) === 0 ? 'authenticated' : null,
  ].filter(mark => mark !== null);
  return marks.length === 0 ? 'not protected' : marks.join(' and ');
}

function needsText({ encryption, header, datagram }: Needs): string {
  const needs = [encryption ? 'ESP' : null, header ? 'AH' : null, datagram ? 'authentication' : null];
  return needs.filter(need => need !== null).join(' and ') || 'nothing';
}
