/** Whether a packet of EtherIP may come in at all: a tunnel carries whatever it is given, so BSD asks for IPsec unless told otherwise. */
import type { Host } from '../host';
import { M_AUTHIPDGM, M_AUTHIPHDR, M_DECRYPTED, type Mbuf } from '../net/mbuf';
import { branch, type Decision, DROPPED, decide, decision, settle } from '../trace';
import { lines } from './source';

type Policy = Decision<'refused' | 'allowed'>;

/** The marks that IPsec leaves on a packet (M_AUTH and M_CONF of OpenBSD). */
const PROTECTED = M_DECRYPTED | M_AUTHIPHDR | M_AUTHIPDGM;

function policyPoint(fn: string, from: number, to: number, after: string): Policy {
  return decision(`${fn}.policy`, {
    question: 'May EtherIP packets come in, or did IPsec protect this one?',
    outcomes: {
      refused: {
        answer: `No: net.inet.etherip.allow is 0, and the packet came without IPsec.${after}`,
        verdict: 'EtherIP packets without IPsec are refused (net.inet.etherip.allow is 0)',
      },
      allowed: 'Yes: net.inet.etherip.allow is {allow}, protected by IPsec: {protected}.',
    },
    kernel: lines(from, to),
    reference: 'RFC 3378 6 (security considerations)',
  });
}

export const policies = {
  ipv4: { point: policyPoint('ip_etherip_input', 420, 424, ''), line: 420 },
  ipv6: {
    point: policyPoint(
      'ip6_etherip_input',
      571,
      575,
      ' The packet is gone, yet the caller is told that no header follows and goes on with it.',
    ),
    line: 571,
  },
} as const;

/** True when the packet may come in; else it ended here. */
export function isAllowed(host: Host, m: Mbuf, { point, line }: { point: Policy; line: number }): boolean {
  const isProtected = (m.flags & PROTECTED) !== 0;
  const refused = branch(host, line, host.etherip_allow === 0 && !isProtected);
  const looked = RECORDING && { allow: host.etherip_allow, protected: isProtected };
  if (decide(host, point, refused ? point.refused : point.allowed, looked) === point.allowed) return true;
  host.etheripstat.etherips_pdrops++;
  settle(host, DROPPED);
  return false;
}
