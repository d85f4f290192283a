/**
 * A request and its association (key_checkrequest, key_acquire in netkey/key.c; ipsec6_checksa in
 * netinet6/ipsec.c).
 */
import { IP6_DST, IP6_HDRLEN, IP6_SRC } from '../../wire/ipv6';
import { ENOENT } from '../errno';
import type { Host } from '../host';
import { fault } from '../net/fault';
import type { Mbuf } from '../net/mbuf';
import { key_allocsa_policy, type Secasindex } from './allocsaPolicy';
import { IPSEC_LEVEL_REQUIRE, IPSEC_MODE_TUNNEL, type Ipsecrequest } from './policy';
import { ipsec_get_reqlevel } from './reqlevel';
import type { Secasvar } from './secasvar';

/** An association, or none with 0 (it is not insisted on) or an error number. */
export type Checked = { readonly sav: Secasvar } | { readonly sav: null; readonly error: number };

/**
 * What an association for a request must be. A tunnel's ends are the request's; those of transport mode are
 * the request's if it has any, else the packet's; behind a tunnel (`tunnelled`) always the packet's, whose
 * header then is the outer one.
 */
export function secasindex(isr: Ipsecrequest, m: Mbuf, tunnelled: boolean): Secasindex {
  const own = isr.mode === IPSEC_MODE_TUNNEL || !tunnelled;
  return {
    proto: isr.proto,
    mode: isr.mode,
    reqid: isr.reqid,
    src: (own ? isr.src : null) ?? m.data.slice(m.off + IP6_SRC, m.off + IP6_DST),
    dst: (own ? isr.dst : null) ?? m.data.slice(m.off + IP6_DST, m.off + IP6_HDRLEN),
  };
}

/**
 * Looks for the association of a request; without one the key daemon is asked, which takes longer than a
 * packet waits.
 */
export function key_checkrequest(host: Host, isr: Ipsecrequest, m: Mbuf, tunnelled: boolean): Checked {
  const sav = key_allocsa_policy(host, m, isr, secasindex(isr, m, tunnelled));
  if (sav !== null) return { sav };
  const error = fault(host, 'key_acquire', m);
  if (error !== 0) return { sav, error };
  return { sav, error: ipsec_get_reqlevel(host, isr, 'ip6') === IPSEC_LEVEL_REQUIRE ? ENOENT : 0 };
}
