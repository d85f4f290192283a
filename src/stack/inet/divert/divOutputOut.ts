/** A packet from a divert socket goes out. */
import { get16 } from '../../../wire/bytes';
import { IP_LEN } from '../../../wire/ipv4';
import { EINVAL } from '../../errno';
import type { Host } from '../../host';
import type { Mbuf } from '../../net/mbuf';
import { byteOperand } from '../../operands';
import { IP_ALLOWBROADCAST, IP_RAWOUTPUT } from '../../surroundings';
import { branch, DROPPED, decide, decision, PANIC, Panic, settle } from '../../trace';
import type { Inpcb } from '../inPcb';
import { SO_DONTROUTE, type Socket } from '../socket';
import { lines } from './source';

/** Version and header length of a header without options, in words of four bytes. */
const IP_HDRLEN_WORDS = 5;

/**
 * Hands the packet to the output of IPv4: 0 or an error number. Throws `Panic` when the socket has no control
 * block any more.
 */
export function sendOut(host: Host, so: Socket, m: Mbuf): number {
  const inp = so.so_pcb;
  if (inp === null) {
    settle(host, PANIC);
    throw new Panic('null-pointer');
  }
  return isAcceptable(host, inp, m) ? output(host, so, inp, m) : EINVAL;
}

const header = decision('div_output.header-check', {
  question: 'Can the output of IPv4 work with this header?',
  outcomes: {
    options: {
      answer: 'No: it has options, and so has the socket.',
      verdict: 'it has IPv4 options although its socket sets some',
    },
    'length-beyond': {
      answer: 'No: it says {ip_len} bytes, and there are {length}.',
      verdict: 'its header says {ip_len} bytes, and there are {length}',
      malformed: true,
    },
    accepted: 'Yes: {ip_len} of {length} bytes. Nothing else of it is looked at.',
  },
  kernel: lines(319, 322),
  reference: 'RFC 791 3.1; div_output (netinet/ip_divert.c)',
});

function isAcceptable(host: Host, inp: Inpcb, m: Mbuf): boolean {
  const ip_len = get16(m.data, m.off + IP_LEN);
  const bothOptions = (m.data[m.off] & 0x0f) !== IP_HDRLEN_WORDS && inp.inp_options !== null;
  const refused = branch(host, 319, bothOptions || ip_len > m.len);
  const outcome = bothOptions ? header.options : refused ? header.lengthBeyond : header.accepted;
  const looked = RECORDING && {
    ip_vhl: byteOperand(m, 0),
    ip_len: { value: ip_len, at: { offset: IP_LEN, length: 2 } },
    length: m.len,
  };
  decide(host, header, outcome, looked);
  if (refused) settle(host, DROPPED);
  return !refused;
}

const sent = decision('div_output.output-send', {
  kind: 'S',
  question: 'How does the packet go out?',
  outcomes: {
    sent: 'With source, identification and time to live as written, to broadcast addresses too; it is counted whatever comes of it.',
  },
  kernel: lines(325, 338),
  reference: 'divert(4); ip_output (netinet/ip_output.c)',
});

function output(host: Host, so: Socket, inp: Inpcb, m: Mbuf): number {
  host.ipstat.ips_rawout++;
  decide(host, sent, sent.sent);
  const flags = (so.so_options & SO_DONTROUTE) | IP_ALLOWBROADCAST | IP_RAWOUTPUT;
  return host.surroundings.ip_output(host, m, inp.inp_options, flags);
}
