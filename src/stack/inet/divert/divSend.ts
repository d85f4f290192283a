/** A program writes a packet to its divert socket (div_send). */
import { IP_HDRLEN } from '../../../wire/ipv4';
import { EINVAL } from '../../errno';
import type { Host } from '../../host';
import type { Mbuf } from '../../net/mbuf';
import { branch, DROPPED, decide, decision, enter, leaked, leave, settle } from '../../trace';
import type { SockaddrIn } from '../sockaddrIn';
import type { Socket } from '../socket';
import { div_output } from './divOutput';
import { lines } from './source';

/**
 * Sends a packet with the address given, or none, and ancillary data or none: 0 or an error number. The
 * address may be changed. Throws `Panic` where the kernel would stop.
 */
export function div_send(host: Host, so: Socket, m: Mbuf, nam: SockaddrIn | null, control: boolean): number {
  enter(host, 'div_send', m);
  const error = hasHeader(host, m, control) ? div_output(host, so, m, nam, control) : EINVAL;
  leave(host);
  return error;
}

const header = decision('div_send.header', {
  question: 'Are there 20 bytes of header?',
  outcomes: {
    'too-short': {
      answer: 'No, {length}: it is refused. Ancillary data is lost with it and never freed.',
      verdict: 'it is shorter than an IPv4 header',
      malformed: true,
    },
    present: 'Yes, which is all that is asked of a packet that is to come in.',
  },
  kernel: lines(535, 540),
  reference: 'RFC 791 3.1; m_pullup(9)',
});

function hasHeader(host: Host, m: Mbuf, control: boolean): boolean {
  const short = branch(host, 535, m.len < IP_HDRLEN);
  decide(host, header, short ? header.tooShort : header.present, RECORDING && { length: m.len });
  if (!short) {
    m.firstLen = Math.max(m.firstLen, IP_HDRLEN);
    return true;
  }
  host.ipstat.ips_toosmall++;
  if (control) leaked(host, 'control');
  settle(host, DROPPED);
  return false;
}
