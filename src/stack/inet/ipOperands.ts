/** What decisions show of IPv4 packets, for the recording build: never called on the running path. */
import { IP_DST, IP_P, IP_SRC, IP_TTL } from '../../wire/ipv4';
import type { Mbuf } from '../net/mbuf';
import { byteOperand } from '../operands';
import type { Sourced } from '../trace';

/** The address at `offset` of the packet. */
export function inOperand(m: Mbuf, offset: number): Sourced {
  return {
    value: m.data.slice(m.off + offset, m.off + offset + 4),
    at: { offset, length: 4 },
  };
}

/** Addresses, protocol and time to live of the packet. */
export function inOperands(m: Mbuf) {
  return {
    ip_src: inOperand(m, IP_SRC),
    ip_dst: inOperand(m, IP_DST),
    ip_p: byteOperand(m, IP_P),
    ip_ttl: byteOperand(m, IP_TTL),
  };
}
