/**
 * What is done with a packet whose protection was good: taken out of its tunnel, or freed of the header
 * (second half of esp6_input and ah6_input).
 */
import { put16 } from '../../wire/bytes';
import { IP6_HDRLEN, IP6_PLEN } from '../../wire/ipv6';
import type { Host } from '../host';
import { type Mbuf, m_get, m_hold, m_setBytes } from '../net/mbuf';
import { DECAPSULATED, settle } from '../trace';
import { ip_ecn_egress } from './ecn';
import { setTrafficClass, trafficClass } from './encapsulate';
import type { Secasvar } from './secasvar';
import { key_sa_recordxfer } from './sequence';

/** Answer of esp6_input and ah6_input when the packet left its tunnel and is received anew (IPPROTO_DONE). */
const IPSEC_DONE = -1;
/** Their answer when the packet is dropped (IPPROTO_DONE too). */
export const IPSEC_DROPPED = -2;

/**
 * Counts the packet and hands on what it protected: the protocol that follows at `off` then, or IPSEC_DONE
 * when it left a tunnel.
 */
export function deliver(
  host: Host,
  m: Mbuf,
  pointer: number,
  off: number,
  payload: Uint8Array,
  nxt: number,
  sav: Secasvar,
  tunnel: boolean,
): number {
  key_sa_recordxfer(sav, m.len);
  host.ipsec6stat.in_success++;
  if (!tunnel) {
    strip(m, pointer, off, payload, nxt);
    return nxt;
  }
  settle(host, DECAPSULATED);
  decapsulate(host, m, payload);
  return IPSEC_DONE;
}

/**
 * The inner packet, a packet of its own, waits to be received with the marks of the outer one (netisr_queue).
 */
function decapsulate(host: Host, m: Mbuf, inner: Uint8Array): void {
  const bytes = inner.slice();
  setTrafficClass(
    bytes,
    0,
    ip_ecn_egress(host.sysctl.ecn, trafficClass(m.data, m.off), trafficClass(bytes, 0)),
  );
  const packet = m_get(host, bytes, 0, bytes.length);
  packet.flags = m.flags;
  packet.rcvif = m.rcvif;
  packet.kind = m.kind;
  packet.frame = m.frame;
  host.ip6intrq.push(m_hold(packet));
}

/**
 * The packet without the header at `off`: what it protected follows there, and `pointer` names its protocol.
 */
function strip(m: Mbuf, pointer: number, off: number, payload: Uint8Array, nxt: number): void {
  const bytes = new Uint8Array(off + payload.length);
  bytes.set(m.data.subarray(m.off, m.off + off));
  bytes.set(payload, off);
  bytes[pointer] = nxt;
  put16(bytes, IP6_PLEN, bytes.length - IP6_HDRLEN);
  m_setBytes(m, bytes);
}
