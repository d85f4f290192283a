/** The two bytes between the outer header and the frame (RFC 3378 3), alike for both families. */
import type { Host } from '../host';
import type { Mbuf } from '../net/mbuf';
import { m_prepend } from '../net/mbufAdjust';
import { branch, type Decision, decide, decision } from '../trace';
import { ETHERIP_HDRLEN, ETHERIP_VERSION } from './etheripVar';
import { lines } from './source';

type Shim = Decision<'none' | 'added'>;

function shimPoint(fn: string, from: number, to: number): Shim {
  return decision(`${fn}.shim`, {
    question: 'Is there room for the EtherIP header?',
    outcomes: {
      none: { answer: 'No: there is no memory.', verdict: 'there is no memory for its EtherIP header' },
      added: 'Yes: version 3, then 12 zero bits.',
    },
    kernel: lines(from, to),
    reference: 'RFC 3378 3',
  });
}

/** `ip_etherip_output.shim` and its twin of IPv6, each with the line of the kernel's `if`. */
export const shims = {
  ipv4: { point: shimPoint('ip_etherip_output', 359, 369), line: 362 },
  ipv6: { point: shimPoint('ip6_etherip_output', 511, 521), line: 514 },
} as const;

/** Puts the EtherIP header in front of the frame; false when there was no room, and the frame is gone. */
export function putEtheripHeader(
  host: Host,
  m: Mbuf,
  { point, line }: { point: Shim; line: number },
): boolean {
  const failed = branch(host, line, !m_prepend(host, m, ETHERIP_HDRLEN));
  if (failed) host.etheripstat.etherips_adrops++;
  else m.data[m.off] = ETHERIP_VERSION << 4;
  return decide(host, point, failed ? point.none : point.added) === point.added;
}
