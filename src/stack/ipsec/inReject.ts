/** The inbound policy check (ipsec6_in_reject in netinet6/ipsec.c). */
import { IPPROTO_AH, IPPROTO_ESP } from '../../wire/ipv6';
import type { Host } from '../host';
import { M_AUTHIPHDR, M_DECRYPTED, type Mbuf } from '../net/mbuf';
import { IP_FORWARDING, ipsec6_getpolicybyaddr } from './getpolicy';
import {
  IPSEC_DIR_INBOUND,
  IPSEC_LEVEL_REQUIRE,
  IPSEC_POLICY_DISCARD,
  IPSEC_POLICY_IPSEC,
  type Ipsecrequest,
} from './policy';

/** True when the inbound policy forbids that the packet arrived in this form. */
export function ipsec6_in_reject(host: Host, m: Mbuf): boolean {
  const sp = ipsec6_getpolicybyaddr(host, m, IPSEC_DIR_INBOUND, IP_FORWARDING);
  if (sp === null) return false;
  const reject =
    sp.policy === IPSEC_POLICY_DISCARD || (sp.policy === IPSEC_POLICY_IPSEC && lacksProtection(m, sp.req));
  // The FAST_IPSEC build counts here, the KAME build in the caller.
  if (reject && host.options.fastIpsec) host.ipsec6stat.in_polvio++;
  return reject;
}

function lacksProtection(m: Mbuf, req: readonly Ipsecrequest[]): boolean {
  for (const isr of req) {
    // The original resolves a level left to the default with the IPv4 settings, also for IPv6; they say "use".
    if (isr.level < IPSEC_LEVEL_REQUIRE) continue;
    if (isr.proto === IPPROTO_ESP && (m.flags & M_DECRYPTED) === 0) return true;
    if (isr.proto === IPPROTO_AH && (m.flags & M_AUTHIPHDR) === 0) return true;
  }
  return false;
}
