/** How much a request insists on being served (ipsec_get_reqlevel in netinet6/ipsec.c). */
import { IPPROTO_AH, IPPROTO_ESP } from '../../wire/ipv6';
import type { Host } from '../host';
import {
  IPSEC_LEVEL_DEFAULT,
  IPSEC_LEVEL_REQUIRE,
  IPSEC_LEVEL_UNIQUE,
  IPSEC_LEVEL_USE,
  IPSEC_MODE_TUNNEL,
  type Ipsecrequest,
} from './policy';

/** The settings that stand for level `default`: of IPv6, or of IPv4. */
type Deflevs = 'ip6' | 'ip4';

/** IPSEC_LEVEL_USE or IPSEC_LEVEL_REQUIRE: `unique` requires, `default` is what sysctl says. */
export function ipsec_get_reqlevel(host: Host, isr: Ipsecrequest, deflevs: Deflevs): number {
  if (isr.level === IPSEC_LEVEL_UNIQUE) return IPSEC_LEVEL_REQUIRE;
  if (isr.level !== IPSEC_LEVEL_DEFAULT) return isr.level;
  const tunnel = isr.mode === IPSEC_MODE_TUNNEL;
  const { sysctl } = host;
  // Compression is never insisted on: what is small is not compressed.
  if (isr.proto === IPPROTO_ESP) return sysctl[`${deflevs}_esp_${tunnel ? 'net' : 'trans'}_deflev`];
  if (isr.proto === IPPROTO_AH) return sysctl[`${deflevs}_ah_${tunnel ? 'net' : 'trans'}_deflev`];
  return IPSEC_LEVEL_USE;
}
