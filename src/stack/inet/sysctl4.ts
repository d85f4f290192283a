/**
 * The settings of IPv4, ICMP and ARP (`net.inet.ip.*`, `net.inet.icmp.*`, `net.link.ether.inet.*`): what each
 * does and what it is unless changed.
 */
import { type SysctlVariable, variablesOf } from '../sysctlVariable';

/** The settings that IPv4 reads, by the last words of their names, as they are unless changed. */
export function newSysctl4() {
  return {
    forwarding: 0,
    redirect: 1,
    ttl: 64,
    sourceroute: 0,
    accept_sourceroute: 0,
    stealth: 0,
    check_interface: 0,
    random_id: 0,
    sendsourcequench: 0,
    maxfragpackets: 800,
    maxfragsperpacket: 16,
    icmplim: 200,
    maskrepl: 0,
    bmcastecho: 0,
    drop_redirect: 0,
    quotelen: 8,
    prune_intvl: 300,
    max_age: 1200,
    host_down_time: 20,
    maxtries: 5,
  };
}
export type Sysctl4 = ReturnType<typeof newSysctl4>;

const variable = variablesOf(newSysctl4(), host => host.sysctl4);

/** The settings by their names. */
export const sysctls4: Readonly<Record<string, SysctlVariable>> = {
  'net.inet.ip.forwarding': variable(
    'forwarding',
    '1: forward IPv4 packets that are not ours; 0: drop them.',
  ),
  'net.inet.ip.redirect': variable(
    'redirect',
    '1: tell a sender of IPv4 packets that a closer next hop exists; 0: never.',
  ),
  'net.inet.ip.ttl': variable('ttl', 'Time to live of IPv4 packets of our own.', 1, 255),
  'net.inet.ip.sourceroute': variable(
    'sourceroute',
    '1: forward IPv4 packets that name their own way; 0: refuse them.',
  ),
  'net.inet.ip.accept_sourceroute': variable(
    'accept_sourceroute',
    '1: accept packets for us that named their own way; 0: drop them.',
  ),
  'net.inet.ip.stealth': variable('stealth', '1: forward IPv4 without looking at the time to live.'),
  'net.inet.ip.check_interface': variable(
    'check_interface',
    '1: a packet for us must come in by the interface that has the address, unless this machine forwards.',
  ),
  'net.inet.ip.random_id': variable(
    'random_id',
    '1: identifications of our own packets are random; 0: they count up.',
  ),
  'net.inet.ip.sendsourcequench': variable(
    'sendsourcequench',
    '1: a packet that the link has no room for is answered by an ICMP source quench.',
  ),
  'net.inet.ip.maxfragpackets': variable(
    'maxfragpackets',
    'IPv4 packets under reassembly at most: 0 to accept no fragment, -1 for no limit.',
    -1,
  ),
  'net.inet.ip.maxfragsperpacket': variable(
    'maxfragsperpacket',
    'Fragments of one IPv4 packet at most: 0 to accept none.',
  ),
  'net.inet.icmp.icmplim': variable(
    'icmplim',
    'ICMP errors, and ICMP replies, sent in a second at most; 0 for no limit.',
  ),
  'net.inet.icmp.maskrepl': variable('maskrepl', '1: answer ICMP address mask requests.'),
  'net.inet.icmp.bmcastecho': variable(
    'bmcastecho',
    '1: answer echo requests that were for a group or a broadcast.',
  ),
  'net.inet.icmp.drop_redirect': variable('drop_redirect', '1: ICMP redirects change no route.'),
  'net.inet.icmp.quotelen': variable(
    'quotelen',
    'Bytes behind the IPv4 header that an ICMP error quotes.',
    8,
    1200,
  ),
  'net.link.ether.inet.prune_intvl': variable(
    'prune_intvl',
    'Seconds between two looks for ARP entries that ran out.',
    1,
  ),
  'net.link.ether.inet.max_age': variable(
    'max_age',
    'Seconds for which a link address that ARP learned is believed.',
    1,
  ),
  'net.link.ether.inet.host_down_time': variable(
    'host_down_time',
    'Seconds for which a neighbour that did not answer ARP is not asked again.',
  ),
  'net.link.ether.inet.maxtries': variable(
    'maxtries',
    'ARP requests without an answer before a neighbour counts as down.',
    1,
  ),
};
