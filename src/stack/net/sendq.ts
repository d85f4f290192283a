/**
 * Packets of tunnels wait for the output of IP, so that a tunnel within a tunnel does not call itself
 * (ip_send, ip6_send of OpenBSD).
 */
import type { Host } from '../host';
import { random } from '../random';
import { type Mbuf, m_hold } from './mbuf';

/** Packets that may wait; what comes beyond is lost without a count. */
const IPQ_MAXLEN = 64;

/** Queues a packet for the output of IPv4. */
export function ip_send(host: Host, m: Mbuf): void {
  if (host.ipsendq.length < IPQ_MAXLEN) host.ipsendq.push(m_hold(m));
}

/** Queues a packet for the output of IPv6. */
export function ip6_send(host: Host, m: Mbuf): void {
  ip_send(host, m);
}

/** A number for the identification of an IPv4 packet. */
export function ip_randomid(host: Host): number {
  return random(host) & 0xffff;
}
