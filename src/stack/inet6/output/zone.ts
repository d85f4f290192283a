/** Step 13 of ip6_output: does the packet stay in the zones of its addresses? */
import { get16 } from '../../../wire/bytes';
import { IP6_DST, IP6_SRC } from '../../../wire/ipv6';
import type { Host } from '../../host';
import { IFF_LOOPBACK, type Ifnet } from '../../net/if';
import type { Mbuf } from '../../net/mbuf';
import { addressOperand, ifOperand } from '../../operands';
import { decide, decision } from '../../trace';
import { in6_zone } from '../scope6';

const zone = decision('ip6_output.zone', {
  question: 'Do the addresses belong to the zone of the outgoing interface?',
  outcomes: {
    same: 'Yes.',
    'source-differs': 'No: the source lies in another zone than {ifp} (EHOSTUNREACH).',
    'destination-differs': 'No: the destination lies in another zone than {ifp} (EHOSTUNREACH).',
  },
  reference: 'RFC 4007 9; ip6_output (netinet6/ip6_output.c)',
});

/** An address with a zone may only leave by an interface of that zone; to ourselves, by lo0, it may. */
export function staysInZone(host: Host, m: Mbuf, ifp: Ifnet): boolean {
  const outcome = !fitsZone(m, IP6_SRC, ifp)
    ? zone.sourceDiffers
    : !fitsZone(m, IP6_DST, ifp)
      ? zone.destinationDiffers
      : zone.same;
  decide(
    host,
    zone,
    outcome,
    RECORDING && {
      ifp: ifOperand(ifp),
      ip6_src: addressOperand(m, IP6_SRC),
      ip6_dst: addressOperand(m, IP6_DST),
    },
  );
  if (outcome === zone.same) return true;
  host.ip6stat.ip6s_badscope++;
  ifp.in6_ifstat.ifs6_out_discard++;
  return false;
}

function fitsZone(m: Mbuf, field: number, ifp: Ifnet): boolean {
  if ((ifp.flags & IFF_LOOPBACK) !== 0) return true;
  const at = m.off + field;
  const own = in6_zone(m.data, at, ifp);
  if (own < 0) return false;
  const linkScoped = m.data[at] === 0xfe || (m.data[at] === 0xff && (m.data[at + 1] & 0x0f) <= 2);
  return !linkScoped || own === 0 || get16(m.data, at + 2) === own;
}
