/** Step 7 of ip6_output: may the packet have its source? */
import { IP6_SRC } from '../../../wire/ipv6';
import type { Host } from '../../host';
import type { Mbuf } from '../../net/mbuf';
import { addressOperand } from '../../operands';
import { decide, decision } from '../../trace';
import { isUnspecified } from '../scope6';
import { IPV6_UNSPECSRC } from './flags';

const source = decision('ip6_output.source', {
  question: 'May a packet have this source?',
  outcomes: {
    valid: 'Yes.',
    unspecified: 'No: it is :: (EOPNOTSUPP).',
    multicast: 'No: it is a group (EOPNOTSUPP).',
  },
  reference: 'RFC 4291 2.5.2, 2.7; ip6_output (netinet6/ip6_output.c)',
});

/** False when the source is a group, or :: without IPV6_UNSPECSRC among `flags`. */
export function isSourceValid(host: Host, m: Mbuf, flags: number): boolean {
  const at = m.off + IP6_SRC;
  const unspecified = (flags & IPV6_UNSPECSRC) === 0 && isUnspecified(m.data, at);
  const outcome = m.data[at] === 0xff ? source.multicast : unspecified ? source.unspecified : source.valid;
  decide(host, source, outcome, RECORDING && { ip6_src: addressOperand(m, IP6_SRC) });
  if (outcome === source.valid) return true;
  host.ip6stat.ip6s_badscope++;
  return false;
}
