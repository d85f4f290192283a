/** What neighbour solicitations and advertisements have in common (RFC 4861 4.3, 4.4). */
import { ND_TARGET } from '../../wire/icmp6';
import { IP6_DST, IP6_HLIM, IP6_SRC } from '../../wire/ipv6';
import type { Ifnet } from '../net/if';
import type { Mbuf } from '../net/mbuf';
import { addressOperand, byteOperand, ifOperand } from '../operands';
import type { NdOptions } from './nd6Options';
import { in6_setscope } from './scope6';

/** What a message without options says. */
export const NO_OPTIONS: NdOptions = { source: null, target: null };

/** The target of the message at `off`, with the zone of the interface. */
export function targetOf(m: Mbuf, off: number, ifp: Ifnet): Uint8Array {
  const target = m.data.slice(m.off + off + ND_TARGET, m.off + off + ND_TARGET + 16);
  in6_setscope(target, 0, ifp);
  return target;
}

/** What decisions about such a message show; recording build only. */
export function operands(m: Mbuf, ifp: Ifnet, target: Uint8Array) {
  return {
    ip6_src: addressOperand(m, IP6_SRC),
    ip6_dst: addressOperand(m, IP6_DST),
    ip6_hlim: byteOperand(m, IP6_HLIM),
    rcvif: ifOperand(ifp),
    target: target.slice(),
  };
}
