/** The copy of a packet for `ipfw tee` (divert_clone). */
import type { Host } from '../../host';
import { fault } from '../../net/fault';
import { type Mbuf, m_copy } from '../../net/mbuf';
import { m_tag_delete, m_tag_find, PACKET_TAG_DIVERT } from '../../net/mtag';
import { branch, decide, decision } from '../../trace';
import { lines } from './source';

const copy = decision('divert_clone.copy', {
  question: 'Can the packet be copied?',
  outcomes: {
    failed: 'No: there is no memory, so the packet goes to the socket and nowhere else.',
    stripped: 'Yes, and the copy no longer says that it was diverted.',
    copied: 'Yes; nothing says that it was diverted.',
  },
  kernel: lines(387, 394),
  reference: 'ipfw(8) tee; divert_clone (netinet/ip_divert.c)',
});

/** A copy without the first divert tag, or null when there is no memory. */
export function divert_clone(host: Host, m: Mbuf): Mbuf | null {
  const clone = branch(host, 388, fault(host, 'm_dup', m) === 0) ? m_copy(host, m, m.len) : null;
  const stripped = clone !== null && strip(host, clone);
  decide(host, copy, clone === null ? copy.failed : stripped ? copy.stripped : copy.copied);
  return clone;
}

function strip(host: Host, clone: Mbuf): boolean {
  const mtag = m_tag_find(clone, PACKET_TAG_DIVERT);
  if (branch(host, 391, mtag !== null) && mtag !== null) m_tag_delete(clone, mtag);
  return mtag !== null;
}
