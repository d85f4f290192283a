/** The words of every protocol. */
import { ARP_WORDS } from './arp';
import { ICMP_WORDS } from './icmp';
import { ICMPV6_WORDS } from './icmpv6';
import { IGMP_WORDS } from './igmp';
import { IPV4_WORDS } from './ipv4';
import { IPV6_WORDS } from './ipv6';
import { IPV6_EXTENSION_WORDS } from './ipv6Extensions';
import { LINK_WORDS } from './link';
import { LLC_WORDS } from './llc';
import { SECURITY_WORDS } from './security';
import { TCP_WORDS } from './tcp';
import { TUNNEL_WORDS } from './tunnels';
import { UDP_WORDS } from './udp';
import type { Words } from './words';

export const ALL_WORDS: readonly Words[] = [
  ...LINK_WORDS,
  LLC_WORDS,
  ARP_WORDS,
  IPV4_WORDS,
  IPV6_WORDS,
  ...IPV6_EXTENSION_WORDS,
  ...SECURITY_WORDS,
  ...TUNNEL_WORDS,
  ICMP_WORDS,
  ICMPV6_WORDS,
  IGMP_WORDS,
  TCP_WORDS,
  UDP_WORDS,
];
