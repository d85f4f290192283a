/**
 * Where the search through the rules begins: at the first one, or behind the one that diverted the packet.
 */
import type { Host } from '../../host';
import type { Mbuf } from '../../net/mbuf';
import { m_tag_delete, m_tag_find, PACKET_TAG_DIVERT } from '../../net/mtag';
import { DROPPED, decide, decision, settle } from '../../trace';
import { placeOf } from './chain';
import { IPFW_DEFAULT_RULE } from './rule';

/** The packet does not come from a divert socket; it does, and must not pass. */
export const FRESH = -1;
export const DENIED = -2;

const resume = decision('ipfw_chk.resume', {
  question: 'It comes back from a divert socket: where does ipfw go on?',
  outcomes: {
    behind: 'Behind rule {cookie}, and behind all others of that number.',
    'from-start': 'It begins with the first rule, for the program gave it rule 0.',
    denied: {
      answer: 'Nowhere: there is no rule behind {cookie}.',
      verdict: 'it came back from a divert socket with rule {cookie}, behind which there is none',
    },
  },
  reference: 'divert(4); ipfw_chk (netinet/ip_fw2.c)',
});

/**
 * The place of the first rule to be tried, FRESH or DENIED. The mark is taken off, so that a later rule can
 * divert the packet again.
 */
export function resumeAt(host: Host, m: Mbuf): number {
  const mtag = m_tag_find(m, PACKET_TAG_DIVERT);
  if (mtag === null) return FRESH;
  m_tag_delete(m, mtag);
  const { cookie } = mtag;
  const outcome =
    cookie === 0 ? resume.fromStart : cookie >= IPFW_DEFAULT_RULE ? resume.denied : resume.behind;
  decide(host, resume, outcome, RECORDING && { cookie });
  if (outcome === resume.fromStart) return 0;
  if (outcome === resume.behind) return placeOf(host.ipfw, cookie + 1);
  settle(host, DROPPED);
  return DENIED;
}
