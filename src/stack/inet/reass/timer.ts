/** Packets under reassembly whose time is over (ip_slowtimo in netinet/ip_input.c). */
import type { Host } from '../../host';
import { decide, decision, enter, leave } from '../../trace';
import { type Ipq, ip_freef } from './queue';

const expired = decision('ip_slowtimo.expired', {
  kind: 'S',
  question: 'What becomes of the fragments that came?',
  outcomes: { 'thrown-away': 'The {fragments} that came in time are thrown away; nobody is told.' },
  reference: 'RFC 791 3.2; ip_slowtimo (netinet/ip_input.c)',
});

/** The time of a queue is over. */
export function ip_slowtimo(host: Host, fp: Ipq): void {
  enter(host, 'ip_slowtimo', null);
  decide(host, expired, expired.thrownAway, RECORDING && { fragments: fp.nfrags });
  host.ipstat.ips_fragtimeout += fp.nfrags;
  ip_freef(host, fp);
  leave(host);
}
