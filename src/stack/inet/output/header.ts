/** First step of ip_output: what the sender left open in the header. */
import { get16, put16 } from '../../../wire/bytes';
import { IP_DF, IP_ID, IP_LEN, IP_OFF, IP_VHL } from '../../../wire/ipv4';
import type { Host } from '../../host';
import type { Mbuf } from '../../net/mbuf';
import { random } from '../../random';
import { IP_RAWOUTPUT } from '../../surroundings';
import { decide, decision } from '../../trace';
import { IP_FORWARDING } from './flags';

const header = decision('ip_output.header', {
  kind: 'S',
  question: 'Who fills in the header?',
  outcomes: {
    filled: 'This machine: length {len}, identification {id}.',
    given: 'Its sender has, already.',
  },
  reference: 'RFC 791 3.1; ip_output (netinet/ip_output.c)',
});

/** Fills in version, length, identification and fragment field, unless the packet is forwarded or raw. */
export function fillHeader(host: Host, m: Mbuf, flags: number): void {
  const given = (flags & (IP_FORWARDING | IP_RAWOUTPUT)) !== 0;
  if (!given) {
    const { data, off } = m;
    data[off + IP_VHL] = 0x40 | (data[off + IP_VHL] & 0xf);
    put16(data, off + IP_LEN, m.len);
    put16(data, off + IP_OFF, get16(data, off + IP_OFF) & IP_DF);
    put16(data, off + IP_ID, ip_newid(host));
    host.ipstat.ips_localout++;
  }
  const looked = RECORDING && { len: m.len, id: get16(m.data, m.off + IP_ID) };
  decide(host, header, given ? header.given : header.filled, looked);
}

/** A number for the identification of a packet of ours: the next, or any (ip_newid). */
function ip_newid(host: Host): number {
  if (host.sysctl4.random_id !== 0) return random(host) & 0xffff;
  host.ip_id = (host.ip_id + 1) & 0xffff;
  return host.ip_id;
}
